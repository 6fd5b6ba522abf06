"""A learner books a time with a question; either of the two cancels until it begins, or says whether they met.

However many book at the same moment, no slot is booked twice, nobody has booked meetings at the same time, and
nobody is past the limit of a month: whatever books or takes back a time holds its people before it counts.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching import engine
from alongside.matching.choosing import guides_of, refuse_unprepared
from alongside.matching.flash import mails
from alongside.matching.flash.finding import NOTICE, bookable
from alongside.matching.flash.models import Booking, Slot
from alongside.matching.flash.months import booked_by, booked_with, month_of
from alongside.matching.flash.offering import withdraw
from alongside.matching.flash.people import booking_as
from alongside.matching.flash.permissions import can_book, can_cancel, can_report
from alongside.programmes.models import Enrolment
from alongside.relationships.actions import arrange_meeting, cancel_session, mark_held, mark_missed
from alongside.relationships.actions.life import together
from alongside.relationships.models import Session
from alongside.relationships.overlapping import is_busy


@transaction.atomic
def book_slot(slot: Slot, *, by: Person, question: str) -> Booking:
    """Take a slot, with the question that one brings; both are told. Twice is once."""
    hold_people([by.pk, slot.guide.person_id])
    require(can_book(by, slot))
    learner = booking_as(by).get(programme=slot.programme_id)
    current = Slot.objects.select_related("programme__organisation", "guide__person").get(pk=slot.pk)
    standing = current.bookings.standing().first()
    if standing and standing.learner_id == learner.pk:
        return standing
    refuse_unprepared(learner)
    if not question.strip():
        raise RuleBroken(_("Write your question first, in a sentence or two."))
    _refuse_when_gone(current, learner)
    _refuse_past_limits(current, learner)
    _refuse_when_busy(current, learner)
    _refuse_against_rules(current, learner)
    return _book(current, learner, by, question.strip())


@transaction.atomic
def cancel_booking(booking: Booking, *, by: Person, offer_again: bool = True) -> Booking:
    """Meet not after all; until it begins, without a reason. The time is free again at once.

    ``offer_again`` is what the guide wishes: without it the time is nobody's any more. A learner who cancels
    always leaves it for others.
    """
    require(can_cancel(by, booking))
    current = _held(booking)
    if current.cancelled_at is not None:
        return current
    if current.slot.has_begun:
        raise RuleBroken(_("This meeting has begun. Say whether you met instead."))
    cancel_session(current.session, by=by)
    if by.pk == current.slot.guide.person_id and not offer_again:
        withdraw(current.slot)
    current.refresh_from_db()
    return current


def say_met(booking: Booking, *, by: Person) -> Session:
    """Say that the two met."""
    require(can_report(by, booking))
    return mark_held(booking.session, by=by)


def say_missed(booking: Booking, *, by: Person) -> Session:
    """Say that the two did not meet."""
    require(can_report(by, booking))
    return mark_missed(booking.session, by=by)


def note_cancelled(sessions: Sequence[Session], by: Person | None) -> None:
    """Free the slots of sessions that are off, however it came; part of the action by which they are.

    A session whose time has come stays booked, and counts.
    """
    to_come = Booking.objects.standing().filter(session__in=sessions, slot__starts_at__gt=timezone.now())
    to_come.update(cancelled_at=timezone.now(), cancelled_by=by)


def _book(slot: Slot, learner: Enrolment, by: Person, question: str) -> Booking:
    session = arrange_meeting(
        slot.programme,
        by=by,
        learner=learner,
        guide=slot.guide,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        way=slot.way,
    )
    booking = Booking.objects.create(slot=slot, learner=learner, session=session, question=question)
    record("slot.booked", by=by, subject=booking, tell=mails.booked(booking))
    return booking


def _held(booking: Booking) -> Booking:
    """The booking as it stands, with both people held."""
    hold_people([booking.learner.person_id, booking.slot.guide.person_id])
    return Booking.objects.with_people().get(pk=booking.pk)


def _refuse_when_gone(slot: Slot, learner: Enrolment) -> None:
    name = slot.guide.person.name
    if slot.bookings.standing().exists() or slot.withdrawn_at is not None:
        raise RuleBroken(_("This time is taken. %(name)s may have others.") % {"name": name})
    if slot.starts_at <= timezone.now() + NOTICE:
        raise RuleBroken(_("It is too late to book this time. Choose a later one."))
    if not guides_of(learner).filter(pk=slot.guide_id).exists():
        raise RuleBroken(_("%(name)s takes no more meetings here. Choose somebody else.") % {"name": name})


def _refuse_past_limits(slot: Slot, learner: Enrolment) -> None:
    programme = slot.programme
    month = month_of(slot.starts_at, programme.organisation)
    if booked_by(learner, month) >= programme.monthly_as_learner:
        raise RuleBroken(_("You have booked all the meetings you may in that month. Choose another month."))
    if booked_with(slot.guide, month) >= programme.monthly_as_guide:
        message = _("%(name)s gives no more meetings in that month. Choose another time or somebody else.")
        raise RuleBroken(message % {"name": slot.guide.person.name})


def _refuse_when_busy(slot: Slot, learner: Enrolment) -> None:
    if is_busy(learner.person, slot.starts_at, slot.ends_at):
        raise RuleBroken(_("You have another meeting at this time. Choose another time."))
    if not bookable(learner, [slot.guide_id]).filter(pk=slot.pk).exists():
        message = _("%(name)s cannot at this time after all. Choose another.")
        raise RuleBroken(message % {"name": slot.guide.person.name})


def _refuse_against_rules(slot: Slot, learner: Enrolment) -> None:
    """What the programme never breaks holds here too; whoever has each other already is past that question."""
    if together(slot.programme, learner, slot.guide):
        return
    if engine.judge(learner, slot.guide, with_answers=False) is None:
        message = _("The rules of this programme leave %(name)s for others. Choose somebody else.")
        raise RuleBroken(message % {"name": slot.guide.person.name})
