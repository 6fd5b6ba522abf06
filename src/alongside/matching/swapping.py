"""What a pair could be instead, and what each swap would cost, before anybody presses anything."""

from collections import defaultdict

import numpy as np

from alongside.matching.engine import Pair, Scoring, score_cohort
from alongside.matching.models import ScenarioPair
from alongside.matching.peers_swapping import swaps_between_peers
from alongside.matching.reading import Cohort, Member, read_cohort
from alongside.matching.swapping_options import MOST_OPTIONS, Swap


def swaps_for(pair: ScenarioPair) -> list[Swap]:
    """The best other guides for the pair's learner: a free place, or an exchange with another pair.

    The rules hold for every pair that a swap makes; locked pairs are left alone. Best change first.
    """
    programme, scenario = pair.scenario.programme, pair.scenario
    if programme.is_pool:
        return swaps_between_peers(pair)
    cohort = read_cohort(programme, learners=[pair.learner_id])
    guides = {member.enrolment.pk: member for member in cohort.guides}
    if not cohort.learners or pair.guide_id not in guides:
        return []
    wanted = _wanted(pair, score_cohort(scenario, cohort))
    held = _held(pair, [option.guide.enrolment.pk for option in wanted])
    instead = _instead(pair, held, guides[pair.guide_id])
    swaps = [swap for option in wanted if (swap := _swap(pair, option, held, instead))]
    return sorted(swaps, key=lambda swap: -swap.change)[:MOST_OPTIONS]


def _held(pair: ScenarioPair, guides: list[int]) -> dict[int, list[ScenarioPair]]:
    """The pairs of these guides in the run."""
    held: dict[int, list[ScenarioPair]] = defaultdict(list)
    for other in pair.scenario.pairs.with_people().filter(guide__in=guides):
        held[other.guide_id].append(other)
    return held


def _wanted(pair: ScenarioPair, scoring: Scoring) -> list[Pair]:
    """The learner with each of the best guides whom they do not have yet; a few more than are shown."""
    fits = scoring.scored.fit[0]
    has = set(pair.scenario.pairs.filter(learner=pair.learner_id).values_list("guide", flat=True))
    allowed = [
        column
        for column in np.flatnonzero(~np.isnan(fits)).tolist()
        if scoring.cohort.guides[column].enrolment.pk not in has
    ]
    best = sorted(allowed, key=lambda column: -fits[column])[: 3 * MOST_OPTIONS]
    return [scoring.pair(0, column) for column in best]


def _instead(pair: ScenarioPair, held: dict[int, list[ScenarioPair]], guide: Member) -> dict[int, Pair]:
    """What each learner who could move would have with the guide that becomes free, where the rules allow it."""
    has_already = set(pair.scenario.pairs.filter(guide=pair.guide_id).values_list("learner", flat=True))
    movable = {each.learner_id for pairs in held.values() for each in pairs if not each.is_locked}
    cohort = read_cohort(pair.scenario.programme, learners=movable - has_already, guides=[])
    if not cohort.learners:
        return {}
    scoring = score_cohort(pair.scenario, Cohort(cohort.learners, [guide]))
    allowed = ~np.isnan(scoring.scored.fit[:, 0])
    return {
        learner.enrolment.pk: scoring.pair(row, 0)
        for row, learner in enumerate(cohort.learners)
        if allowed[row]
    }


def _swap(
    pair: ScenarioPair, wanted: Pair, held: dict[int, list[ScenarioPair]], instead: dict[int, Pair]
) -> Swap | None:
    """A free place, or the exchange that changes the total for the best; None where there is neither."""
    theirs = held[wanted.guide.enrolment.pk]
    if len(theirs) < wanted.guide.places.as_guide:
        return Swap(wanted.guide, [wanted], None, wanted.fit - pair.fit)
    exchanges = [
        Swap(wanted.guide, [wanted, moved], gone, wanted.fit + moved.fit - pair.fit - gone.fit)
        for gone in theirs
        if not gone.is_locked and (moved := instead.get(gone.learner_id))
    ]
    return max(exchanges, key=lambda swap: swap.change, default=None)
