"""What accounts keep only for a time."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from alongside.accounts.models import IdempotentReply

DAYS_A_REPLY_IS_KEPT = 1


def forget_old() -> None:
    """Drop the replies to repeatable writes after a day, and sessions that are over."""
    IdempotentReply.objects.filter(
        created_at__lt=timezone.now() - timedelta(days=DAYS_A_REPLY_IS_KEPT)
    ).delete()
    SessionStore.clear_expired()
