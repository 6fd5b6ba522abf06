"""With whom a person may share a goal: each feature that brings people together says so here.

Growth knows no higher feature, so a feature registers, once, when it starts, a function from a person
to the condition under which somebody is a companion of theirs::

    companions.register(lambda person: Q(pk__in=partners_of(person)))
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from alongside.accounts.models import Person

Companionship = Callable[[Person], Q]
_companionships: list[Companionship] = []


def register(companionship: Companionship) -> None:
    """Add a way of being somebody's companion."""
    _companionships.append(companionship)


def companions_of(person: Person) -> QuerySet[Person]:
    """Everyone of the person's organisation whom they meet now."""
    condition = Q(pk__in=[])
    for companionship in _companionships:
        condition |= companionship(person)
    here = Person.objects.filter(organisation=person.organisation_id, left_at=None)
    return here.filter(condition).exclude(pk=person.pk)
