"""Where people ask somebody themselves: who may ask, whom they see, and how many places are free for them."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken
from alongside.matching.apart import kept_apart
from alongside.matching.models import InLine, InLineQuerySet, Proposal
from alongside.matching.places import places_left
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme

MOST_ASKED = 3
"""Requests of one learner that may wait for an answer at a time; as many lines may they stand in."""

TURN = timedelta(days=3)
"""For how long a free place is kept for who was first in line, from when they are told."""

NOT_SHOWN = {"conflict", "apart", "declined", "ended"}


def choosing(person: Person) -> EnrolmentQuerySet:
    """The person's own enrolments in which they may look for a guide themselves."""
    sides = [Enrolment.Role.LEARNER, Enrolment.Role.BOTH]
    live = [Programme.State.OPEN, Programme.State.RUNNING]
    own = Enrolment.objects.taking_part().filter(person=person, role__in=sides)
    return own.filter(programme__way__in=Programme.PEOPLE_ASK, programme__state__in=live).select_related(
        "programme__organisation", "person"
    )


def guides_of(learner: Enrolment) -> EnrolmentQuerySet:
    """The guides whom the learner may look at: not themselves, and nobody whom they must or will not meet."""
    sides = [Enrolment.Role.GUIDE, Enrolment.Role.BOTH]
    guides = learner.programme.enrolments.taking_part().filter(role__in=sides, person__left_at=None)
    apart = kept_apart(learner.programme)
    hidden = {guide for (one, guide), why in apart.items() if one == learner.person_id and why in NOT_SHOWN}
    return guides.exclude(person=learner.person_id).exclude(person__in=hidden)


def free_for(learner: Enrolment, guides: EnrolmentQuerySet) -> dict[int, int]:
    """Places of these guides that the learner may ask for, by enrolment row: those ahead in line go first."""
    places = places_left(guides)
    own = dict(learner.in_lines.values_list("guide", "since"))
    ahead: Counter[int] = Counter()
    lines = in_force().filter(guide__in=guides.order_by()).exclude(learner=learner)
    for guide, since in lines.values_list("guide", "since"):
        ahead[guide] += guide not in own or since < own[guide]
    return {pk: max(0, left.as_guide - ahead[pk]) for pk, left in places.items()}


def in_force() -> InLineQuerySet:
    """Places in line that still count: the learner takes part, and their turn is not over."""
    in_turn = Q(told_at=None) | Q(told_at__gt=timezone.now() - TURN)
    return InLine.objects.filter(in_turn, learner__state__in=Enrolment.TAKING_PART)


def refuse_unprepared(enrolment: Enrolment, side: str = "learner") -> None:
    """Who has a preparation still to do asks nobody and offers nothing before. Raises ``RuleBroken``."""
    if enrolment.has_to_prepare(side):
        message = _("First comes the preparation: %(what)s. Say on your sign-up that it is done, then go on.")
        raise RuleBroken(message % {"what": enrolment.programme.preparation.rstrip(".")})


def wants_more(learner: Enrolment) -> bool:
    """Whether the learner still has a place for a guide, whatever they have asked for."""
    left = places_left(Enrolment.objects.filter(pk=learner.pk), with_waiting=False)[learner.pk].as_learner
    suggested = Proposal.objects.waiting().filter(learner=learner, is_request=False).count()
    return left > suggested


def waiting_requests(learners: Iterable[Enrolment]) -> list[Proposal]:
    """What these learners asked and nobody answered yet."""
    asked = Proposal.objects.waiting().filter(learner__in=list(learners), is_request=True)
    return list(asked.select_related("guide__person").order_by("offered_at"))
