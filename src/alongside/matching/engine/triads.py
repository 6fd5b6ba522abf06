"""Peers in threes: who meets whom, and what each of them is to the others."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from alongside.matching.engine.circles import Formed, SolvedCircles, figures_of
from alongside.matching.engine.pool import pool_of
from alongside.matching.engine.scoring import Scoring, score_cohort
from alongside.matching.engine.topic_wishes import Sitting
from alongside.matching.models import Scenario
from alongside.matching.reading import read_cohort
from alongside.matching.reasons import Reason, for_the_pair
from alongside.pairing import Pool, Triads

TOGETHER = 100.0
"""What a pair gains whom the team keeps together: more than a group of three could lose by it."""
MOST_REASONS = 3


def form_triads(scenario: Scenario, report: Callable[[int], None]) -> SolvedCircles:
    """The best groups of three for whoever looks for peers, and of two where three do not come out even.

    ``report`` is told after each step and may stop the work by raising. Raises ``RuleBroken`` when settings
    and words of the team cannot be kept together.
    """
    cohort = read_cohort(scenario.programme)
    report(1)
    scoring = score_cohort(scenario, cohort)
    report(2)
    found = Triads().match(_pool(scoring))
    report(3)
    groups = [Formed("", None, [_sitting(scoring, row, group) for row in group]) for group in found.groups]
    left = [(cohort.learners[row], _why_left(scoring, row)) for row in found.unplaced.tolist()]
    result = figures_of(cohort.learners, groups) | {"gap": found.gap / max(1, len(cohort.learners))}
    return SolvedCircles(groups, left, result)


def _pool(scoring: Scoring) -> Pool:
    """Everybody in one pool; two whom the team keeps together gain more by it than by anything else."""
    pool = pool_of(replace(scoring, locked=set()))
    fit = pool.fit.copy()
    for one, other in scoring.locked:
        fit[one, other] += TOGETHER
    return Pool(fit, ids=pool.ids)


def _sitting(scoring: Scoring, row: int, group: tuple[int, ...]) -> Sitting:
    """Somebody among the others: their mean fit, and the best of what speaks for each two."""
    others = [other for other in group if other != row]
    fit = float(np.mean([scoring.scored.fit[row, other] for other in others]))
    reasons = [_said_with(scoring, row, other) for other in others]
    first = [each for place in range(MOST_REASONS) for said in reasons for each in said[place : place + 1]]
    return Sitting(scoring.cohort.learners[row], fit, None, first[: MOST_REASONS * len(others)])


def _said_with(scoring: Scoring, row: int, other: int) -> list[Reason]:
    """The reasons of two, with whom they speak of besides the reader."""
    whom = scoring.cohort.learners[other].enrolment.public_id
    return [{**reason, "with": whom} for reason in for_the_pair(scoring.pair(row, other).reasons)]


def _why_left(scoring: Scoring, row: int) -> str:
    return "kept_from_all" if np.isnan(scoring.scored.fit[row]).all() else "no_third"
