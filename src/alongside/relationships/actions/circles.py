"""A circle begins with all who said yes, and lets in who says yes later."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import record, require
from alongside.programmes.enrolment_states import mark_matched
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions.leaving import hold
from alongside.relationships.actions.life import check_open, locked
from alongside.relationships.messages import to_everyone, to_others
from alongside.relationships.models import Participant, Relationship
from alongside.relationships.permissions import can_begin_circle

Members = dict[Enrolment, Participant.Role]


@transaction.atomic
def begin_circle(
    programme: Programme, *, members: Members, reasons: list[dict[str, Any]], by: Person
) -> Relationship:
    """Bring these enrolled people together in one relationship, each with the side that they take."""
    require(can_begin_circle(by, programme, members))
    hold(Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in members]))
    circle = Relationship.objects.create(programme=programme, reasons=reasons)
    for enrolment, role in members.items():
        _let_in(circle, enrolment, role)
    subject = gettext_lazy("Your circle with {names} can begin")
    text = gettext_lazy("You now have a place of your own, for your meetings, notes and next steps.")
    record(
        "relationship.begun",
        by=by,
        subject=circle,
        tell=to_everyone(circle, subject=subject, text=text),
    )
    return circle


@transaction.atomic
def join_circle(circle: Relationship, *, enrolment: Enrolment, by: Person) -> Relationship:
    """Let one more member into a circle that has begun; twice is once."""
    require(can_begin_circle(by, circle.programme, [enrolment]))
    circle = locked(circle)
    check_open(circle)
    hold(Enrolment.objects.filter(pk=enrolment.pk))
    if circle.participants.filter(person=enrolment.person_id).exists():
        return circle
    is_pool = circle.programme.is_pool
    _let_in(circle, enrolment, Participant.Role.PEER if is_pool else Participant.Role.LEARNER)
    subject = gettext_lazy("{name} has joined your circle")
    text = gettext_lazy("You see them on the page that you share.")
    record("relationship.joined", by=by, subject=circle, tell=to_others(circle, by, subject, text))
    return circle


def _let_in(circle: Relationship, enrolment: Enrolment, role: Participant.Role) -> None:
    Participant.objects.create(
        relationship=circle, person_id=enrolment.person_id, enrolment=enrolment, role=role
    )
    mark_matched(enrolment)
