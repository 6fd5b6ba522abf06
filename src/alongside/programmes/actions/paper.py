"""Notices on paper for people without a mailbox: that something waits for them, never what."""

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity.actions import record, require
from alongside.activity.mailboxes import DOMAIN
from alongside.activity.models import Delivery
from alongside.programmes.models import Programme
from alongside.programmes.permissions import can_run_programme

ON_PAPER = Q(deliveries__state=Delivery.State.ON_PAPER)


def people_without_mailbox(programme: Programme) -> QuerySet[Person]:
    """Who takes part and has no mailbox."""
    taking_part = programme.enrolments.taking_part().values("person")
    return Person.objects.filter(pk__in=taking_part, email__endswith=DOMAIN).order_by("name", "pk")


def notices_to_hand_over(programme: Programme) -> QuerySet[Person]:
    """Those of them for whom something waits, with how much in ``waiting``."""
    return (
        people_without_mailbox(programme)
        .annotate(waiting=Count("deliveries", ON_PAPER))
        .filter(waiting__gt=0)
    )


@transaction.atomic
def hand_over_notices(programme: Programme, *, by: Person) -> int:
    """Note that the printed notices have been handed over; returns to how many people."""
    require(can_run_programme(by, programme))
    told = list(notices_to_hand_over(programme))
    waiting = Delivery.objects.filter(recipient__in=told, state=Delivery.State.ON_PAPER)
    if waiting.update(state=Delivery.State.SENT, sent_at=timezone.now()):
        record("notices.handed_over", by=by, subject=programme)
    return len(told)
