"""Relationships for one meeting, as in flash mentoring: begun by a booking, and closed by the clock."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity.actions import record
from alongside.programmes.enrolment_states import look_again
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions.leaving import without_another
from alongside.relationships.actions.life import (
    begin_relationship,
    check_active,
    close,
    locked,
    together,
)
from alongside.relationships.models import Relationship, Session

STAYS_OPEN = timedelta(days=7)
"""How long the page of a short relationship stays open to write on after its last meeting."""


@transaction.atomic
def arrange_meeting(
    programme: Programme,
    *,
    by: Person,
    learner: Enrolment,
    guide: Enrolment,
    starts_at: datetime,
    minutes: int,
    way: str,
) -> Session:
    """The session of a booking, in the relationship that these two have open, or in a new one.

    It is part of the booking, which has asked the permission, holds both people and tells them.
    """
    there = together(programme, learner, guide)
    if there:
        check_active(locked(there))
    relationship = begin_relationship(
        programme, learner=learner, guide=guide, reasons=[], by=by, origin=Relationship.Origin.BOOKING
    )
    session = relationship.sessions.create(starts_at=starts_at, minutes=minutes, way=way, planned_by=by)
    record("session.planned", by=by, subject=session)
    return session


def close_short_relationships() -> int:
    """Close those whose last meeting was a week ago, and return how many. By the clock; nobody is told.

    What people wrote stays theirs to read, and both may book again at any time.
    """
    recent = Session.objects.filter(
        relationship=OuterRef("pk"), starts_at__gt=timezone.now() - STAYS_OPEN
    ).exclude(state=Session.State.CANCELLED)
    short = Relationship.objects.open().filter(programme__kind=Programme.Kind.FLASH)
    over = short.filter(~Exists(recent), created_at__lt=timezone.now() - STAYS_OPEN)
    return sum(_close_one(pk) for pk in list(over.values_list("pk", flat=True)))


@transaction.atomic
def _close_one(pk: int) -> bool:
    """Close one that is still open; whether there was anything to do."""
    rows = Relationship.objects.select_for_update(of=("self",), no_key=True).open()
    relationship = rows.select_related("programme__organisation").filter(pk=pk).first()
    if relationship is None or _meets_again(relationship):
        return False
    has_met = relationship.sessions.filter(state=Session.State.HELD).exists()
    close(relationship, Relationship.State.COMPLETED if has_met else Relationship.State.ENDED_EARLY, None)
    for enrolment in without_another(relationship):
        look_again(enrolment)
    organisation = relationship.programme.organisation
    record("relationship.completed", by=None, organisation=organisation, subject=relationship)
    return True


def _meets_again(relationship: Relationship) -> bool:
    return relationship.sessions.filter(state=Session.State.PLANNED, starts_at__gt=timezone.now()).exists()
