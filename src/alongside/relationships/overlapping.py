"""Meetings of one person at the same time: what is planned, and what may not be planned past.

Two meetings that a pair agrees on may touch, as people know best. A short meeting that was booked stands: its
time was offered and taken, and the other side counts on it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken
from alongside.programmes.models import Programme
from alongside.relationships.models import Relationship, Session

LONGEST_SESSION = timedelta(hours=8)


def planned() -> QuerySet[Any]:
    """Planned sessions with ``over_at``, the moment at which each is over."""
    length = ExpressionWrapper(Cast("minutes", IntegerField()) * Value(timedelta(minutes=1)), DurationField())
    over_at = ExpressionWrapper(F("starts_at") + length, DateTimeField())
    return Session.objects.filter(state=Session.State.PLANNED).annotate(over_at=over_at).order_by()


def planned_between(starts_at: datetime, ends_at: datetime) -> QuerySet[Any]:
    """Planned sessions that take place at some time between these two moments."""
    near = planned().filter(starts_at__gt=starts_at - LONGEST_SESSION, starts_at__lt=ends_at)
    return near.filter(over_at__gt=starts_at)


def is_busy(person: Person, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the person is planned to meet somebody at some time between these two moments."""
    return planned_between(starts_at, ends_at).filter(relationship__participants__person=person).exists()


def hold_participants(relationship: Relationship) -> None:
    """Hold everybody who meets there, before the relationship: nobody is booked while a meeting is planned."""
    hold_people(list(relationship.participants.order_by().values_list("person", flat=True)))


def refuse_when_booked(relationship: Relationship, by: Person, starts_at: datetime, minutes: int) -> None:
    """Raise ``RuleBroken`` where somebody who meets there is booked at that time; they are held."""
    during = planned_between(starts_at, starts_at + timedelta(minutes=minutes))
    booked = during.filter(
        relationship__programme__kind=Programme.Kind.FLASH,
        relationship__participants__person__in=relationship.participants.order_by().values("person"),
    )
    busy = set(booked.values_list("relationship__participants__person", flat=True))
    if by.pk in busy:
        raise RuleBroken(_("You have another meeting at this time. Choose another time."))
    if busy:
        name = Person.objects.filter(pk__in=busy).order_by("name", "pk").values_list("name", flat=True)[0]
        raise RuleBroken(_("%(name)s cannot meet at this time. Choose another time.") % {"name": name})
