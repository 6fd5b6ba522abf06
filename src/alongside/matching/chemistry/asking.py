"""Asking for a first chat, with up to three times to choose from. It holds no place of the guide."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching import engine
from alongside.matching.actions.asking import no_match, refuse_when_apart, refuse_when_taken
from alongside.matching.chemistry import mails
from alongside.matching.chemistry.ending import expire_one
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.permissions import can_ask_for_chat
from alongside.matching.chemistry.times import put_times
from alongside.matching.choosing import MOST_ASKED, choosing, refuse_unprepared, wants_more
from alongside.programmes.models import Enrolment


@transaction.atomic
def ask_for_chat(guide: Enrolment, *, by: Person, message: str, times: Sequence[datetime]) -> FirstChat:
    """Ask a guide for a first chat at one of up to three times; asking twice is asking once.

    Raises ``RuleBroken`` where the learner has three already or nobody left to look for, and where the two
    may not be matched here or the guide has no place. Both people's rows are held meanwhile, so that two
    windows cannot ask for a fourth.
    """
    hold_people([by.pk, guide.person_id])
    require(can_ask_for_chat(by, guide))
    learner = choosing(by).get(programme=guide.programme_id)
    standing = FirstChat.objects.open().filter(learner=learner, guide=guide).first()
    if standing:
        return standing
    _refuse_more(learner)
    refuse_when_apart(learner, guide)
    refuse_when_taken(learner, guide)
    if engine.judge(learner, guide, with_answers=False) is None:
        raise RuleBroken(no_match(guide))
    return _ask(learner, guide, by, message.strip(), times)


def _ask(
    learner: Enrolment, guide: Enrolment, by: Person, message: str, times: Sequence[datetime]
) -> FirstChat:
    for overdue in FirstChat.objects.filter(learner=learner, guide=guide).exclude(state=FirstChat.State.OVER):
        expire_one(overdue.pk)
    programme = learner.programme
    chat = FirstChat.objects.create(
        programme=programme,
        learner=learner,
        guide=guide,
        message=message,
        minutes=programme.first_chat_minutes,
        expires_at=timezone.now() + timedelta(days=programme.answer_within_days),
    )
    put_times(chat, times)
    record("first_chat.asked", by=by, subject=chat, tell=[mails.asked(chat)])
    return chat


def _refuse_more(learner: Enrolment) -> None:
    refuse_unprepared(learner)
    if not wants_more(learner):
        raise RuleBroken(_("You have nobody left to look for here: all your places are filled."))
    if FirstChat.objects.open().filter(learner=learner).count() >= MOST_ASKED:
        message = _("You have %(count)d first chats already. Let go of one of them, and ask again.")
        raise RuleBroken(message % {"count": MOST_ASKED})
