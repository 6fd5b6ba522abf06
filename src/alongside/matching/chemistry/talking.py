"""What the two do with a first chat: offer times, agree to one, say that they talked, end it, choose."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching import asking_mails
from alongside.matching.actions.asking import request_place
from alongside.matching.chemistry import mails
from alongside.matching.chemistry.ending import end
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.permissions import can_choose, can_take_part
from alongside.matching.chemistry.times import put_times
from alongside.matching.models import Proposal
from alongside.matching.places import places_left
from alongside.programmes.models import Enrolment

TO_SAY_SO = timedelta(days=14)
"""How long after its agreed time a first chat waits for somebody to say that they talked."""

TO_CHOOSE = timedelta(days=30)
"""How long a learner may think about it after they talked; the other chats have to be held meanwhile."""


@transaction.atomic
def offer_times(chat: FirstChat, *, by: Person, times: Sequence[datetime]) -> FirstChat:
    """Offer other times, also where one was agreed to already; then the other side chooses."""
    require(can_take_part(by, chat))
    current = _held_row(chat)
    _refuse_when_over(current)
    if current.state == FirstChat.State.HELD:
        raise RuleBroken(_("You have talked already, so no time is needed."))
    turn = current.side_of(by) == "guide"
    offered = sorted(set(times))
    if current.is_learners_turn == turn and offered == [each.starts_at for each in current.times.all()]:
        return current
    put_times(current, offered)
    current.state, current.is_learners_turn, current.starts_at = FirstChat.State.ASKED, turn, None
    current.expires_at = timezone.now() + timedelta(days=current.programme.answer_within_days)
    current.save()
    record("first_chat.times_offered", by=by, subject=current, tell=[mails.times_offered(current, by)])
    return current


@transaction.atomic
def agree_to_time(chat: FirstChat, *, by: Person, starts_at: datetime) -> FirstChat:
    """Agree to one of the times that the other side offers; both get a mail with it."""
    require(can_take_part(by, chat))
    current = _held_row(chat)
    _refuse_when_over(current)
    if current.state == FirstChat.State.AGREED and current.starts_at == starts_at:
        return current
    if not current.waits_for(by) or starts_at not in [each.starts_at for each in current.times_to_come()]:
        raise RuleBroken(_("This time cannot be chosen any more. Look at the times again, or offer others."))
    current.state, current.starts_at = FirstChat.State.AGREED, starts_at
    current.expires_at = starts_at + TO_SAY_SO
    current.save()
    record("first_chat.agreed", by=by, subject=current, tell=mails.agreed(current, by))
    return current


@transaction.atomic
def mark_chat_held(chat: FirstChat, *, by: Person) -> FirstChat:
    """Say that the two have talked; from now on the learner may choose this guide."""
    require(can_take_part(by, chat))
    current = _held_row(chat)
    if current.state == FirstChat.State.HELD:
        return current
    _refuse_when_over(current)
    if not (current.state == FirstChat.State.AGREED and current.has_begun):
        raise RuleBroken(_("This first chat has not taken place yet. Agree to a time first, and talk."))
    current.state, current.held_at = FirstChat.State.HELD, timezone.now()
    current.expires_at = current.held_at + TO_CHOOSE
    current.save()
    record("first_chat.held", by=by, subject=current)
    return current


@transaction.atomic
def end_chat(chat: FirstChat, *, by: Person) -> FirstChat:
    """End it, on either side and without a reason; the other is told kindly."""
    require(can_take_part(by, chat))
    hold_people([chat.learner.person_id, chat.guide.person_id])
    current = _held_row(chat)
    if current.state == FirstChat.State.OVER:
        return current
    if current.is_chosen:
        raise RuleBroken(_("This is a choice that waits for an answer now. Answer it, or take it back."))
    if current.side_of(by) == "guide":
        has_talked = current.state == FirstChat.State.HELD
        tell = [mails.no_from_guide(current, has_talked=has_talked)]
        end(current, FirstChat.Ending.DECLINED)
    else:
        end(current, FirstChat.Ending.TAKEN_BACK)
        tell = [mails.kind_no(current.programme, current.guide.person)]
    record("first_chat.ended", by=by, subject=current, tell=tell)
    return current


@transaction.atomic
def choose_guide(chat: FirstChat, *, by: Person) -> Proposal:
    """Choose the guide with whom one has talked. It holds their place until they say yes or no; twice is once.

    The other first chats go on until this guide has said yes; then they end with a kind no.
    """
    require(can_choose(by, chat))
    hold_people([chat.learner.person_id, chat.guide.person_id])
    current = _held_row(chat)
    if current.proposal and (current.is_chosen or current.proposal.state == Proposal.State.ACCEPTED):
        return current.proposal
    _refuse_when_over(current)
    if current.state != FirstChat.State.HELD:
        raise RuleBroken(_("Talk with each other first. Then you can choose."))
    left = places_left(Enrolment.objects.filter(pk=current.learner_id))
    if not left[current.learner_id].as_learner:
        raise RuleBroken(
            _("You have chosen somebody already. Wait for the answer, or take your choice back.")
        )
    current.proposal = request_place(
        current.learner, current.guide, by=by, tell=asking_mails.chosen, verb="first_chat.chosen"
    )
    # Nothing ends by itself while the choice waits for an answer.
    current.expires_at = max(current.expires_at, current.proposal.expires_at)
    current.save(update_fields=["proposal", "expires_at"])
    return current.proposal


def _held_row(chat: FirstChat) -> FirstChat:
    """The chat as it stands now, held to the transaction's end."""
    rows = FirstChat.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme__organisation", "proposal", "learner__person", "guide__person").get(
        pk=chat.pk
    )


def _refuse_when_over(chat: FirstChat) -> None:
    if not FirstChat.objects.open().filter(pk=chat.pk).exists():
        raise RuleBroken(_("This first chat has ended. You may ask for another."))
