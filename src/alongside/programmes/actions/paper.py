"""Notices on paper for people without a mailbox: that something waits for them, never what."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity.actions import record, require
from alongside.activity.mailboxes import DOMAIN
from alongside.activity.models import Delivery
from alongside.programmes.models import Programme
from alongside.programmes.permissions import can_run_programme


def people_without_mailbox(programme: Programme) -> QuerySet[Person]:
    """Who takes part and has no mailbox."""
    taking_part = programme.enrolments.taking_part().values("person")
    return Person.objects.filter(pk__in=taking_part, email__endswith=DOMAIN).order_by("name", "pk")


def notices_to_hand_over(programme: Programme) -> QuerySet[Person]:
    """Those of them for whom something waits, here or elsewhere: the notice does not say what or where."""
    waiting = Delivery.objects.filter(recipient=OuterRef("pk"), state=Delivery.State.ON_PAPER)
    return people_without_mailbox(programme).filter(Exists(waiting))


@transaction.atomic
def hand_over_notices(programme: Programme, *, by: Person, shown_at: datetime) -> int:
    """Note that the notices printed then have been handed over; what came later still waits."""
    require(can_run_programme(by, programme))
    told = people_without_mailbox(programme)
    waiting = Delivery.objects.filter(recipient__in=told, state=Delivery.State.ON_PAPER, due_at__lte=shown_at)
    people = waiting.values("recipient").distinct().count()
    if waiting.update(state=Delivery.State.SENT, sent_at=timezone.now()):
        record("notices.handed_over", by=by, subject=programme)
    return people
