"""What keeping two people together or apart would cost the whole today, by what people may read."""

from alongside.matching.engine.costs import NEXT_TO_NOTHING, Cost, Otherwise
from alongside.matching.engine.pool_alternatives import otherwise_in_pool
from alongside.matching.engine.previewing import MOST_COMPARED
from alongside.matching.engine.scoring import Scoring, score_cohort
from alongside.matching.engine.solving import matched_sides, solver_of
from alongside.matching.models import Scenario
from alongside.matching.reading import cohort_of, read_counts
from alongside.pairing import BestTotal, CannotMatchError, Fairest, Market, Matching, Stable, rematch

Solver = BestTotal | Fairest | Stable


def otherwise(scenario: Scenario, learner: int, guide: int) -> Otherwise | None:
    """Costs of a pair, by the keys of both enrolments; nothing where it cannot be today, or too many take part.

    Wishes and waiting that move a run are left out of what ending the pair costs, so that it tells none of
    them. Raises ``RuleBroken`` where locks and rules cannot be kept.
    """
    counts = read_counts(scenario.programme)
    if counts["learners"] * counts["guides"] > MOST_COMPARED:
        return None
    scoring = score_cohort(scenario, cohort_of(scenario))
    pair = _rows(scoring, learner, guide)
    if pair is None or not 0 <= scoring.scored.fit[pair] <= 1:
        return None
    if scoring.is_pool and not scenario.only_id:
        return otherwise_in_pool(scoring, pair)
    try:
        return _told(scoring, pair)
    except CannotMatchError:
        return None


def _rows(scoring: Scoring, learner: int, guide: int) -> tuple[int, int] | None:
    learners = [member.enrolment.pk for member in scoring.cohort.learners]
    guides = [member.enrolment.pk for member in scoring.cohort.guides]
    if learner not in learners or guide not in guides:
        return None
    return learners.index(learner), guides.index(guide)


def _told(scoring: Scoring, pair: tuple[int, int]) -> Otherwise:
    solver, plain = solver_of(scoring), _by_what_is_read(scoring, pair)
    kept = solver.match(plain.changed(fix=[pair]))
    together = _together(scoring, pair)
    fit = float(scoring.scored.fit[pair])
    try:
        ended = _ended(solver, plain.changed(forbid=[pair]), kept)
    except CannotMatchError:
        return Otherwise(fit, together, None, [], [], 0)
    changed = {learner for learner, _guide in _pairs(kept) ^ _pairs(ended)}
    return Otherwise(
        fit,
        together,
        _cost(scoring, kept, ended),
        [
            (scoring.cohort.guides[guide], float(scoring.scored.fit[pair[0], guide]))
            for learner, guide in sorted(_pairs(ended) - _pairs(kept))
            if learner == pair[0]
        ],
        [
            (scoring.cohort.learners[learner], float(scoring.scored.fit[learner, pair[1]]))
            for learner, guide in sorted(_pairs(ended) - _pairs(kept))
            if guide == pair[1]
        ],
        len(changed - {pair[0]}),
    )


def _ended(solver: Solver, market: Market, kept: Matching) -> Matching:
    """The matching without the pair; of equally good totals the one in which the fewest people change."""
    if isinstance(solver, BestTotal):
        return rematch(market, kept.pairs, solver=solver, price_of_change=NEXT_TO_NOTHING).matching
    return solver.match(market)


def _by_what_is_read(scoring: Scoring, pair: tuple[int, int]) -> Market:
    """Fits, places, rules and locks without wishes and waiting, and without a lock on this pair."""
    cohort, locks = scoring.cohort, scoring.locked - {pair}
    return Market(
        scoring.scored.fit,
        [member.places.as_learner for member in cohort.learners],
        [member.places.as_guide for member in cohort.guides],
        fixed=sorted(locks) or None,
        apart=scoring.scored.apart or None,
        learner_ids=[member.enrolment.public_id for member in cohort.learners],
        guide_ids=[member.enrolment.public_id for member in cohort.guides],
    )


def _together(scoring: Scoring, pair: tuple[int, int]) -> Cost:
    """Nothing where the best matching of today has the pair anyway."""
    market, best = matched_sides(scoring)
    if pair in _pairs(best):
        return Cost(0, 0.0)
    return _cost(scoring, best, solver_of(scoring).match(market.changed(fix=[pair])))


def _cost(scoring: Scoring, better: Matching, other: Matching) -> Cost:
    learners = [len({learner for learner, _guide in _pairs(each)}) for each in (better, other)]
    fits = [float(scoring.scored.fit[each.pairs[:, 0], each.pairs[:, 1]].sum()) for each in (better, other)]
    return Cost(max(0, learners[0] - learners[1]), max(0.0, fits[0] - fits[1]))


def _pairs(matching: Matching) -> set[tuple[int, int]]:
    return {(learner, guide) for learner, guide in matching.pairs.tolist()}
