"""Who may offer, take back, book, cancel and report."""

from alongside.accounts.models import Person
from alongside.matching.flash.models import Booking, Slot
from alongside.matching.flash.people import booking_as
from alongside.programmes.models import Enrolment


def can_offer(by: Person, guide: Enrolment) -> bool:
    """A guide offers their own time, and nobody for them."""
    return guide.is_guide and guide.person_id == by.pk


def can_take_back_slot(by: Person, slot: Slot) -> bool:
    """Whose time it is."""
    return slot.guide.person_id == by.pk


def can_book(by: Person, slot: Slot) -> bool:
    """Whoever takes part as a learner, with anybody but themselves."""
    return slot.guide.person_id != by.pk and booking_as(by).filter(programme=slot.programme_id).exists()


def can_cancel(by: Person, booking: Booking) -> bool:
    """Either of the two."""
    return by.pk in {booking.learner.person_id, booking.slot.guide.person_id}


def can_report(by: Person, booking: Booking) -> bool:
    """Either of the two says whether they met."""
    return can_cancel(by, booking)
