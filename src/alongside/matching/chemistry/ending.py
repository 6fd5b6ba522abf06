"""How first chats come to an end that nobody of the two presses: chosen, not chosen, in time or not, left."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity.actions import Message, record
from alongside.matching.chemistry import mails
from alongside.matching.chemistry.models import FirstChat, FirstChatQuerySet
from alongside.matching.models.proposals import Proposal
from alongside.programmes.models import Enrolment


def end(chat: FirstChat, ending: FirstChat.Ending) -> None:
    """Let it be over, inside an action that holds its row."""
    chat.state, chat.ending, chat.ended_at = FirstChat.State.OVER, ending, timezone.now()
    chat.save(update_fields=["state", "ending", "ended_at"])


def end_chat_behind(proposal: Proposal) -> None:
    """After a no to the choice, which tells both; inside the action that holds both people's rows."""
    for chat in _not_over().filter(proposal=proposal):
        end(chat, FirstChat.Ending.DECLINED)


def end_chats_of_pair(accepted: Proposal) -> None:
    """Once the two work together, their own first chat is over; their relationship tells both."""
    for chat in _not_over().filter(learner=accepted.learner, guide=accepted.guide):
        end(chat, FirstChat.Ending.TOGETHER)


def end_other_chats(accepted: Proposal, *, by: Person) -> None:
    """A kind no to the other guides, once the learner has all they want: no comparison, no reason, no name."""
    for chat in _not_over().filter(learner=accepted.learner).exclude(guide=accepted.guide):
        end(chat, FirstChat.Ending.CHOSE_ANOTHER)
        tell = [mails.kind_no(chat.programme, chat.guide.person)]
        record("first_chat.ended", by=by, subject=chat, tell=tell)


@transaction.atomic
def end_chats_of(enrolment: Enrolment, *, by: Person) -> None:
    """Let go of the first chats of somebody who leaves the programme; part of the action by which they leave."""
    for chat in _not_over().filter(Q(learner=enrolment) | Q(guide=enrolment)):
        told = _told(chat)
        end(chat, FirstChat.Ending.LEFT)
        record("first_chat.ended", by=by, subject=chat, tell=told)


def expire_chats() -> int:
    """End first chats with which nobody went on in time, or whose people left; returns how many. By the clock."""
    standing = FirstChat.objects.open().values("pk")
    overdue = FirstChat.objects.exclude(state=FirstChat.State.OVER).exclude(pk__in=standing)
    return sum(expire_one(pk) for pk in list(overdue.values_list("pk", flat=True)))


@transaction.atomic
def expire_one(pk: int) -> bool:
    """End one that is not over; whether there was anything to do. Safe to run twice at once."""
    chat = _not_over().filter(pk=pk).first()
    if chat is None:
        return False
    told = _told(chat)
    end(chat, FirstChat.Ending.EXPIRED)
    organisation = chat.programme.organisation
    record("first_chat.expired", by=None, organisation=organisation, subject=chat, tell=told)
    return True


def _told(chat: FirstChat) -> list[Message]:
    """To both while they have not talked; after that, to the guide alone, because choosing was the learner's."""
    to_guide = mails.kind_no(chat.programme, chat.guide.person)
    if chat.state == FirstChat.State.HELD:
        return [to_guide]
    return [mails.not_this_time(chat.programme, chat.learner.person), to_guide]


def _not_over() -> FirstChatQuerySet:
    """Rows that are not over, each held to the transaction's end, in the one order in which everybody takes them."""
    rows = FirstChat.objects.select_for_update(of=("self",), no_key=True).exclude(state=FirstChat.State.OVER)
    return rows.select_related("programme__organisation", "learner__person", "guide__person").order_by("pk")
