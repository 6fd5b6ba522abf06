"""What a pair could be instead, and what each swap would cost, before anybody presses anything."""

from collections import defaultdict
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
    held = _pairs_by_guide(pair)
    wanted = _wanted(
        pair, score_cohort(pair.scenario, Cohort([learners[pair.learner_id]], cohort.guides)), held
    )
    movable = [
        other
        for option in wanted
        for other in held[option.guide.enrolment.pk]
        if not other.is_locked and other.learner_id in learners
    ]
    instead = _instead(pair, movable, learners, guides[pair.guide_id], held[pair.guide_id])
    swaps = [swap for option in wanted if (swap := _swap(pair, option, held, instead))]
    return sorted(swaps, key=lambda swap: -swap.change)[:MOST_OPTIONS]


def _pairs_by_guide(pair: ScenarioPair) -> dict[int, list[ScenarioPair]]:
    held: dict[int, list[ScenarioPair]] = defaultdict(list)
    for other in pair.scenario.pairs.with_people():
        held[other.guide_id].append(other)
    return held


def _wanted(pair: ScenarioPair, scoring: Scoring, held: dict[int, list[ScenarioPair]]) -> list[Pair]:
    """The learner with each of the best guides whom they do not have yet; a few more than are shown."""
    fits = scoring.scored.fit[0]
    has = {
        guide for guide, pairs in held.items() if any(each.learner_id == pair.learner_id for each in pairs)
    }
    allowed = [
        column
        for column in np.flatnonzero(~np.isnan(fits)).tolist()
        if scoring.cohort.guides[column].enrolment.pk not in has
    ]
    best = sorted(allowed, key=lambda column: -fits[column])[: 3 * MOST_OPTIONS]
    return [scoring.pair(0, column) for column in best]


def _instead(
    pair: ScenarioPair,
    movable: list[ScenarioPair],
    learners: dict[int, Member],
    guide: Member,
    theirs: list[ScenarioPair],
) -> dict[int, Pair]:
    """What each learner who could move would have with the guide that becomes free, where the rules allow it."""
    has_already = {each.learner_id for each in theirs}
    rows = sorted({each.learner_id for each in movable} - has_already)
    if not rows:
        return {}
    scoring = score_cohort(pair.scenario, Cohort([learners[row] for row in rows], [guide]))
    allowed = ~np.isnan(scoring.scored.fit[:, 0])
    return {learner: scoring.pair(row, 0) for row, learner in enumerate(rows) if allowed[row]}


def _swap(
    pair: ScenarioPair, wanted: Pair, held: dict[int, list[ScenarioPair]], instead: dict[int, Pair]
) -> Swap | None:
    """A free place, or the exchange that changes the total for the best; None where there is neither."""
    theirs = held[wanted.guide.enrolment.pk]
    if len(theirs) < wanted.guide.places.as_guide:
        return Swap([wanted], None, wanted.fit - pair.fit)
    exchanges = [
        Swap([wanted, moved], gone, wanted.fit + moved.fit - pair.fit - gone.fit)
        for gone in theirs
        if not gone.is_locked and (moved := instead.get(gone.learner_id))
    ]
    return max(exchanges, key=lambda swap: swap.change, default=None)
