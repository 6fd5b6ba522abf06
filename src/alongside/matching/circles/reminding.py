"""Reminding whoever has not answered a circle, once, two days before the time to answer is over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.activity.actions import Message, record
from alongside.matching.by_link.links import answer_link
from alongside.matching.circles.models import Seat, SeatQuerySet

BEFORE = timedelta(days=2)
NOT_WITHIN = timedelta(days=1)  # of the offer itself


def remind_of_circles() -> int:
    """Remind everybody whose answer is wanted soon; returns how many seats that was about.

    Run by the schedule. Safe to run twice at once: a seat is marked while its row is held.
    """
    return sum(_remind(key) for key in list(_due().order_by("pk").values_list("pk", flat=True)))


def _due() -> SeatQuerySet:
    now = timezone.now()
    soon = Seat.objects.waiting().filter(reminded_at=None, circle__expires_at__lte=now + BEFORE)
    return soon.filter(offered_at__lte=now - NOT_WITHIN)


@transaction.atomic
def _remind(key: int) -> int:
    rows = Seat.objects.select_for_update(of=("self",), no_key=True).filter(pk=key, reminded_at=None)
    seat = rows.select_related("circle__scenario__programme__organisation", "enrolment__person").first()
    until = seat.circle.expires_at if seat and seat.state == Seat.State.OFFERED else None
    if seat is None or until is None:
        return 0
    seat.reminded_at = timezone.now()
    seat.save(update_fields=["reminded_at"])
    organisation = seat.circle.programme.organisation
    record("seat.reminded", by=None, organisation=organisation, subject=seat, tell=[_reminder(seat, until)])
    return 1


def _reminder(seat: Seat, until: datetime) -> Message:
    programme, person = seat.circle.programme, seat.enrolment.person
    text = _(
        "Your answer to a circle in {programme} is wanted until {day}. You need not sign in; a no needs no reason: "
        "{link}"
    )
    return Message(
        to=person,
        subject=format_lazy(_("Your answer is wanted in {programme}"), programme=programme.name),
        text=format_lazy(
            text,
            programme=programme.name,
            day=lazystr(date_format(until, "j F")),
            link=answer_link(person, programme),
        ),
    )
