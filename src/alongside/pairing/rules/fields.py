"""Rules on one column: the same or not, levels, lists and hours in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np

from alongside.pairing.criteria.numbers import level_name
from alongside.pairing.markets.comparison import Comparison, compare, difference, equal, shared
from alongside.pairing.people.answers import (
    LANGUAGE_LEVELS,
    Answer,
    Table,
    as_level,
    as_names,
    as_names_at,
    as_text,
    as_utc_hours,
    check_level,
    check_levels,
)
from alongside.pairing.people.hours import WINTER_AND_SUMMER, check_days, hours_shared
from alongside.pairing.reasons import Reason
from alongside.pairing.rules.base import FieldRule, Marks, rule


@rule
@dataclass(frozen=True, kw_only=True)
class NotSame(FieldRule):
    """Forbids pairs with the same answer, such as the same department."""

    kind: ClassVar[str] = "not_same"

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        return compare(*self.answers(learners, guides, as_text), equal, missing=False)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        return Reason("not_different", {"field": self.column, "answer": guide})


@rule
@dataclass(frozen=True, kw_only=True)
class OnlySame(FieldRule):
    """Forbids pairs whose answers differ, such as different sites."""

    kind: ClassVar[str] = "same"

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_text)
        return compare(*both, lambda left, right: ~equal(left, right), missing=False)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        return Reason("not_same", {"field": self.column, "learner": learner, "guide": guide})


@rule
@dataclass(frozen=True, kw_only=True)
class LevelLimits(FieldRule):
    """Forbids guides fewer than minimum or more than maximum levels above the learner.

    levels: the scale, lowest first; without it the answers are numbers.
    """

    kind: ClassVar[str] = "level_gap"

    levels: Sequence[str] = ()
    minimum: float | None = None
    maximum: float | None = None

    def __post_init__(self) -> None:
        check_levels(self.levels)

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        least = -np.inf if self.minimum is None else self.minimum
        most = np.inf if self.maximum is None else self.maximum

        def judge(left: list[float], right: list[float]) -> Marks:
            gap = difference(left, right)
            return (gap < least) | (gap > most)

        return compare(*self.answers(learners, guides, as_level(self.levels)), judge, missing=False)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        names = {"learner": level_name(self.levels, learner), "guide": level_name(self.levels, guide)}
        if self.minimum is not None and guide - learner < self.minimum:
            return Reason("too_few_levels", {"field": self.column, "least": self.minimum, **names})
        return Reason("too_many_levels", {"field": self.column, "most": self.maximum or 0, **names})


@rule
@dataclass(frozen=True, kw_only=True)
class AtLeastShared(FieldRule):
    """Forbids pairs whose lists share fewer than at_least names."""

    kind: ClassVar[str] = "shared"

    at_least: int = 1

    @property
    def reader(self) -> Callable[[Answer], frozenset[str]]:
        """What makes names of an answer."""
        return as_names

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, self.reader)
        return compare(*both, lambda left, right: shared(left, right) < self.at_least, missing=False)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        return Reason("too_little_shared", {"field": self.column, "count": self.at_least})


@rule
@dataclass(frozen=True, kw_only=True)
class SharedLanguage(AtLeastShared):
    """Forbids pairs without a language in common that both speak at `level` or above, or without saying how well.

    levels: the scale, lowest first.
    """

    kind: ClassVar[str] = "shared_language"

    field: str = "languages"
    level: str = ""
    levels: Sequence[str] = LANGUAGE_LEVELS

    def __post_init__(self) -> None:
        check_level(self.level, self.levels)

    @property
    def reader(self) -> Callable[[Answer], frozenset[str]]:
        return as_names_at(self.level, self.levels)


@rule
@dataclass(frozen=True, kw_only=True)
class SharedHours(FieldRule):
    """Forbids pairs with fewer than at_least working hours in common on some day of the year."""

    kind: ClassVar[str] = "shared_hours"

    field: str = "time_zone"
    at_least: float = 2.0
    days: Sequence[date] = WINTER_AND_SUMMER

    def __post_init__(self) -> None:
        check_days(self.days)

    def forbids(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_utc_hours(self.days))
        return compare(*both, lambda left, right: hours_shared(left, right) < self.at_least, missing=False)

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        hours = float(hours_shared([learner], [guide])[0, 0])
        return Reason("too_few_hours", {"hours": hours, "least": self.at_least})
