"""One cell at a time: clean what was read, and make what is written safe to open.

A text that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break is run as a formula by spreadsheet
programs (OWASP, CSV Injection). Written texts of that form get one apostrophe in front, also where they
already have some, and reading takes exactly one away: every text comes back as it was.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

from alongside.tables.errors import gettext_noop as _
from alongside.tables.errors import say
from alongside.tables.table import Problem

RISKY = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
RISKY_WITH_APOSTROPHE = re.compile(r"'+\s*[=+\-@\t\r\n＝＋－＠]")
QUOTED_AS_FORMULA = re.compile(r'="([^"]*)"')
UNSEEN_SPACES = re.compile("[\u00a0\u2007\u202f\u200b\u2060\ufeff]")
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
ERROR_VALUES = frozenset(
    [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#BLOCKED!",
        "#BUSY!",
        "#FIELD!",
    ]
)
OF_ONE_SPACE = {"\u200b": "", "\u2060": "", "\ufeff": ""}


def neutralise(text: str) -> str:
    """Return the text so that no spreadsheet program runs it; ``restore`` is the way back."""
    return f"'{text}" if RISKY.match(text) else text


def restore(text: str) -> str:
    """Take away the one apostrophe that ``neutralise`` put in front of a text."""
    return text[1:] if text.startswith("'") and RISKY_WITH_APOSTROPHE.match(text) else text


def clean(text: str) -> str:
    """Return a text as people mean it: composed letters, plain spaces and line breaks, nothing around it."""
    if text.isascii():
        return text.replace("\r\n", "\n").replace("\r", "\n").strip() if "\r" in text else text.strip()
    text = UNSEEN_SPACES.sub(lambda found: OF_ONE_SPACE.get(found.group(), " "), text)
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def problem_with(text: str, longest: int) -> Problem | None:
    """Return what makes a text unusable, or None: too long, unreadable characters, an error of a formula."""
    if len(text) > longest:
        return Problem(
            shortened(text),
            say(_("this cell holds %(length)s characters."), length=len(text)),
            say(_("Shorten it to %(longest)s characters."), longest=longest),
        )
    if text.startswith("#") and text.upper() in ERROR_VALUES:
        return Problem(
            text,
            say(_("the spreadsheet shows the error %(error)s."), error=text),
            say(_("Correct the formula, or type the value.")),
        )
    if "\ufffd" in text:
        return Problem(
            shortened(text),
            say(_("a letter was lost when the file was saved, and shows as �.")),
            say(_("Type the word again, or save the file again as UTF-8.")),
        )
    if CONTROL_CHARACTERS.search(text):
        return Problem(
            shortened(CONTROL_CHARACTERS.sub("�", text)),
            say(_("there is an invisible control character in this cell.")),
            say(_("Delete the cell's content and type it again.")),
        )
    return None


def unused_formula(text: str) -> Problem:
    """Return the problem of a formula that has no value to read."""
    return Problem(
        shortened(text),
        say(_("there is a formula here without a stored value.")),
        say(_("Copy the column and paste it as values, then save the file.")),
    )


def shortened(text: str, longest: int = 60) -> str:
    """Return a text short enough for a message."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def number_text(number: float) -> str:
    """Return a number as a person writes it: whole numbers without a point, others with 15 digits."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return format(number, ".15g")


def moment_text(moment: datetime.datetime | datetime.date | datetime.time) -> str:
    """Return a date, a time or both in ISO form; midnight counts as no time."""
    if isinstance(moment, datetime.datetime):
        moment = (moment + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
        if moment.time() == datetime.time():
            return moment.date().isoformat()
        return moment.isoformat(sep=" ", timespec="seconds" if moment.second else "minutes")
    if isinstance(moment, datetime.time):
        return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return moment.isoformat()
