"""Answering a circle: yes, no, or not in time. It begins once enough have said yes, and nobody is overfilled."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.circles.permissions import can_answer_seat
from alongside.matching.places import Places, places_left
from alongside.programmes.models import Enrolment
from alongside.relationships.actions import begin_circle, join_circle
from alongside.relationships.models import Participant


@transaction.atomic
def accept_seat(seat: Seat, *, by: Person) -> Seat:
    """Say yes. The circle begins once its smallest size and its mentor have; whoever follows joins it."""
    require(can_answer_seat(by, seat))
    current = _held(seat)
    if current.state == Seat.State.ACCEPTED:
        return current
    if not current.waits:
        raise RuleBroken(_("The time to answer has passed. The programme team will look again."))
    _refuse_when_full(current)
    current.state, current.answered_at = Seat.State.ACCEPTED, timezone.now()
    current.save(update_fields=["state", "answered_at"])
    record("seat.accepted", by=by, subject=current)
    circle = current.circle
    if circle.relationship and not current.is_guide:
        join_circle(circle.relationship, enrolment=current.enrolment, by=by)
    else:
        _begin_when_enough(circle, by)
    return current


@transaction.atomic
def decline_seat(seat: Seat, *, by: Person, reason: str = "") -> Seat:
    """Say no, with a reason that only the programme team reads. The place is free again at once."""
    require(can_answer_seat(by, seat))
    current = _held(seat)
    if current.state == Seat.State.ACCEPTED and current.circle.relationship:
        raise RuleBroken(_("Your circle has begun. If it does not work, leave it from the page you share."))
    if current.state not in Seat.HOLDING:
        return current
    current.state, current.decline_reason = Seat.State.DECLINED, reason.strip()
    current.answered_at = timezone.now()
    current.save(update_fields=["state", "decline_reason", "answered_at"])
    record("seat.declined", by=by, subject=current, tell=_to_team(current))
    _call_off_when_too_few(current.circle, by)
    return current


@transaction.atomic
def end_seats_of(enrolment: Enrolment, *, by: Person) -> None:
    """Let go of seats that wait for somebody who leaves the programme; part of the action by which they leave."""
    waiting = enrolment.seats.filter(state__in=Seat.HOLDING, circle__relationship=None)
    for seat in waiting.order_by("pk"):
        _let_go(seat)
        _call_off_when_too_few(_held_circle(seat.circle_id), by)
    enrolment.seats.filter(state=Seat.State.OFFERED).update(state=Seat.State.EXPIRED)


def expire_circles() -> int:
    """Let go of seats not answered in time, and call off circles that too few joined; how many circles it was.

    Run by the schedule, and safe to run twice at once: each is looked at again while its people are held.
    """
    open_seats = Seat.objects.filter(circle__expires_at__lte=timezone.now())
    offered = open_seats.filter(state=Seat.State.OFFERED)
    accepted = open_seats.filter(state=Seat.State.ACCEPTED, circle__relationship=None)
    circles = (offered | accepted).order_by("circle").values_list("circle", flat=True).distinct()
    return sum(_expire(pk) for pk in list(circles))


@transaction.atomic
def _expire(pk: int) -> bool:
    hold_people(Seat.objects.filter(circle=pk).order_by().values_list("enrolment__person", flat=True))
    circle = _held_circle(pk)
    for seat in circle.seats.filter(state=Seat.State.OFFERED):
        _let_go(seat)
    if circle.relationship is None:
        _call_off(circle, None)
    return True


def _held(seat: Seat) -> Seat:
    """The seat as it stands now, with everybody of its circle and the circle held to the transaction's end."""
    people = Seat.objects.filter(circle=seat.circle_id).order_by().values_list("enrolment__person", flat=True)
    hold_people(people)
    circle = _held_circle(seat.circle_id)
    current = Seat.objects.select_related("enrolment__person").get(pk=seat.pk)
    current.circle = circle
    return current


