"""What a pair could be instead, and what each swap would cost, before anybody presses anything."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from alongside.matching.engine import Pair, Scoring, score_cohort
from alongside.matching.models import ScenarioPair
from alongside.matching.reading import Cohort, Member, read_cohort

MOST_OPTIONS = 5


@dataclass(frozen=True)
class Swap:
    """Another guide for the pair's learner.

    made: the pairs that the swap makes. gone: the other pair that it ends, if the guide has no free place.
    change: what all fits together gain, negative for a cost; 0.01 is one point.
    """

    made: list[Pair]
    gone: ScenarioPair | None
    change: float

    @property
    def guide(self) -> Member:
        """Whom the learner would get."""
        return self.made[0].guide

    @property
    def points(self) -> int:
        """What all fits together gain or lose, in points."""
        return round(100 * self.change)

    @property
    def loss(self) -> int:
        """The points as a cost."""
        return -self.points


def swaps_for(pair: ScenarioPair) -> list[Swap]:
    """The best other guides for the pair's learner: a free place, or an exchange with another pair.

    The rules hold for every pair that a swap makes; locked pairs are left alone. Best change first.
    """
    cohort = read_cohort(pair.scenario.programme)
    learners = {member.enrolment.pk: member for member in cohort.learners}
    guides = {member.enrolment.pk: member for member in cohort.guides}
    if pair.learner_id not in learners or pair.guide_id not in guides:
        return []
    scoring = score_cohort(pair.scenario, Cohort([learners[pair.learner_id]], cohort.guides))
    held = _pairs_by_guide(pair)
    options = [
        option
        for column in _best_first(scoring.scored.fit[0])
        if (option := _option(pair, scoring, column, held, learners, guides))
    ]
    return sorted(options, key=lambda option: -option.change)[:MOST_OPTIONS]


def _best_first(fits: np.ndarray) -> list[int]:
    """Columns that are allowed, highest fit first; a few more than are shown, as some fall away."""
    allowed = np.flatnonzero(~np.isnan(fits))
    return [int(column) for column in allowed[np.argsort(-fits[allowed], kind="stable")]][: 3 * MOST_OPTIONS]


def _pairs_by_guide(pair: ScenarioPair) -> dict[int, list[ScenarioPair]]:
    held: dict[int, list[ScenarioPair]] = defaultdict(list)
    for other in pair.scenario.pairs.with_people():
        held[other.guide_id].append(other)
    return held


def _option(
    pair: ScenarioPair,
    scoring: Scoring,
    column: int,
    held: dict[int, list[ScenarioPair]],
    learners: dict[int, Member],
    guides: dict[int, Member],
) -> Swap | None:
    guide = scoring.cohort.guides[column]
    theirs = held[guide.enrolment.pk]
    if any(other.learner_id == pair.learner_id for other in theirs):
        return None
    wanted = scoring.pair(0, column)
    if len(theirs) < guide.places.as_guide:
        return Swap([wanted], None, wanted.fit - pair.fit)
    has_already = {other.learner_id for other in held[pair.guide_id]}
    movable = [
        other
        for other in theirs
        if not other.is_locked and other.learner_id in learners and other.learner_id not in has_already
    ]
    return _best_exchange(pair, wanted, movable, [learners[each.learner_id] for each in movable], guides)


def _best_exchange(
    pair: ScenarioPair,
    wanted: Pair,
    movable: list[ScenarioPair],
    members: Iterable[Member],
    guides: dict[int, Member],
) -> Swap | None:
    """Who of the guide's people would do best with the guide that becomes free."""
    cohort = Cohort(list(members), [guides[pair.guide_id]])
    if not cohort.learners:
        return None
    scoring = score_cohort(pair.scenario, cohort)
    best: Swap | None = None
    for row, gone in enumerate(movable):
        if np.isnan(scoring.scored.fit[row, 0]):
            continue
        instead = scoring.pair(row, 0)
        change = wanted.fit + instead.fit - pair.fit - gone.fit
        if best is None or change > best.change:
            best = Swap([wanted, instead], gone, change)
    return best
