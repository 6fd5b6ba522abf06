"""Wishes that only the matching knows: they move it, and are in no figure, reason or cost that anybody reads."""

from collections import defaultdict

import numpy as np

from alongside.matching.reading import Cohort
from alongside.pairing.arrays import Floats
from alongside.people.models import ProtectedCharacteristic

WORTH = 0.25
"""What a pair gains that meets all the wishes of its learner, on the scale of fits from 0 to 1."""


def private_wishes(cohort: Cohort) -> Floats | None:
    """What each pair gains by wishes for a guide who shares a characteristic, learners × guides, 0 to WORTH.

    It counts only where the guide lets it. Nothing where nobody wishes for anything. One query.
    """
    people = [member.enrolment.person_id for member in [*cohort.learners, *cohort.guides]]
    sought, offered = _of(people)
    if not sought or not offered:
        return None
    met = np.zeros((len(cohort.learners), len(cohort.guides)))
    for row, learner in enumerate(cohort.learners):
        wishes = sought.get(learner.enrolment.person_id, set())
        for column, guide in enumerate(cohort.guides) if wishes else ():
            met[row, column] = len(wishes & offered.get(guide.enrolment.person_id, set())) / len(wishes)
    return WORTH * met


def _of(people: list[int]) -> tuple[dict[int, set[tuple[str, str]]], dict[int, set[tuple[str, str]]]]:
    """What each person seeks and what each lets count, as kind and word, by the person's key."""
    sought: dict[int, set[tuple[str, str]]] = defaultdict(set)
    offered: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = ProtectedCharacteristic.objects.filter(person__in=people)
    for person, kind, value, seeks, offers in rows.values_list(
        "person", "kind", "value", "is_sought", "is_offered"
    ):
        said = (kind, value.casefold())
        if seeks:
            sought[person].add(said)
        if offers:
            offered[person].add(said)
    return sought, offered
