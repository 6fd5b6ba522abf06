"""Propose which column holds what: by its heading in several languages, and by what stands in it."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from alongside.tables.errors import Sentence, say
from alongside.tables.errors import gettext_noop as _
from alongside.tables.headings import E_MAIL_ADDRESS
from alongside.tables.table import Table
from alongside.tables.values import (
    parse_date,
    parse_language,
    parse_time_zone,
    parse_whole_number,
    parse_yes_no,
    plain,
    split_list,
)

VALUES_LOOKED_AT = 200
LEAST_CONFIDENCE = 0.5
TOO_CLOSE_TO_TELL = 0.03
FITTING_SHARE = 0.5
TELLING_SHARE = 0.8
SIMILAR_ENOUGH = 0.84
FILLER_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "your",
        "my",
        "their",
        "please",
        "optional",
        "required",
        "if",
        "any",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "de",
        "het",
    ]
)
CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Content(enum.Enum):
    """What the values of a column are like."""

    EMAIL = "email"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes or no"
    TIME_ZONE = "time zone"
    LANGUAGES = "languages"
    CHOICE = "choice"
    TEXT = "text"


# Only these say what a column is when its heading says nothing: many columns hold numbers or dates.
TELLING = frozenset({Content.EMAIL, Content.TIME_ZONE, Content.LANGUAGES, Content.CHOICE})


@dataclass(frozen=True)
class Field:
    """Something that is looked for: the headings that mean it, and what its values are like.

    ``choices`` are the allowed values of a CHOICE; ``unique`` says that no two rows share a value.
    """

    key: str
    headings: tuple[str, ...]
    content: Content = Content.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False


@dataclass(frozen=True)
class Match:
    """A column proposed for a field, how sure that is (0 to 1), and why."""

    field: str
    column: str
    confidence: float
    reason: Sentence


@dataclass(frozen=True)
class Mapping:
    """Each field's column, the columns nobody wants, and the columns between which nothing decides."""

    matches: dict[str, Match] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """The column by field."""
        return {key: match.column for key, match in self.matches.items()}


def propose(table: Table, fields: Sequence[Field]) -> Mapping:
    """Return the likeliest mapping of a table's columns to the fields, surest first, each used once.

    Where two columns fit a field equally well, or one column two fields, it is left to the person.
    """
    values = {column: _sample(table.column(column)) for column in table.columns}
    candidates = [
        match
        for wanted in fields
        for column in table.columns
        if (match := _judged(wanted, column, values[column])) and match.confidence >= LEAST_CONFIDENCE
    ]
    candidates.sort(key=lambda match: (-match.confidence, table.columns.index(match.column), match.field))
    matches: dict[str, Match] = {}
    ambiguous: dict[str, list[str]] = {}
    taken: set[str] = set()
    for match in candidates:
        if match.field in matches or match.field in ambiguous or match.column in taken:
            continue
        rivals = _rivals(match, candidates, taken)
        if rivals:
            ambiguous[match.field] = [match.column, *rivals]
        elif not _is_torn(match, candidates, matches):
            matches[match.field] = match
            taken.add(match.column)
    return Mapping(matches, [column for column in table.columns if column not in taken], ambiguous)


def _rivals(match: Match, candidates: list[Match], taken: set[str]) -> list[str]:
    """Other free columns that fit the field as well, and fit no other field better."""
    best: dict[str, Match] = {}
    for other in candidates:
        best.setdefault(other.column, other)
    return [
        other.column
        for other in candidates
        if other.field == match.field
        and other.column != match.column
        and other.column not in taken
        and other.confidence >= match.confidence - TOO_CLOSE_TO_TELL
        and best[other.column].field == match.field
    ]


def _is_torn(match: Match, candidates: list[Match], matches: dict[str, Match]) -> bool:
    return any(
        other.column == match.column
        and other.field != match.field
        and other.field not in matches
        and abs(other.confidence - match.confidence) < TOO_CLOSE_TO_TELL
        for other in candidates
    )


def _sample(column: list[str]) -> list[str]:
    return [value for value in column if value][:VALUES_LOOKED_AT]


def _judged(wanted: Field, column: str, values: list[str]) -> Match | None:
    """Heading and content together: content that fits confirms a heading, content that does not halves it."""
    by_heading, meant = _likeness(column, wanted.headings)
    by_content = _fitting(wanted, values)
    said = say(_("The heading means “%(heading)s”."), heading=meant)
    if by_heading and by_content is None:
        return Match(wanted.key, column, 0.95 * by_heading, said)
    if by_heading and by_content is not None:
        if by_content < FITTING_SHARE:
            doubt = say(
                _("The heading means “%(heading)s”, and the values look like something else."), heading=meant
            )
            return Match(wanted.key, column, 0.5 * by_heading, doubt)
        return Match(wanted.key, column, 0.8 * by_heading + 0.2 * by_content, said)
    if wanted.content in TELLING and by_content is not None and by_content >= TELLING_SHARE:
        return Match(wanted.key, column, 0.7 * by_content, say(_("Its values look like it.")))
    return None


def _likeness(column: str, headings: tuple[str, ...]) -> tuple[float, str]:
    """How much a column's heading is like one of a field's headings, 0 to 1, and which."""
    words = [word for word in plain(CAMEL_CASE.sub(" ", column)).split() if word not in FILLER_WORDS]
    return max(((_of_words(words, heading), heading) for heading in headings), default=(0.0, ""))


def _of_words(words: list[str], heading: str) -> float:
    meant = [word for word in plain(heading).split() if word not in FILLER_WORDS]
    joined, joined_meant = "".join(words), "".join(meant)
    if not joined or not joined_meant:
        return 0.0
    if joined == joined_meant:
        return 1.0
    if sorted(words) == sorted(meant):
        return 0.97
    if set(meant) <= set(words) or (len(joined_meant) > 3 and joined_meant in words):
        return 0.55 + 0.35 * len(meant) / len(words)
    if len(joined_meant) > 4:
        likeness = SequenceMatcher(None, joined, joined_meant).ratio()
        if likeness >= SIMILAR_ENOUGH:
            return 0.9 * likeness
    return 0.0


def _fitting(wanted: Field, values: list[str]) -> float | None:
    """The share of values that fit the field, or None where every value would or there is none."""
    if wanted.content is Content.TEXT or not values:
        return None
    fits = CHECKS.get(wanted.content) or _one_of(wanted.choices)
    share = sum(1 for value in values if fits(value)) / len(values)
    repeated = len({value.casefold() for value in values}) < len(values)
    if wanted.unique and repeated:
        return share * 0.5 if len(set(values)) < 0.9 * len(values) else share
    return (
        share
        if repeated or len(values) < 3 or wanted.content is not Content.EMAIL or wanted.unique
        else share * 0.85
    )


def _one_of(choices: tuple[str, ...]) -> Callable[[str], bool]:
    known = {plain(choice) for choice in choices}
    return lambda value: plain(value) in known


def _all_languages(value: str) -> bool:
    items = split_list(value.replace("/", ","))
    return bool(items) and all(parse_language(item.split("(")[0]) for item in items)


CHECKS: dict[Content, Callable[[str], bool]] = {
    Content.EMAIL: lambda value: E_MAIL_ADDRESS.fullmatch(value) is not None,
    Content.DATE: lambda value: parse_date(value) is not None,
    Content.NUMBER: lambda value: parse_whole_number(value) is not None,
    Content.YES_NO: lambda value: parse_yes_no(value) is not None,
    Content.TIME_ZONE: lambda value: parse_time_zone(value) is not None,
    Content.LANGUAGES: _all_languages,
}
