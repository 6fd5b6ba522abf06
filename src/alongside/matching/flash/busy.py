"""When people have something else: whatever is planned in any of their relationships, booked or not."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from alongside.accounts.models import Person
from alongside.matching.flash.models import SlotQuerySet
from alongside.relationships.models import Session


def planned() -> QuerySet[Any]:
    """Planned sessions with ``over_at``, the moment at which each is over."""
    length = ExpressionWrapper(Cast("minutes", IntegerField()) * Value(timedelta(minutes=1)), DurationField())
    over_at = ExpressionWrapper(F("starts_at") + length, DateTimeField())
    return Session.objects.filter(state=Session.State.PLANNED).annotate(over_at=over_at).order_by()


def is_busy(person: Person, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the person is planned to meet somebody at some time between these two moments."""
    own = planned().filter(relationship__participants__person=person)
    return own.filter(starts_at__lt=ends_at, over_at__gt=starts_at).exists()


def when_both_are_free(slots: SlotQuerySet, learner: Person) -> SlotQuerySet:
    """These slots without those at which their guide, or this learner, has something else."""
    of_guide = planned().filter(relationship__participants__person=OuterRef("guide__person"))
    clashing = of_guide.filter(starts_at__lt=OuterRef("ends_at"), over_at__gt=OuterRef("starts_at"))
    own = planned().filter(relationship__participants__person=learner)
    taken = Q(pk__in=[])
    for starts_at, over_at in own.values_list("starts_at", "over_at"):
        taken |= Q(starts_at__lt=over_at, ends_at__gt=starts_at)
    return slots.exclude(taken).filter(~Exists(clashing))
