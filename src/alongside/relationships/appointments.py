"""Sessions that somebody booked in a higher feature: their own page, and what is free again once one is cancelled.

The feature registers when it starts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alongside.accounts.models import Person
from alongside.relationships.models import Session


@dataclass(frozen=True)
class Appointments:
    """What a feature knows of the sessions that were booked in it.

    page_of: the address of the page of a booked session, empty for any other. cancelled: called with sessions
    that are off and who called them off, nobody for the clock, in the transaction in which that happens.
    """

    page_of: Callable[[Session], str]
    cancelled: Callable[[Sequence[Session], Person | None], None]


_registered: list[Appointments] = []


def register(appointments: Appointments) -> None:
    """Ask this feature about every session."""
    _registered.append(appointments)


def page_of(session: Session) -> str:
    """Where a booked session has its page; empty where it was not booked."""
    return next((page for each in _registered if (page := each.page_of(session))), "")


def say_cancelled(sessions: Sequence[Session], by: Person | None) -> None:
    """Let whoever keeps the bookings know that these sessions are off."""
    for each in _registered:
        each.cancelled(sessions, by)
