"""Whom a person knows by meeting them, and what they call it."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.programmes.models import Programme
from alongside.relationships.models import Participant, Relationship


def ever_met(person: Person) -> Q:
    """Everyone who shares a relationship with the person, open or over: their names stay on its pages."""
    own = Relationship.objects.visible_to(person)
    return Q(pk__in=Participant.objects.filter(relationship__in=own).values("person"))


def meet_now(person: Person) -> Q:
    """Everyone who shares an open relationship with the person."""
    own = Relationship.objects.visible_to(person).open()
    return Q(pk__in=Participant.objects.filter(relationship__in=own).values("person"))


def word_in_the_menu(request: TenantRequest) -> Any:  # noqa: ANN401  a lazy translation
    """Mentoring, coaching or both, by what the person takes part in."""
    own = Relationship.objects.visible_to(request.person).order_by()
    kinds = set(own.values_list("programme__kind", flat=True).distinct())
    if Programme.Kind.COACHING not in kinds:
        return _("Mentoring")
    return _("Coaching") if kinds == {Programme.Kind.COACHING} else _("Your pairs")
