"""Who may do what with first chats: the two, each for their own side, and nobody for them."""

from alongside.accounts.models import Person
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.permissions import looks_among
from alongside.programmes.models import Enrolment, Programme


def can_ask_for_chat(by: Person, guide: Enrolment) -> bool:
    """Whoever looks for a guide may talk with those of the same programme, where people have first chats."""
    return guide.programme.way == Programme.Way.CHATS and looks_among(by, guide)


def can_take_part(by: Person, chat: FirstChat) -> bool:
    """Offering and agreeing times, saying that they talked, ending it: either of the two."""
    return by.pk in {chat.learner.person_id, chat.guide.person_id}


def can_choose(by: Person, chat: FirstChat) -> bool:
    """Choosing is the learner's."""
    return by.pk == chat.learner.person_id
