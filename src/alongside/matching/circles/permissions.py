"""Who may answer for a seat in a circle."""

from alongside.accounts.models import Person
from alongside.matching.circles.models import Seat


def can_answer_seat(by: Person, seat: Seat) -> bool:
    """A seat is answered by whom it is offered to, and by nobody for them."""
    return seat.enrolment.person_id == by.pk and seat.state != Seat.State.DRAFTED
