"""The times that one side proposes: up to three, to come, each once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.activity.actions import RuleBroken
from alongside.matching.chemistry.models import FirstChat, FirstChatTime

MOST_TIMES = 3
FURTHEST_AHEAD = timedelta(days=60)


def put_times(chat: FirstChat, times: Sequence[datetime]) -> None:
    """Let these be the times to choose from, inside an action that holds the chat's row."""
    wanted = sorted(set(times))
    now = timezone.now()
    if not 1 <= len(wanted) <= MOST_TIMES:
        raise RuleBroken(_("Offer one to %(most)d times.") % {"most": MOST_TIMES})
    if wanted[0] <= now:
        raise RuleBroken(_("One of these times has passed. Offer times to come."))
    if wanted[-1] > now + FURTHEST_AHEAD:
        raise RuleBroken(_("One of these times is more than two months ahead. Offer earlier ones."))
    chat.times.all().delete()
    FirstChatTime.objects.bulk_create(FirstChatTime(chat=chat, starts_at=each) for each in wanted)
