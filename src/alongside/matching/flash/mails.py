"""The mail about a booking: who and when, never what was asked."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.matching.flash.models import Booking
from alongside.programmes.models import Programme


def booked(booking: Booking) -> list[Message]:
    """To both: to the guide that somebody comes, to the learner that it is so."""
    address = settings.PUBLIC_URL + reverse(
        "booking", args=[booking.slot.programme.organisation.slug, booking.public_id]
    )
    return [_to_the_guide(booking, address), _to_the_learner(booking, address)]


def somebody_books(programme: Programme, reader: Person) -> Message:
    """The mail to the guide, as the programme's team reads it beforehand."""
    address = settings.PUBLIC_URL + reverse("bookings", args=[programme.organisation.slug])
    tomorrow = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return _written(reader, reader.name, on(tomorrow), address)


def _to_the_guide(booking: Booking, address: str) -> Message:
    return _written(
        booking.slot.guide.person, booking.learner.person.name, on(booking.slot.starts_at), address
    )


def _written(reader: Person, name: str, moment: object, address: str) -> Message:
    text = _("{name} has booked your time on {when}. Read their question before you meet: {address}")
    return Message(
        to=reader,
        subject=format_lazy(_("{name} would like to meet you"), name=name),
        text=format_lazy(text, name=name, when=moment, address=address),
    )


def _to_the_learner(booking: Booking, address: str) -> Message:
    guide = booking.slot.guide.person
    text = _("You meet {name} on {when}. You can change your mind until then: {address}")
    return Message(
        to=booking.learner.person,
        subject=format_lazy(_("You meet {name}"), name=guide.name),
        text=format_lazy(text, name=guide.name, when=on(booking.slot.starts_at), address=address),
    )


def on(starts_at: datetime) -> object:
    """The day and time in the zone and language of whoever reads it."""
    return lazy(lambda: date_format(timezone.localtime(starts_at), "DATETIME_FORMAT"), str)()
