"""Sending what is waiting: each delivery at least once, by one worker at a time.

A worker claims a delivery in one statement, sends it outside any transaction, so that a slow mail server
never holds the database, and then notes it sent. Only a worker that dies between the last two leaves a
delivery that goes out again; it keeps its Message-ID, by which mail programs recognise the repeat.
"""

import logging
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.utils import timezone

from alongside.activity.models import Delivery

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
"""Tries before a delivery is given up: at once, then after 1, 4, 16, 64 and 256 minutes."""
LONGEST_SENDING = timedelta(minutes=10)
"""A delivery that is claimed for longer was left by a worker that died."""


def send_waiting() -> int:
    """Send every delivery that is due; returns how many were sent. Safe to run twice at once."""
    now = timezone.now()
    left_behind = Q(state=Delivery.State.SENDING, claimed_at__lt=now - LONGEST_SENDING)
    is_due = Q(state=Delivery.State.QUEUED, due_at__lte=now)
    waiting = list(Delivery.objects.filter(is_due | left_behind).order_by("pk"))
    connection = get_connection()
    try:
        return sum(_send(delivery, connection) for delivery in waiting)
    finally:
        connection.close()


def _send(delivery: Delivery, connection: BaseEmailBackend) -> bool:
    if not _claim(delivery):
        return False
    try:
        _mail(delivery, connection).send()
    except Exception as problem:  # one bad address must not hold up everybody else's mail
        _note_failure(delivery, problem)
        connection.close()
        return False
    # The text may hold a link that signs somebody in; once it is with its reader, nobody else needs it.
    delivery.state, delivery.sent_at, delivery.error, delivery.text = (
        Delivery.State.SENT,
        timezone.now(),
        "",
        "",
    )
    delivery.save()
    return True


def _claim(delivery: Delivery) -> bool:
    """Take the delivery for this worker; no when another took it in the meantime."""
    as_it_was = Delivery.objects.filter(pk=delivery.pk, state=delivery.state, attempts=delivery.attempts)
    claimed = as_it_was.update(
        state=Delivery.State.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
    )
    if claimed:
        delivery.refresh_from_db()
    return claimed == 1


def _mail(delivery: Delivery, connection: BaseEmailBackend) -> EmailMessage:
    return EmailMessage(
        subject=delivery.subject,
        body=delivery.text,
        to=[delivery.address],
        connection=connection,
        headers={"Message-ID": f"<{delivery.public_id}@alongside>", "Auto-Submitted": "auto-generated"},
    )


def _note_failure(delivery: Delivery, problem: Exception) -> None:
    """Try again later, later each time, and give up in the end; the log says what failed, never to whom."""
    delivery.error = type(problem).__name__
    if delivery.attempts >= MOST_ATTEMPTS:
        delivery.state, delivery.text = Delivery.State.FAILED, ""
    else:
        delivery.state = Delivery.State.QUEUED
        delivery.due_at = timezone.now() + timedelta(minutes=4 ** (delivery.attempts - 1))
    delivery.save()
    logger.warning(
        "delivery %s failed, attempt %d: %s", delivery.public_id, delivery.attempts, delivery.error
    )
