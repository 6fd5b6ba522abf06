"""Short lists for both sides of a programme, whose people put them into order."""

import numpy as np

from alongside.matching.engine.exposure import share_out
from alongside.matching.engine.scoring import Scoring

MOST_ON_A_LIST = 6
ALREADY_LISTED = 1.0
"""What counts first for whom a guide is shown: those who are shown the guide, so that wishes can meet."""

Rows = list[tuple[int, int]]


def short_lists(scoring: Scoring) -> tuple[Rows, Rows]:
    """Whom each learner and whom each guide is shown, as rows (learner, guide), the best fit of a list first.

    Nobody is on many more lists than their places call for, and everybody with a place is on some, unless the
    rules leave them nobody or the other side is too few to list them all. In one pool everybody has one list.
    """
    cohort, fit = scoring.cohort, scoring.scored.fit
    if not fit.size:
        return [], []
    guide_places = np.array([member.places.as_guide for member in cohort.guides], np.int64)
    learner_places = np.array([member.places.as_learner for member in cohort.learners], np.int64)
    to_learners = share_out(fit, guide_places, MOST_ON_A_LIST)
    if scoring.is_pool:
        return _rows(to_learners), []
    raised = fit.copy()
    raised[to_learners[:, 0], to_learners[:, 1]] += ALREADY_LISTED
    to_guides = share_out(raised.T, learner_places, MOST_ON_A_LIST)[:, ::-1]
    best_first = np.lexsort((-fit[to_guides[:, 0], to_guides[:, 1]], to_guides[:, 1]))
    return _rows(to_learners), _rows(to_guides[best_first])


def _rows(pairs: np.ndarray) -> Rows:
    return [(learner, guide) for learner, guide in pairs.tolist()]
