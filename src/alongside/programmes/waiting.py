"""What waits in a programme that only a higher feature knows of; it registers when it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from alongside.programmes.models import Programme


@dataclass(frozen=True)
class Waiting:
    """Something under way: a whole sentence, and where to look at it."""

    sentence: str
    do: str | Promise
    url: str


Ask = Callable[[Programme], Waiting | None]
_registered: list[Ask] = []


def register(ask: Ask) -> None:
    """Ask this whenever somebody who runs a programme opens its page."""
    _registered.append(ask)


def waiting_in(programme: Programme) -> Waiting | None:
    """The first thing that waits, or None."""
    return next((found for ask in _registered if (found := ask(programme))), None)
