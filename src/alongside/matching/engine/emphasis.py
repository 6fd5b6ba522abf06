"""What people would weigh more for themselves: it moves the matching, and is in no figure, reason or cost."""

from collections import defaultdict

import numpy as np

from alongside.matching.again.choices import key_of
from alongside.matching.again.models import Emphasis
from alongside.matching.engine.scoring import Scoring, fit_by_weights
from alongside.pairing.arrays import Floats

TIMES = 2
"""So many times does a criterion count that somebody chose."""


def gained_by_emphasis(scoring: Scoring) -> Floats | None:
    """What each pair gains or loses by what its learner chose, learners × guides; nothing where nobody chose.

    It is the fit with their own weights less the fit with the programme's, so it lies between -1 and 1. One query.
    """
    criteria = [row for row in scoring.scenario.criteria if row["weight"]]
    rows = _rows_by_choice(scoring, [key_of(row["kind"], row["settings"]) for row in criteria])
    if not rows:
        return None
    gained = np.zeros(scoring.scored.fit.shape)
    for chosen, learners in rows.items():
        own = [
            {**row, "weight": row["weight"] * (TIMES if place in chosen else 1)}
            for place, row in enumerate(criteria)
        ]
        gained[learners] = fit_by_weights(scoring, learners, own) - fit_by_weights(
            scoring, learners, criteria
        )
    return gained


def _rows_by_choice(scoring: Scoring, keys: list[str]) -> dict[frozenset[int], list[int]]:
    """The rows of learners who chose the same criteria, by the places of these; those that are gone count no more."""
    row_of = {member.enrolment.pk: row for row, member in enumerate(scoring.cohort.learners)}
    said = Emphasis.objects.filter(enrolment__programme=scoring.scenario.programme)
    found: dict[frozenset[int], list[int]] = defaultdict(list)
    for enrolment, criteria in said.order_by("pk").values_list("pk", "criteria"):
        chosen = frozenset(place for place, key in enumerate(keys) if key in criteria)
        if enrolment in row_of and 0 < len(chosen) < len(keys):
            found[chosen].append(row_of[enrolment])
    return found
