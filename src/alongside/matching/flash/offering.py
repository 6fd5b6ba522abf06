"""A guide offers times, and takes free ones back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.choosing import refuse_unprepared
from alongside.matching.flash.models import Slot
from alongside.matching.flash.people import offering_as
from alongside.matching.flash.permissions import can_offer, can_take_back_slot
from alongside.programmes.models import Enrolment
from alongside.programmes.starting import SHORT_MEETING
from alongside.relationships.models import Session
from alongside.relationships.overlapping import is_busy

FURTHEST_AHEAD = timedelta(days=182)
MOST_AT_ONCE = 200


@transaction.atomic
def offer_slots(
    guide: Enrolment, *, by: Person, starts: Iterable[datetime], way: str = Session.Way.VIDEO
) -> list[Slot]:
    """Offer the times that begin at these moments, each as long as the programme's short meetings are.

    A time that is offered already stays one; one at which the guide has something else is left out. Returns
    what is offered now of those that were wanted, the next first.
    """
    require(can_offer(by, guide))
    hold_people([by.pk])
    current = offering_as(by).filter(pk=guide.pk).first()
    if current is None:
        raise RuleBroken(_("This programme takes no short meetings just now."))
    refuse_unprepared(current, "guide")
    wanted = sorted(set(starts))
    _refuse_times(current, wanted)
    minutes = timedelta(minutes=current.programme.session_minutes)
    found = [slot for starts_at in wanted if (slot := _offer(current, starts_at, starts_at + minutes, way))]
    if not found:
        raise RuleBroken(_("You have something else at all of these times. Choose others."))
    record("slots.offered", by=by, subject=current)
    return found


@transaction.atomic
def take_back_slot(slot: Slot, *, by: Person) -> Slot:
    """Offer a time no longer that nobody has booked."""
    require(can_take_back_slot(by, slot))
    hold_people([by.pk])
    current = Slot.objects.get(pk=slot.pk)
    if current.withdrawn_at is None:
        if current.bookings.standing().exists():
            raise RuleBroken(_("Somebody has booked this time. Cancel the meeting instead; they are told."))
        withdraw(current)
        record("slot.taken_back", by=by, subject=current)
    return current


def withdraw(slot: Slot) -> None:
    """Let a slot be offered no longer, inside an action that holds its guide."""
    slot.withdrawn_at = timezone.now()
    slot.save(update_fields=["withdrawn_at"])


def take_back_slots_of(guide: Enrolment) -> None:
    """Let go of the times that somebody offered who leaves the programme; part of the action by which they do."""
    Slot.objects.to_come().filter(guide=guide).update(withdrawn_at=timezone.now())


def _offer(guide: Enrolment, starts_at: datetime, ends_at: datetime, way: str) -> Slot | None:
    own = Slot.objects.filter(guide__person=guide.person_id).overlapping(starts_at, ends_at)
    same = own.filter(guide=guide, starts_at=starts_at).first()
    if same:
        return same
    if own.exists() or is_busy(guide.person, starts_at, ends_at):
        return None
    return Slot.objects.create(
        programme=guide.programme, guide=guide, starts_at=starts_at, ends_at=ends_at, way=way
    )


def _refuse_times(guide: Enrolment, wanted: list[datetime]) -> None:
    now = timezone.now()
    if guide.programme.session_minutes not in SHORT_MEETING:
        raise RuleBroken(
            _("Short meetings take 20 to 45 minutes. The programme team sets how long, in the set-up.")
        )
    if not wanted:
        raise RuleBroken(_("This is too short for a meeting. Choose a later end."))
    if len(wanted) > MOST_AT_ONCE:
        message = ngettext(
            "This makes %(count)d time. Offer at most %(most)d at once.",
            "This makes %(count)d times. Offer at most %(most)d at once.",
            len(wanted),
        )
        raise RuleBroken(message % {"count": len(wanted), "most": MOST_AT_ONCE})
    if wanted[0] <= now:
        raise RuleBroken(_("The first of these times has passed. Choose a time to come."))
    if wanted[-1] > now + FURTHEST_AHEAD:
        raise RuleBroken(_("This is more than half a year ahead. Choose an earlier day, or fewer weeks."))
