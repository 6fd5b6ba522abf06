"""Offering free seats of circles that meet to whoever joined later, as every seat is offered."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import record, require
from alongside.activity.bulk import wrote_in_bulk
from alongside.matching.circles.latecomers import LateSeat, free_seats
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.circles.offering import circle_offered
from alongside.matching.permissions import can_match
from alongside.programmes.models import Programme
from alongside.relationships.models import Participant


@transaction.atomic
def offer_free_seats(programme: Programme, *, by: Person | None) -> list[Seat]:
    """Offer each free seat to whoever would get it, and mail them; nobody, for the clock.

    Who would get what is worked out while everybody it concerns is held, so that no seat is offered twice and
    nobody two. Doing it again offers what has become free since.
    """
    if by:
        require(can_match(by, programme))
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    hold_people(_concerned(held))
    found = free_seats(held).seats
    if not found:
        return []
    now = timezone.now()
    seats = Seat.objects.bulk_create([_seat(late) for late in found])
    circles = Circle.objects.filter(pk__in=[seat.circle_id for seat in seats])
    circles.update(expires_at=now + timedelta(days=held.answer_within_days))
    wrote_in_bulk(Seat, Circle)
    record(
        "seats.offered",
        by=by,
        organisation=held.organisation,
        subject=held,
        tell=[circle_offered(held, seat.enrolment.person) for seat in seats],
    )
    return seats


def _seat(late: LateSeat) -> Seat:
    return Seat(
        circle=late.circle,
        enrolment=late.sitting.member.enrolment,
        fit=late.sitting.fit,
        choice=late.sitting.choice,
        reasons=late.sitting.reasons,
        state=Seat.State.OFFERED,
        offered_at=timezone.now(),
    )


def _concerned(programme: Programme) -> set[int]:
    """Everybody who takes part, and who sits in a circle already."""
    inside = Participant.objects.filter(relationship__programme=programme, relationship__circle__isnull=False)
    taking_part = programme.enrolments.taking_part()
    return {*inside.values_list("person", flat=True), *taking_part.values_list("person", flat=True)}
