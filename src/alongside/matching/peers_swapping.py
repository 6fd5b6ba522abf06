"""Another peer for somebody: two pairs exchange, and nobody is left alone."""

from dataclasses import replace

import numpy as np

from alongside.matching.engine import Pair, Scoring, score_cohort
from alongside.matching.models import ScenarioPair
from alongside.matching.reading import read_cohort
from alongside.matching.swapping_options import MOST_OPTIONS, Swap


def swaps_between_peers(pair: ScenarioPair) -> list[Swap]:
    """The best exchanges of the pair with another that is not locked; best change first.

    Both pairs that an exchange makes keep the rules.
    """
    people = [pair.learner_id, pair.guide_id]
    cohort = read_cohort(pair.scenario.programme, learners=people)
    if len(cohort.learners) < len(people):
        return []
    scoring = score_cohort(pair.scenario, cohort)
    rows = {member.enrolment.pk: row for row, member in enumerate(cohort.learners)}
    columns = {member.enrolment.pk: column for column, member in enumerate(cohort.guides)}
    others = pair.scenario.pairs.with_people().filter(is_locked=False).exclude(pk=pair.pk)
    options = [
        (change, other, first, second)
        for other in others
        if other.learner_id in columns and other.guide_id in columns
        for first, second in ((other.learner_id, other.guide_id), (other.guide_id, other.learner_id))
        if not np.isnan(
            change := scoring.scored.fit[rows[people[0]], columns[first]]
            + scoring.scored.fit[rows[people[1]], columns[second]]
            - pair.fit
            - other.fit
        )
    ]
    best = sorted(options, key=lambda option: -option[0])[:MOST_OPTIONS]
    return [
        Swap(
            cohort.guides[columns[first]],
            [
                _in_one_order(scoring, rows[people[0]], columns[first]),
                _in_one_order(scoring, rows[people[1]], columns[second]),
            ],
            other,
            float(change),
        )
        for change, other, first, second in best
    ]


def _in_one_order(scoring: Scoring, row: int, column: int) -> Pair:
    """The pair with who joined first in front, as pairs of peers are kept."""
    pair = scoring.pair(row, column)
    if pair.learner.enrolment.pk < pair.guide.enrolment.pk:
        return pair
    reasons = [{**reason, "turned": not reason.get("turned", False)} for reason in pair.reasons]
    return replace(pair, learner=pair.guide, guide=pair.learner, reasons=reasons)
