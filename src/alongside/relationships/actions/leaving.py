"""Leaving a circle while the others go on, and what every ending needs."""

from django.utils import timezone
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import record
from alongside.programmes.enrolment_states import finish, look_again
from alongside.programmes.models import Enrolment, EnrolmentQuerySet
from alongside.relationships.messages import to_everyone, to_others
from alongside.relationships.models import Note, Participant, Relationship


def who_can_leave(relationship: Relationship, person: Person) -> Participant | None:
    """The person's own place in a circle that is held and in which two others are left; else None."""
    if relationship.participants.count() <= 2:
        return None
    return relationship.participants.filter(person=person).select_related("person", "enrolment").first()


def leave_circle(leaving: Participant, by: Person, reason: str, *, stays_out: Person | None) -> Relationship:
    """Let one go from a circle that is held, while the others go on; part of the actions that end something.

    What they leave behind in the circle is what they shared; their own becomes a time of its own, which is over.
    """
    circle, person = leaving.relationship, leaving.person
    told = to_others(
        circle,
        person,
        gettext_lazy("{name} has left your circle"),
        gettext_lazy("It has no fault on any side, and nobody needs to explain. Your circle goes on."),
    )
    own = Relationship.objects.create(
        programme_id=circle.programme_id,
        state=Relationship.State.ENDED_EARLY,
        origin=circle.origin,
        started_on=circle.started_on,
        met_before_on=circle.met_before_on,
        last_met_on=circle.last_met_on,
        ended_at=timezone.now(),
        ended_by=by,
        end_reason=reason,
    )
    leaving.relationship = own
    leaving.save(update_fields=["relationship"])
    circle.notes.filter(author=person, audience=Note.Audience.ME).update(relationship=own)
    circle.actions.filter(owner=person, done_at=None).update(relationship=own)
    hold(Enrolment.objects.filter(participations__relationship=own))
    for enrolment in without_another(own):
        (finish if enrolment.person == stays_out else look_again)(enrolment)
    to_leaver = to_everyone(
        own,
        subject=gettext_lazy("You have left your circle"),
        text=gettext_lazy("The others go on. Your own notes and goals stay yours. Thank you for your time."),
    )
    record("relationship.left", by=by, subject=own, tell=[*told, *to_leaver])
    return own


def without_another(relationship: Relationship) -> list[Enrolment]:
    """The enrolments behind a relationship just closed that have no other open one."""
    behind = Enrolment.objects.filter(participations__relationship=relationship)
    still_open = Participant.objects.filter(relationship__in=Relationship.objects.open()).exclude(
        enrolment=None
    )
    return list(behind.select_related("person").exclude(pk__in=still_open.values("enrolment")))


def hold(enrolments: EnrolmentQuerySet) -> None:
    """Hold these enrolments: who begins or ends something else with them waits until their state is written."""
    held = Enrolment.objects.filter(pk__in=enrolments.order_by().values("pk"))
    list(held.select_for_update(no_key=True).order_by("pk").values_list("pk"))
