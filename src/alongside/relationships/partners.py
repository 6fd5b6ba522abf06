"""Whom a person knows by meeting them."""

from django.db.models import Q

from alongside.accounts.models import Person
from alongside.relationships.models import Participant, Relationship


def ever_met(person: Person) -> Q:
    """Everyone who shares a relationship with the person, open or over: their names stay on its pages."""
    own = Relationship.objects.visible_to(person)
    return Q(pk__in=Participant.objects.filter(relationship__in=own).values("person"))


def meet_now(person: Person) -> Q:
    """Everyone who shares an open relationship with the person."""
    own = Relationship.objects.visible_to(person).open()
    return Q(pk__in=Participant.objects.filter(relationship__in=own).values("person"))
