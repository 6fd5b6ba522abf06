"""What else ends when somebody leaves a programme; higher features register it when they start."""

from collections.abc import Callable

from alongside.accounts.models import Person
from alongside.programmes.models import Enrolment

Departure = Callable[[Enrolment, Person], None]
_registered: list[Departure] = []


def register(departure: Departure) -> None:
    """Call this with the enrolment and who ends it, inside the action's transaction."""
    _registered.append(departure)


def depart(enrolment: Enrolment, *, by: Person) -> None:
    """Let every feature end what it holds for the enrolment."""
    for departure in _registered:
        departure(enrolment, by)
