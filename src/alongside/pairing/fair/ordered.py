"""The best list of summed fits, the worst first, of a small market whose learners have several places.

Method: one after the other, the sum of the worst, of the two worst, of the three worst and so on is made as high
as it can be (Ogryczak and Śliwiński 2006), each by a mixed-integer programme (HiGHS; Huangfu and Hall 2018).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import LinearConstraint, milp

from alongside.pairing.arrays import Floats
from alongside.pairing.fair.choices import Choices

Flags = NDArray[np.bool_]

MOST_PAIRS, MOST_LEARNERS = 150, 12  # beyond them it takes too long
BRANCHES = 5_000
TOLERANCE = 1e-7


def is_small(choices: Choices) -> bool:
    """Whether the best list can be found in reasonable time."""
    return len(choices.level) <= MOST_PAIRS and len(choices.places.learner) <= MOST_LEARNERS


def best_list(choices: Choices, matched: Flags, *, only_floor: bool) -> Flags | None:
    """As many pairs and matched learners as in `matched`, with the best list of sums; None if it was not proved.

    only_floor: only the worst is made as high as can be, and then the total.
    """
    programme = _Programme(choices, matched)
    matched_learners = int(programme.is_matched.sum())
    stages = min(matched_learners, 1) if only_floor else matched_learners
    for count in range(1, stages + 1):
        reached = programme.best(programme.of_worst(count))
        if reached is None:
            return None
        programme.limit(
            programme.of_worst(count), float(programme.of_worst(count) @ reached) - TOLERANCE, np.inf
        )
    values = programme.best(programme.row(pair=programme.fit))
    return None if values is None else values[: len(matched)] > 0.5


class _Programme:
    """Variables: pairs, which learners are matched, a level for each count, and how far each is below it."""

    def __init__(self, choices: Choices, matched: Flags) -> None:
        learner_at = np.argsort(choices.open.learner_turn)
        self.fit = choices.level / choices.open.units
        self.learners, self.pairs = len(learner_at), len(matched)
        self.learner = np.repeat(np.arange(self.learners), np.diff(choices.start))
        has_fixed = choices.open.fixed_pairs[learner_at] > 0
        fixed = choices.open.fixed_level[learner_at] / choices.open.units
        self.is_matched = has_fixed | (np.bincount(self.learner[matched], minlength=self.learners) > 0)
        self.beyond = 1.0 + float(np.abs(self.fit).sum() + np.abs(fixed).sum())
        self.rows: list[Floats] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self._fill(choices, matched)
        for learner in range(self.learners):
            self._learner(learner, has_fixed=bool(has_fixed[learner]))
        for count in range(1, self.learners + 1):
            for learner in range(self.learners):
                self._below(count, learner, float(fixed[learner]))

    def row(self, pair: ArrayLike = 0.0, is_matched: ArrayLike = 0.0) -> Floats:
        """Coefficients of all variables."""
        size = self.pairs + self.learners + self.learners + self.learners**2
        row = np.zeros(size)
        row[: self.pairs] = pair
        row[self.pairs : self.pairs + self.learners] = is_matched
        return row

    def of_worst(self, count: int) -> Floats:
        """The sum of as many of the worst learners' sums."""
        row = self.row()
        row[self._level(count)] = count
        row[self._gap(count, 0) : self._gap(count, 0) + self.learners] = -1
        return row

    def limit(self, row: Floats, low: float, high: float) -> None:
        """Keep a row within limits."""
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def best(self, aim: Floats) -> Floats | None:
        """The most of an aim; None where the search ended without its proof."""
        whole = self.pairs + self.learners
        lowest, highest = np.zeros(len(aim)), np.full(len(aim), np.inf)
        lowest[whole : whole + self.learners] = -np.inf
        highest[:whole] = 1
        result = milp(
            -aim,
            constraints=LinearConstraint(np.array(self.rows), self.low, self.high),
            integrality=(np.arange(len(aim)) < whole).astype(np.int64),
            bounds=(lowest, highest),
            options={"mip_rel_gap": 0.0, "node_limit": BRANCHES},
        )
        return np.asarray(result.x) if result.success else None

    def _level(self, count: int) -> int:
        return self.pairs + self.learners + count - 1

    def _gap(self, count: int, learner: int) -> int:
        return self.pairs + self.learners + self.learners * count + learner

    def _fill(self, choices: Choices, matched: Flags) -> None:
        filled, reached = int(matched.sum()), int(self.is_matched.sum())
        self.limit(self.row(pair=1), filled, filled)
        self.limit(self.row(is_matched=1), reached, reached)
        for learner, most in enumerate(choices.places.learner):
            self.limit(self.row(pair=self.learner == learner), 0, most)
        for guide, (least, most) in enumerate(zip(choices.minimum, choices.places.guide, strict=True)):
            self.limit(self.row(pair=choices.guide == guide), least, most)

    def _learner(self, learner: int, *, has_fixed: bool) -> None:
        """A learner is matched if and only if they have a pair."""
        itself = np.arange(self.learners) == learner
        its = self.learner == learner
        if has_fixed:
            self.limit(self.row(is_matched=itself), 1, 1)
            return
        self.limit(self.row(pair=its, is_matched=-1.0 * itself), 0, np.inf)
        for pair in np.flatnonzero(its):
            self.limit(self.row(pair=-1.0 * (np.arange(self.pairs) == pair), is_matched=itself), 0, np.inf)

    def _below(self, count: int, learner: int, fixed: float) -> None:
        """The level of a count is no higher than a learner's sum and gap; the unmatched are beyond it."""
        itself = np.arange(self.learners) == learner
        row = self.row(pair=self.fit * (self.learner == learner), is_matched=-self.beyond * itself)
        row[self._gap(count, learner)], row[self._level(count)] = 1, -1
        self.limit(row, -self.beyond - fixed, np.inf)
