"""What people are told by mail: who did something and where to look, never what was written."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.relationships.models import Relationship


def to_others(
    relationship: Relationship,
    by: Person,
    subject: Any,  # noqa: ANN401  a lazy translation
    text: Any,  # noqa: ANN401
) -> list[Message]:
    """One message to everyone but the actor; ``{name}`` in either text is the actor's short name."""
    others = [person for person in _present(relationship) if person.pk != by.pk]
    return [_message(relationship, person, subject, text, name=by.short_name) for person in others]


def to_everyone(
    relationship: Relationship,
    *,
    subject: Any,  # noqa: ANN401  a lazy translation
    text: Any,  # noqa: ANN401
) -> list[Message]:
    """One message to each; ``{names}`` in either text are the other people."""
    people = _present(relationship)
    return [
        _message(relationship, person, subject, text, names=_names(relationship, person)) for person in people
    ]


def address_of(relationship: Relationship, slug: str) -> str:
    """The whole address of the relationship's page, for mails."""
    path = reverse("relationship", kwargs={"organisation": slug, "public_id": relationship.public_id})
    return f"{settings.PUBLIC_URL}{path}"


def _message(
    relationship: Relationship,
    person: Person,
    subject: Any,  # noqa: ANN401
    text: Any,  # noqa: ANN401
    **named: Any,  # noqa: ANN401
) -> Message:
    address = address_of(relationship, person.organisation.slug)
    body = format_lazy("{text}\n\n{address}\n", text=format_lazy(text, **named), address=address)
    return Message(to=person, subject=format_lazy(subject, **named), text=body)


def _present(relationship: Relationship) -> list[Person]:
    """Everyone inside who has not left the organisation."""
    inside = relationship.participants.select_related("person__organisation").order_by("pk")
    return [participant.person for participant in inside if participant.person.left_at is None]


def _names(relationship: Relationship, person: Person) -> Any:  # noqa: ANN401  a lazy text
    """The other people's short names, joined in the reader's language."""
    inside = relationship.participants.exclude(person=person).select_related("person").order_by("pk")
    names = [participant.person.short_name for participant in inside]
    return lazy(lambda: get_text_list(names, _("and")), str)()
