"""Criteria on numbers: levels apart, numbers close to each other, working hours in common."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.criteria.base import FieldCriterion, check_above_zero, criterion
from alongside.pairing.errors import SettingsError
from alongside.pairing.markets.comparison import Comparison, compare, difference
from alongside.pairing.people.answers import Answer, Table, as_level, as_number, as_utc_hours, check_levels
from alongside.pairing.people.hours import WINTER_AND_SUMMER, check_days, hours_shared
from alongside.pairing.reasons import Reason, in_words


@criterion
@dataclass(frozen=True, kw_only=True)
class LevelGap(FieldCriterion):
    """How many levels the guide is above the learner, and what each gap is worth.

    levels: the scale, lowest first; without it the answers are numbers. values: the value of each gap, such
    as {1: 0.75, 2: 1.0}, every other gap is worth 0. Without values: 1 at the best gap, less by fall for
    each level away from it.
    """

    kind: ClassVar[str] = "level_gap"

    levels: Sequence[str] = ()
    values: Mapping[Any, float] = field(default_factory=dict)
    best: float = 1.0
    fall: float = 0.25

    def __post_init__(self) -> None:
        super().__post_init__()
        check_levels(self.levels)
        for gap, worth in self.values.items():
            if not re.fullmatch(r"-?\d+(\.\d+)?", str(gap)) or not isinstance(worth, int | float):
                raise SettingsError(f'values holds {gap!r} = {worth!r}: write it as "2" = 0.75.')

    def compare(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_level(self.levels))
        return compare(*both, lambda left, right: self._value(difference(left, right)), missing=np.nan)

    def _value(self, gap: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self.values:
            return np.clip(1 - self.fall * np.abs(gap - self.best), 0, 1)
        value = np.zeros_like(gap)
        for each, worth in self.values.items():
            value[gap == float(each)] = worth
        return np.clip(value, 0, 1)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        gap = guide - learner
        key = "levels_equal" if gap == 0 else "levels_above" if gap > 0 else "levels_below"
        return Reason(
            key,
            {
                "field": self.name,
                "count": abs(gap),
                "learner": level_name(self.levels, learner),
                "guide": level_name(self.levels, guide),
            },
        )


@criterion
@dataclass(frozen=True, kw_only=True)
class Near(FieldCriterion):
    """Numbers close to each other: 1 at the best difference (guide less learner), 0 at reach or more away."""

    kind: ClassVar[str] = "near"

    reach: float = 1.0
    best_difference: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_above_zero("reach", self.reach)

    def compare(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_number)
        return compare(*both, lambda left, right: self._value(difference(left, right)), missing=np.nan)

    def _value(self, gap: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.clip(1 - np.abs(gap - self.best_difference) / self.reach, 0, 1)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        return Reason("near", {"field": self.name, "learner": learner, "guide": guide})


@criterion
@dataclass(frozen=True, kw_only=True)
class TimeZones(FieldCriterion):
    """Working hours that both share on every day of the year: 1 at `enough` hours, less in proportion.

    Hours count within eight-hour working days, each in its own time zone, on the worse of `days`.
    """

    kind: ClassVar[str] = "time_zones"

    field: str = "time_zone"
    enough: float = 4.0
    days: Sequence[date] = WINTER_AND_SUMMER

    def __post_init__(self) -> None:
        super().__post_init__()
        check_above_zero("enough", self.enough)
        check_days(self.days)

    def compare(self, learners: Table, guides: Table) -> Comparison:
        def judge(left: list[Answer], right: list[Answer]) -> NDArray[np.float64]:
            return np.minimum(1, hours_shared(left, right) / self.enough)

        return compare(*self.answers(learners, guides, as_utc_hours(self.days)), judge, missing=np.nan)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        return Reason(
            "hours_shared", {"field": self.name, "count": float(hours_shared([learner], [guide])[0, 0])}
        )


def level_name(levels: Sequence[str], level: float) -> str:
    """A level as people call it."""
    return levels[int(level)] if levels else in_words(level)
