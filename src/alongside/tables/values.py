"""What a text in a cell means: a date, a whole number, yes or no, a list, a language, a time zone."""

from __future__ import annotations

import datetime
import re
import unicodedata
import zoneinfo
from collections.abc import Iterable
from functools import cache

from alongside.tables.languages import LANGUAGES

ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
WRITTEN_DATE = re.compile(r"(\d{1,2})([./\- ])(\d{1,2})\2(\d{4}|\d{2})")
WORDY_DATE = re.compile(r"(\d{1,2})\.?\s+([^\W\d_]{3,})\.?,?\s+(\d{4})")
WORDY_DATE_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
# The first letters that tell the months apart in English, German, French, Spanish and Dutch.
MONTHS = (
    ("jan", "ene"),
    ("feb", "fev"),
    ("mar", "maa", "mae", "mrt", "mrz"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mei", "mayo"),
    ("jun", "juin"),
    ("jul", "juil"),
    ("aug", "aou", "ago"),
    ("sep",),
    ("oct", "okt"),
    ("nov",),
    ("dec", "dez", "dic"),
)
YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "x",
        "ja",
        "j",
        "oui",
        "o",
        "si",
        "s",
        "vrai",
        "wahr",
        "verdadero",
        "waar",
        "✓",
        "✔",
        "☑",
    ]
)
NO = frozenset(
    ["no", "n", "false", "f", "0", "nein", "nee", "non", "faux", "falsch", "falso", "onwaar", "-", "✗", "☐"]
)
WHOLE_NUMBER = re.compile(r"[-+]?\d{1,3}(?:[ '’\u00a0]\d{3})+|[-+]?\d+(?:[.,]0+)?")
BETWEEN_ITEMS = re.compile(r"\s*[;,|\n•]\s*")
CENTURY_TURNS = 70


@cache
def plain(text: str) -> str:
    """Return a text for comparing: lower case, without accents, punctuation as single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))


def parse_date(text: str, *, day_first: bool = True) -> datetime.date | None:
    """Return the date in a text, or None where there is none or no calendar has it (30 February).

    ``day_first`` decides 3/4/2026, unless a number above 12 does. A year of two digits lies in 1970 to 2069.
    """
    text = text.strip()
    if found := ISO_DATE.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := WRITTEN_DATE.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if year < 100:
            year += 1900 if year >= CENTURY_TURNS else 2000
        if second > 12 or (not day_first and first <= 12):
            first, second = second, first
        return _date(year, second, first)
    if found := WORDY_DATE.fullmatch(text):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if found := WORDY_DATE_MONTH_FIRST.fullmatch(text):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    return None


def days_come_first(texts: Iterable[str]) -> bool:
    """Say whether a column writes 23/11/2026 rather than 11/23/2026; where nothing tells, it does."""
    for text in texts:
        found = WRITTEN_DATE.fullmatch(text.strip())
        if found and int(found[3]) > 12:
            return False
    return True


def parse_whole_number(text: str) -> int | None:
    """Return a whole number, also one with thousands set apart or a nought after the point, or None."""
    text = text.strip()
    if not WHOLE_NUMBER.fullmatch(text):
        return None
    whole = re.sub(r"[.,]0+$", "", text)
    return int(re.sub(r"[^\d+-]", "", whole)) if len(whole) < 20 else None


def parse_yes_no(text: str) -> bool | None:
    """Return what yes or no in five languages, a tick or a cross mean, or None."""
    word = plain(text) or text.strip()
    if word in YES:
        return True
    return False if word in NO else None


def split_list(text: str) -> list[str]:
    """Return the items of a list with commas, semicolons, bars or line breaks, each once, in their order."""
    once: dict[str, str] = {}
    for item in BETWEEN_ITEMS.split(text):
        once.setdefault(item.strip(" -").casefold(), item.strip(" -"))
    return [item for item in once.values() if item]


def parse_language(text: str) -> str | None:
    """Return the BCP 47 code of a language named by its code or in one of several languages, or None."""
    word = plain(text)
    if found := _language_names().get(word):
        return found
    first = word.split(" ")[0] if word else ""
    return first if first in LANGUAGES and re.fullmatch(r"[a-z]{2,3}( [a-z]{2,4}\d?)?", word) else None


def parse_time_zone(text: str) -> str | None:
    """Return the IANA name of a time zone whatever its letters' case, or None."""
    return _time_zones().get(text.strip().replace(" ", "_").casefold())


@cache
def _language_names() -> dict[str, str]:
    return {plain(name): code for code, names in LANGUAGES.items() for name in (code, *names.split())}


@cache
def _time_zones() -> dict[str, str]:
    return {name.casefold(): name for name in zoneinfo.available_timezones()}


def _month(name: str) -> int:
    beginning = plain(name)
    for number, beginnings in enumerate(MONTHS, start=1):
        if beginning.startswith(beginnings):
            return number
    return 0


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