def _held_circle(pk: int) -> Circle:
    list(Circle.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk"))
    return Circle.objects.select_related("relationship", "scenario__programme__organisation").get(pk=pk)


def _refuse_when_full(seat: Seat) -> None:
    """Places are counted again while everybody is held: people may have begun something else meanwhile."""
    own = _places(seat)
    guide = seat.circle.seats.filter(is_guide=True).first()
    if seat.is_guide:
        wanted = seat.circle.seats.filter(is_guide=False, state__in=Seat.HOLDING).count()
        if own.as_guide < wanted:
            raise RuleBroken(_("You have no room for a whole circle now. Finish something first, or say no."))
        return
    if not own.as_learner:
        raise RuleBroken(_("You have no place left now. Finish something first, or say no."))
    is_led = guide is not None and seat.circle.relationship is not None
    if guide and is_led and _is_inside(guide) and not _places(guide).as_guide:
        raise RuleBroken(_("The circle has no place left now. The programme team looks for another."))


def _places(seat: Seat) -> Places:
    left = places_left(Enrolment.objects.filter(pk=seat.enrolment_id), with_waiting=False)
    return left[seat.enrolment_id]


def _is_inside(guide: Seat) -> bool:
    inside = Participant.objects.filter(person=guide.enrolment.person_id)
    return inside.filter(relationship=guide.circle.relationship).exists()


def _begin_when_enough(circle: Circle, by: Person) -> None:
    seats = list(circle.seats.select_related("enrolment__person"))
    accepted = [seat for seat in seats if seat.state == Seat.State.ACCEPTED]
    waits_for_guide = any(seat.is_guide and seat not in accepted for seat in seats)
    if waits_for_guide or sum(not seat.is_guide for seat in accepted) < circle.smallest:
        return
    member = Participant.Role.PEER if circle.programme.is_pool else Participant.Role.LEARNER
    circle.relationship = begin_circle(
        circle.programme,
        members={seat.enrolment: Participant.Role.GUIDE if seat.is_guide else member for seat in accepted},
        reasons=[],
        by=by,
    )
    circle.save(update_fields=["relationship"])


def _call_off_when_too_few(circle: Circle, by: Person) -> None:
    """A circle that has not begun and cannot any more is called off, so that everybody is free again."""
    seats = list(circle.seats.all())
    there = [seat for seat in seats if seat.state in Seat.HOLDING]
    has_guide = all(seat in there for seat in seats if seat.is_guide)
    is_enough = sum(not seat.is_guide for seat in there) >= circle.smallest
    if circle.relationship is None and not (has_guide and is_enough):
        _call_off(circle, by)


def _call_off(circle: Circle, by: Person | None) -> None:
    organisation, told = circle.programme.organisation, []
    for seat in circle.seats.filter(state__in=Seat.HOLDING).select_related("enrolment__person"):
        _let_go(seat)
        told.append(called_off(circle, seat.enrolment.person))
    record("circle.called_off", by=by, organisation=organisation, subject=circle, tell=told)


def _let_go(seat: Seat) -> None:
    seat.state, seat.answered_at = Seat.State.EXPIRED, timezone.now()
    seat.save(update_fields=["state", "answered_at"])


def called_off(circle: Circle, reader: Person) -> Message:
    """To whoever was offered or had accepted a circle that does not come about."""
    text = gettext_lazy(
        "Too few could join it. It says nothing about you, and your place is free again. "
        "The programme team looks for another."
    )
    subject = gettext_lazy("Your circle in {programme} does not come about")
    return Message(to=reader, subject=format_lazy(subject, programme=circle.programme.name), text=text)


def _to_team(seat: Seat) -> list[Message]:
    programme = seat.circle.programme
    arguments = [programme.organisation.slug, programme.public_id, seat.circle.scenario.public_id]
    link = settings.PUBLIC_URL + reverse("scenario", args=arguments)
    subject = format_lazy(
        gettext_lazy("A seat in a circle of {programme} was declined"), programme=programme.name
    )
    text = format_lazy(gettext_lazy("The place is free again: {link}"), link=link)
    managers = programme.managers.filter(person__left_at=None).select_related("person")
    return [Message(to=row.person, subject=subject, text=text) for row in managers]
