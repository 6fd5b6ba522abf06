"""What changed settings would do, at once and without keeping anything."""

from dataclasses import dataclass

import numpy as np

from alongside.matching.engine.scoring import Scoring, score_cohort
from alongside.matching.engine.solving import fits_of, matched, people_matched, rows_of
from alongside.matching.models import Scenario
from alongside.matching.reading import cohort_of, read_counts
from alongside.pairing import Matching, PeerMatching

MOST_COMPARED = 1_000_000
"""Pairs of people; with more of them the answer would take longer than one waits for while sliding."""


@dataclass(frozen=True)
class Preview:
    """A matching in figures: pairs, learners with and without one, mean and lowest fit (0 to 1), who changes.

    changed: learners who would not have the same guides as in the run that is shown.
    """

    pairs: int
    learners: int
    unmatched: int
    mean: float
    lowest: float
    changed: int


def preview(shown: Scenario, wanted: Scenario) -> Preview | None:
    """What the settings of ``wanted``, which is not kept, would come to with the people of today.

    Nothing where there are too many people to tell at once. Raises ``RuleBroken`` as a run does.
    """
    counts = read_counts(wanted.programme)
    if counts["learners"] * counts["guides"] > MOST_COMPARED:
        return None
    scoring = score_cohort(wanted, cohort_of(wanted))
    _market, matching = matched(scoring)
    fits = fits_of(scoring, matching)
    return Preview(
        pairs=len(matching),
        learners=len(scoring.cohort.learners),
        unmatched=len(scoring.cohort.learners) - people_matched(matching),
        mean=float(np.mean(fits)) if len(matching) else 0.0,
        lowest=float(np.min(fits)) if len(matching) else 0.0,
        changed=_changed(shown, scoring, matching),
    )


def _changed(shown: Scenario, scoring: Scoring, matching: Matching | PeerMatching) -> int:
    """Learners of today whose guides would differ from those of the run that is shown."""
    learners, guides = scoring.cohort.learners, scoring.cohort.guides
    then = set(shown.pairs.values_list("learner", "guide"))
    rows = rows_of(scoring, matching)
    now = {(learners[learner].enrolment.pk, guides[guide].enrolment.pk) for learner, guide in rows}
    here = {member.enrolment.pk for member in learners}
    changed = {person for pair in then ^ now for person in (pair if scoring.is_pool else pair[:1])}
    return len(changed & here)
