"""The page of a booked session, for the room of relationships, which knows nothing of bookings."""

from django.urls import reverse

from alongside.matching.flash.booking import note_cancelled
from alongside.matching.flash.models import Booking
from alongside.relationships.appointments import Appointments
from alongside.relationships.models import Session


def page_of(session: Session) -> str:
    """The address of a session's booking; empty where it was not booked."""
    rows = Booking.objects.filter(session=session).select_related("slot__programme__organisation")
    booking = rows.first()
    if booking is None:
        return ""
    return reverse("booking", args=[booking.slot.programme.organisation.slug, booking.public_id])


appointments = Appointments(page_of=page_of, cancelled=note_cancelled)
