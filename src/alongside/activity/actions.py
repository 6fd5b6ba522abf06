"""What every action shares: asking permission, keeping rules, recording the event, telling people.

An action is a verb-named function, keyword-only, with ``by=person``::

    @transaction.atomic
    def log_session(relationship: Relationship, *, by: Person, held_at: datetime, minutes: int) -> Session:
        require(can_log_session(by, relationship))
        session = Session.objects.create(...)
        record("session.logged", by=by, subject=session, tell=[Message(to=other, subject=..., text=...)])
        return session
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from alongside.activity.mailboxes import has_mailbox
from alongside.activity.models import Delivery, Event

if TYPE_CHECKING:
    from alongside.accounts.models import Organisation, Person


class NotAllowed(PermissionDenied):
    """The person may see the thing but not do this to it (HTTP 403)."""


class RuleBroken(Exception):
    """The action would break a rule of the domain (HTTP 409); the message says what and the cure."""

    def __init__(self, message: Any) -> None:  # noqa: ANN401  a str or a lazy translation
        super().__init__(message)
        self.message = message


def require(allowed: bool) -> None:  # noqa: FBT001  reads as a sentence: require(can_end(by, pair))
    """Raise ``NotAllowed`` unless ``allowed``."""
    if not allowed:
        raise NotAllowed


@dataclass(frozen=True)
class Message:
    """What one person is told: who wrote or what happened, never what was written.

    ``subject`` and ``text`` may be lazy translations; they are put into the recipient's
    own language and time zone when the message is recorded. ``address`` is where it goes when not to the
    address in the directory: what opens an account goes to the address of the account and nowhere else.
    """

    to: "Person"
    subject: Any
    text: Any
    address: str = ""


@transaction.atomic
def record(
    verb: str,
    *,
    by: "Person | None",
    subject: models.Model,
    organisation: "Organisation | None" = None,
    tell: Iterable[Message] = (),
) -> Event:
    """Write the one event of an action, and queue what people are told once it is committed.

    ``organisation`` defaults to the actor's. ``verb`` is ``feature.past_tense``, as ``session.logged``.
    """
    home = organisation or (by.organisation if by else None)
    if home is None:
        raise ValueError("An event without an actor has to name its organisation.")
    event = Event.objects.create(
        organisation=home,
        actor=by,
        verb=verb,
        subject_type=subject._meta.model_name or "",
        subject_id=getattr(subject, "public_id", ""),
    )
    deliveries = [_delivery(event, message) for message in tell]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    if deliveries:
        # Should the queue be out of reach, the clock (schedule.py) sends them a minute later.
        transaction.on_commit(lambda: async_task("alongside.activity.channels.send_waiting"), robust=True)
    return event


def _delivery(event: Event, message: Message) -> Delivery:
    person = message.to
    with translation.override(person.language), timezone.override(person.time_zone):
        address = message.address or person.email
        can_be_mailed = has_mailbox(address)
        return Delivery(
            event=event,
            recipient=person,
            address=address,
            subject=" ".join(str(message.subject).split())[:200],
            text=f"{message.text}\n\n{_sender(event)}" if can_be_mailed else "",
            state=Delivery.State.QUEUED if can_be_mailed else Delivery.State.ON_PAPER,
        )


def _sender(event: Event) -> str:
    """The end of every mail: who runs it and why one gets it."""
    return _(
        "Alongside, coaching and mentoring at %(organisation)s\n%(address)s\n"
        "You get this because you are one of its people there, or were invited to be."
    ) % {"organisation": event.organisation.name, "address": settings.PUBLIC_URL}
