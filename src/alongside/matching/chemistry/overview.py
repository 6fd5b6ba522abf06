"""A first chat as one of the two reads it, and what a programme's team reads of all: how many, never who."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.matching.chemistry.forms import TimesForm
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.reading import shown_answers
from alongside.programmes.models import Enrolment, Programme
from alongside.web.templatetags.days import day


@dataclass(frozen=True)
class ChatRow:
    """A first chat in a list: with whom, and where it stands as a tone and a word."""

    chat: FirstChat
    other: Person
    tone: str
    word: str


def chats_of(learner: Enrolment) -> list[ChatRow]:
    """The learner's first chats in this programme that still lead somewhere, the oldest first."""
    chats = FirstChat.objects.open().filter(learner=learner).with_people().order_by("asked_at", "pk")
    return [row_of(chat, learner.person) for chat in chats]


def row_of(chat: FirstChat, person: Person) -> ChatRow:
    """One line of a list."""
    tone, word = _status(chat, person)
    return ChatRow(chat, chat.other(person), tone, word)


def _status(chat: FirstChat, person: Person) -> tuple[str, str]:
    if not chat.is_open:
        return "idle", _("Has ended")
    if chat.is_chosen:
        return "now", _("Waits for a yes")
    if chat.state == FirstChat.State.AGREED:
        return ("now", _("Have you talked?")) if chat.has_begun else ("info", when(chat))
    if chat.state == FirstChat.State.HELD:
        return "good", _("You have talked")
    return ("now", _("Waits for you")) if chat.waits_for(person) else ("idle", _("Waits for an answer"))


def heading_of(chat: FirstChat, person: Person) -> str:
    """Where it stands, as the one sentence at the head of its page."""
    is_learner = chat.side_of(person) == "learner"
    return _sentence(chat, person, is_learner=is_learner) % {
        "name": chat.other(person).short_name,
        "when": when(chat),
    }


def _sentence(chat: FirstChat, person: Person, *, is_learner: bool) -> str:
    if chat.ending == FirstChat.Ending.TOGETHER:
        return _("You and %(name)s work together.")
    if not chat.is_open:
        return _("This first chat has ended.")
    if chat.is_chosen and is_learner:
        return _("You chose %(name)s. They say yes or no next.")
    if chat.is_chosen:
        return _("%(name)s would like to go on with you.")
    if chat.state == FirstChat.State.ASKED:
        return _about_times(chat, person, is_learner=is_learner)
    return _about_talking(chat, is_learner=is_learner)


def _about_times(chat: FirstChat, person: Person, *, is_learner: bool) -> str:
    if chat.waits_for(person):
        return (
            _("%(name)s offers you other times.") if is_learner else _("%(name)s asks you for a first chat.")
        )
    return _("You asked %(name)s. They answer next.") if is_learner else _("%(name)s answers next.")


def _about_talking(chat: FirstChat, *, is_learner: bool) -> str:
    if chat.state == FirstChat.State.HELD and is_learner:
        return _("You have talked. Would you like to go on with %(name)s?")
    if chat.state == FirstChat.State.HELD:
        return _("You have talked. %(name)s decides next.")
    return _("Have you talked with %(name)s?") if chat.has_begun else _("You talk with %(name)s: %(when)s")


def when(chat: FirstChat) -> str:
    """The agreed day and time, where the reader is."""
    if chat.starts_at is None:
        return ""
    return f"{day(chat.starts_at)}, {time_format(timezone.localtime(chat.starts_at))}"


def what_can_be_done(chat: FirstChat, person: Person) -> dict[str, Any]:
    """What the page offers to the one who reads it."""
    is_talking = chat.is_open and chat.state in {FirstChat.State.ASKED, FirstChat.State.AGREED}
    is_learner = chat.side_of(person) == "learner"
    is_held = chat.is_open and chat.state == FirstChat.State.HELD
    return {
        "times": chat.times_to_come() if chat.waits_for(person) else [],
        "may_offer": is_talking,
        "may_hold": chat.is_open and chat.state == FirstChat.State.AGREED and chat.has_begun,
        "may_choose": is_learner and is_held and not chat.is_chosen,
        "may_end": chat.is_open and not chat.is_chosen,
    }


def about_chat(
    chat: FirstChat, person: Person, addresses: Mapping[str, str], form: TimesForm | None = None
) -> dict[str, Any]:
    """What its page shows to one of the two; addresses: where each answer goes. form: times that could not be read."""
    other, side = chat.other(person), chat.side_of(person)
    return {
        "chat": chat,
        "programme": chat.programme,
        "other": other,
        "profile": getattr(other, "profile", None),
        "answers": shown_answers(chat.guide if side == "learner" else chat.learner),
        "side": side,
        "heading": heading_of(chat, person),
        "form": form or TimesForm(),
        "addresses": addresses,
        **what_can_be_done(chat, person),
    }


def chats_counted(programme: Programme) -> dict[str, int]:
    """For the team: how many first chats are under way, and how many people talk or have talked with somebody."""
    chats = FirstChat.objects.open().filter(programme=programme)
    return {
        "open": chats.count(),
        "held": chats.filter(state=FirstChat.State.HELD).count(),
        "learners": chats.order_by().values("learner").distinct().count(),
    }
