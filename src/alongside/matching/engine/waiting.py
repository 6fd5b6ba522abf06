"""First in line: whoever a published run left without a match, or lost theirs early, goes before the others."""

from typing import Any

import numpy as np

from alongside.matching.first_in_line import COUNTS_FOR, runs_waited
from alongside.matching.models import Scenario
from alongside.matching.reading import Cohort
from alongside.pairing.arrays import Floats
from alongside.programmes.models import Programme

WORTH = 4.0
"""What any pair gains for each time that its learner was left over or lost somebody, on the scale of fits from 0 to 1.

More than the fit, all private wishes and all ranked wishes of one pair can come to, so that of two who could
have the same place it goes to who waited longer. It is the same with every guide, so it decides who is
matched, never with whom.
"""


def gained_by_waiting(scenario: Scenario, cohort: Cohort) -> Floats | None:
    """What each learner's pairs gain, one number a learner; nothing where nobody waits. Two queries."""
    waiting = runs_waited(scenario.programme) if scenario.objective in COUNTS_FOR else {}
    runs = [waiting.get(member.enrolment.pk, (0, None))[0] for member in cohort.learners]
    return WORTH * np.array(runs, dtype=np.float64)[:, None] if any(runs) else None


def waiting_since(programme: Programme, cohort: Cohort) -> dict[str, Any]:
    """Since when each learner has waited, as a date in the run's result, by the enrolment's public id."""
    waiting = runs_waited(programme)
    return {
        member.enrolment.public_id: waiting[member.enrolment.pk][1].date().isoformat()
        for member in cohort.learners
        if member.enrolment.pk in waiting
    }
