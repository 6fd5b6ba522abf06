"""Who may see whom: each feature that brings people together says so here.

Accounts knows no higher feature, so a feature registers, once, when it starts, a function from a
person to the condition under which another person's name and profile are open to them::

    acquaintance.register(lambda person: Q(participations__relationship__participants__person=person))
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from alongside.accounts.models import Person

Introduction = Callable[["Person"], Q]
_introductions: list[Introduction] = []


def register(introduction: Introduction) -> None:
    """Add a way of knowing somebody. Conditions use subqueries (``pk__in``), never joins that repeat rows."""
    _introductions.append(introduction)


def condition(person: "Person") -> Q:
    """Everyone whom the person may see: themselves, and whoever a feature introduces."""
    everyone = Q(pk=person.pk)
    for introduction in _introductions:
        everyone |= introduction(person)
    return everyone
