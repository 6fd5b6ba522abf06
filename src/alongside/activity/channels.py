"""Sending what is waiting: each delivery at least once, and never twice to the reader."""

import logging

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from alongside.activity.models import Delivery

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 5


def send_waiting() -> int:
    """Send every delivery that waits; returns how many were sent. Safe to run twice at once."""
    waiting = Delivery.objects.filter(state=Delivery.State.QUEUED).values_list("pk", flat=True)
    return sum(_send(pk) for pk in list(waiting))


@transaction.atomic
def _send(pk: int) -> bool:
    """Send one delivery while holding its row, so that a second worker waits and then finds it sent."""
    delivery = Delivery.objects.select_for_update().filter(pk=pk, state=Delivery.State.QUEUED).first()
    if delivery is None:
        return False
    delivery.attempts += 1
    try:
        EmailMessage(
            subject=delivery.subject,
            body=delivery.text,
            to=[delivery.address],
            headers={"Message-ID": f"<{delivery.public_id}@alongside>", "Auto-Submitted": "auto-generated"},
        ).send()
    except OSError as problem:
        _note_failure(delivery, problem)
        return False
    delivery.state, delivery.sent_at, delivery.error = Delivery.State.SENT, timezone.now(), ""
    # It may hold a link that signs somebody in; once it is with its reader, nobody else needs it.
    delivery.text = ""
    delivery.save()
    return True


def _note_failure(delivery: Delivery, problem: OSError) -> None:
    delivery.error = type(problem).__name__
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.state = Delivery.State.FAILED
    delivery.save()
    logger.warning(
        "delivery %s failed, attempt %d: %s", delivery.public_id, delivery.attempts, delivery.error
    )
