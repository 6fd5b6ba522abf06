"""Links by which one person goes on with one first chat, as it stood when a mail went out.

Once somebody has gone on with it, an earlier link opens nothing and names nobody; the newest mail has the newest one.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from alongside.accounts.models import Organisation, Person
from alongside.matching.chemistry.models import FirstChat
from alongside.programmes.models import Programme

SALT = "alongside.matching.first_chat"
LASTS = timedelta(days=60)


class OpenedChat(NamedTuple):
    """A link with whose it is, and the first chat; no chat once it has gone on or is over."""

    person: Person
    programme: Programme
    chat: FirstChat | None


def chat_link(person: Person, chat: FirstChat) -> str:
    """A whole address for a mail to one of the two."""
    return settings.PUBLIC_URL + chat_page(person, chat)


def chat_page(person: Person, chat: FirstChat) -> str:
    """The path of the page for one of the two, as the chat stands now."""
    return reverse("chat_by_link", args=[chat.programme.organisation.slug, chat_token(person, chat)])


def chat_token(person: Person, chat: FirstChat) -> str:
    """What the link holds: two ids that say nothing, where the chat stands, and when it was sent; signed."""
    sent = int(timezone.now().timestamp())
    return signing.Signer(salt=SALT).sign_object([person.public_id, chat.public_id, chat.stage, sent])


def read_chat_link(organisation: Organisation, token: str) -> OpenedChat | None:
    """What the link opens; None for one that was never sent, is too old, or is of somebody who left."""
    try:
        person_id, chat_id, stage, sent = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    if datetime.fromtimestamp(sent, UTC) + LASTS < timezone.now():
        return None
    people = Person.objects.filter(organisation=organisation, left_at=None)
    person = people.filter(public_id=person_id).first()
    if person is None:
        return None
    chat = FirstChat.objects.visible_to(person).with_people().filter(public_id=chat_id).first()
    if chat is None:
        return None
    is_open = FirstChat.objects.open().filter(pk=chat.pk).exists()
    return OpenedChat(person, chat.programme, chat if is_open and chat.stage == stage else None)
