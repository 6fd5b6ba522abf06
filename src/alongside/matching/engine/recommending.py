"""Guides recommended to learners who ask for themselves, and what speaks for one pair.

Wishes that only the matching knows are left out here: whoever may look as often as they like could find out,
by changing a wish, who shares what.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.matching.engine.exposure import share_out
from alongside.matching.engine.scoring import Pair, score_cohort
from alongside.matching.models import Scenario
from alongside.matching.places import places_left
from alongside.matching.reading import Cohort, programme_criteria, programme_rules, read_members
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme

EACH = 6
"""Guides recommended to each learner, at most."""

RECOMMENDING_STEPS = 4
"""Reading, scoring, sharing out, giving reasons."""


@dataclass(frozen=True)
class Recommended:
    """A guide for a learner, and their place in the learner's list, from 1."""

    pair: Pair
    rank: int


def recommend(programme: Programme, report: Callable[[int], None]) -> list[Recommended]:
    """A few guides with a free place for every learner who still looks for one, as people stand now.

    ``report`` is told after each of ``RECOMMENDING_STEPS`` and may stop the work by raising.
    """
    cohort = _seeking_and_free(programme.enrolments.taking_part().filter(person__left_at=None))
    report(1)
    if not cohort.learners or not cohort.guides:
        return []
    scoring = score_cohort(_as_it_stands(programme), cohort, with_locks=False)
    report(2)
    places = np.array([member.places.as_guide for member in cohort.guides])
    pairs = share_out(scoring.scored.fit, places, EACH)
    report(3)
    found: list[Recommended] = []
    rank = 0
    for row, (learner, guide) in enumerate(pairs.tolist()):
        rank = rank + 1 if row and pairs[row - 1, 0] == learner else 1
        found.append(Recommended(scoring.pair(learner, guide, with_answers=False), rank))
    report(4)
    return found


def judge(learner: Enrolment, guide: Enrolment, *, with_answers: bool) -> Pair | None:
    """What speaks for these two, under the programme's criteria of today; nothing where they may not be matched.

    Until one has asked the other, what they answered at sign-up is for neither: ``with_answers`` is false then.
    """
    enrolments = Enrolment.objects.filter(pk__in=[learner.pk, guide.pk])
    members = {member.enrolment.pk: member for member in read_members(enrolments, places_left(enrolments))}
    cohort = Cohort([members[learner.pk]], [members[guide.pk]])
    scoring = score_cohort(_as_it_stands(learner.programme), cohort, with_locks=False)
    return None if np.isnan(scoring.scored.fit[0, 0]) else scoring.pair(0, 0, with_answers=with_answers)


def _seeking_and_free(enrolments: EnrolmentQuerySet) -> Cohort:
    """Learners without all the guides they want, whatever they have asked for; guides with a free place."""
    seeking = places_left(enrolments, with_waiting=False)
    members = read_members(enrolments, places_left(enrolments))
    return Cohort(
        learners=[member for member in members if seeking[member.enrolment.pk].as_learner],
        guides=[member for member in members if member.places.as_guide],
    )


def _as_it_stands(programme: Programme) -> Scenario:
    """The programme's criteria and rules of today, as a run that is not kept."""
    return Scenario(
        programme=programme, criteria=programme_criteria(programme), rules=programme_rules(programme)
    )
