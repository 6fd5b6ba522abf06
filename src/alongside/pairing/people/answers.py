"""People as columns of answers, and answers read from whatever a spreadsheet or a database holds."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import isnan
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alongside.pairing.errors import AnswerError, PairingError, SettingsError

Answer = Any  # what a cell holds, or what a reader makes of it: text, number, list, mapping
Read = TypeVar("Read")

LANGUAGE_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")  # Council of Europe, 2001

_SEPARATORS = re.compile(r"[,;|\n]")
_AT_LEVEL = re.compile(r"^(.*\S)\s*(?:[:=]\s*(?=[^()]*$)|\()\s*([^()]+?)\s*\)?$")
_STRENGTH = re.compile(r"^(.*\S)\s*[:=]\s*(\d+(?:\.\d+)?)$")


@dataclass(frozen=True, eq=False)
class Table:
    """One side of the market: an id for each person, and columns of answers, all equally long.

    An answer may be text, a number, a list or a mapping; None and empty text are missing. name: what the
    table is called in messages. rows: what each row is called in messages, such as its line in a file.
    names: what each person is called in sentences; default: their id.
    """

    ids: Sequence[str]
    columns: Mapping[str, Sequence[Answer]]
    name: str = "table"
    rows: Sequence[str] = ()
    names: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name, answers in self.columns.items():
            if len(answers) != len(self.ids):
                raise PairingError(
                    f"{self.name}: column {name!r} holds {len(answers)} answers for {len(self.ids)} people."
                )

    def __len__(self) -> int:
        return len(self.ids)

    def called(self, row: int) -> str:
        """What a person is called in sentences."""
        return str(self.names[row] if self.names else self.ids[row])

    def read(self, column: str, reader: Callable[[Answer], Read]) -> list[Read | None]:
        """The answers of a column, read by the reader; None where nothing is answered.

        Raises AnswerError, which names the row, the column and the cure.
        """
        return [self._read_one(row, column, answer, reader) for row, answer in enumerate(self.column(column))]

    def column(self, name: str) -> Sequence[Answer]:
        """The raw answers of a column; raises PairingError when there is no such column."""
        if name not in self.columns:
            known = ", ".join(sorted(self.columns)) or "none"
            raise PairingError(f"{self.name} has no column {name!r}. Its columns are: {known}.")
        return self.columns[name]

    def _read_one(
        self, row: int, column: str, answer: Answer, reader: Callable[[Answer], Read]
    ) -> Read | None:
        if is_missing(answer):
            return None
        try:
            return reader(answer)
        except ValueError as wrong:
            where = self.rows[row] if self.rows else str(self.ids[row])
            raise AnswerError(f"{self.name}, {where}, {column}: {wrong}") from None


def is_missing(answer: Answer) -> bool:
    """Whether nothing is answered: None, not a number, empty text or an empty list."""
    if answer is None or (isinstance(answer, float) and isnan(answer)):
        return True
    return hasattr(answer, "__len__") and not (answer.strip() if isinstance(answer, str) else len(answer))


def as_text(answer: Answer) -> str:
    """Text without needless spaces."""
    return " ".join(str(answer).split())


def as_number(answer: Answer) -> float:
    """A number; a decimal comma is understood."""
    try:
        return float(str(answer).strip().replace(",", "."))
    except ValueError:
        raise ValueError(f"{answer!r} is not a number: write digits only.") from None


def as_names(answer: Answer) -> frozenset[str]:
    """A set of names, from a list or from text with commas, semicolons, bars or line breaks between them."""
    return frozenset(as_text(name) for name in _items(answer) if as_text(name))


def as_strengths(answer: Answer) -> frozenset[tuple[str, float | None]]:
    """Names with how strong each is, from a mapping, a list, or text such as `Finance: 4; Speaking`."""
    if isinstance(answer, Mapping):
        return frozenset((as_text(name), as_number(strength)) for name, strength in answer.items())
    return frozenset(_strength(as_text(name)) for name in _items(answer) if as_text(name))


def as_order(answer: Answer) -> tuple[str, ...]:
    """Names in their order, the first one once, from a list or from text as for names."""
    return tuple(dict.fromkeys(as_text(name) for name in _items(answer) if as_text(name)))


def as_names_at(level: str, levels: Sequence[str]) -> Callable[[Answer], frozenset[str]]:
    """A reader of names with a level, as `German: B2` or `German (B2)`: those at this level or above.

    A name without a level is always among them. Without a level asked for, all are.
    """
    rank = {each.casefold(): place for place, each in enumerate(levels)}
    least = rank[level.casefold()] if level else 0

    def read(answer: Answer) -> frozenset[str]:
        items = answer.items() if isinstance(answer, Mapping) else map(split, as_names(answer))
        return frozenset(as_text(name) for name, at in items if not at or rank_of(at) >= least)

    def split(item: str) -> tuple[str, str]:
        found = _AT_LEVEL.match(item)
        return (found[1], found[2]) if found else (item, "")

    def rank_of(at: Answer) -> int:
        if as_text(at).casefold() not in rank:
            raise ValueError(f"{at!r} is not among the levels {', '.join(levels)}.")
        return rank[as_text(at).casefold()]

    return read


def check_levels(levels: Sequence[str]) -> None:
    """Raise SettingsError unless every level is a name of its own."""
    if not all(isinstance(level, str) for level in levels):
        raise SettingsError("levels holds something else than text: write each level in quotes.")
    names = [level.casefold() for level in levels]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"levels holds {name!r} twice: write each level once, the lowest first.")


def check_level(level: str, levels: Sequence[str]) -> None:
    """Raise SettingsError unless a level is one of the scale, or none, and the scale is one."""
    check_levels(levels)
    if level and level.casefold() not in [each.casefold() for each in levels]:
        raise SettingsError(f"level is {level!r}: use one of {', '.join(levels)}.")


def as_yes(answer: Answer) -> bool:
    """Whether the answer says yes."""
    return answer is True or as_text(answer).casefold() in {"yes", "y", "true", "1", "x"}


def as_level(levels: Sequence[str]) -> Callable[[Answer], float]:
    """A reader of levels: the place on the scale, lowest first; plain numbers when no scale is given."""
    rank = {as_text(level).casefold(): float(place) for place, level in enumerate(levels)}

    def read(answer: Answer) -> float:
        if not levels:
            return as_number(answer)
        try:
            return rank[as_text(answer).casefold()]
        except KeyError:
            raise ValueError(f"{answer!r} is not among the levels {', '.join(levels)}.") from None

    return read


def as_utc_hours(days: Sequence[date]) -> Callable[[Answer], tuple[float, ...]]:
    """A reader of time zones, as Europe/London or UTC+2: hours ahead of UTC on each of the days."""
    noons = [datetime.combine(day, time(12), UTC) for day in days]

    def read(answer: Answer) -> tuple[float, ...]:
        name = as_text(answer)
        if re.fullmatch(r"(UTC|GMT)?\s*[+-]?\s*\d+(\.\d+)?", name):
            return (float(re.sub(r"UTC|GMT|\s", "", name)),) * len(noons)
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is not a time zone: write one as Europe/London, or UTC+2.") from None
        return tuple(
            (noon.astimezone(zone).utcoffset() or timedelta()).total_seconds() / 3600 for noon in noons
        )

    return read


def _items(answer: Answer) -> Iterable[Answer]:
    return (
        answer
        if isinstance(answer, Iterable) and not isinstance(answer, str)
        else _SEPARATORS.split(str(answer))
    )


def _strength(name: str) -> tuple[str, float | None]:
    found = _STRENGTH.match(name)
    return (found[1], float(found[2])) if found else (name, None)
