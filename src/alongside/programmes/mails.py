"""The mails of a programme, each written in one place, so that its team can read it before anybody gets it.

A mail is a function from a programme and its reader to a message. A higher feature adds its own when it
starts: ``mails.register(ProgrammeMail("suggested", _("When …"), write))``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.programmes.models import Programme


@dataclass(frozen=True)
class ProgrammeMail:
    """One kind of mail: its key, when it is sent, and how it is written."""

    key: str
    when: Any
    write: Callable[[Programme, Person], Message]


def signed_up(programme: Programme, reader: Person) -> Message:
    """To who has just signed up."""
    text = _("You have signed up for {name}. We tell you as soon as it is decided.")
    return Message(reader, _("You have signed up"), format_lazy(text, name=programme.name))


def approved(programme: Programme, reader: Person) -> Message:
    """To who takes part from now on."""
    text = _("You take part in {name}. We look for somebody who fits, and tell you.")
    if programme.kind == Programme.Kind.FLASH:
        text = _("You take part in {name}. Your front page leads you to the times: {link}")
    link = settings.PUBLIC_URL + reverse("today", args=[programme.organisation.slug])
    return Message(reader, _("You take part"), format_lazy(text, name=programme.name, link=link))


def declined(programme: Programme, reader: Person) -> Message:
    """To who does not take part this time; the reason is not for a mail."""
    text = _("It did not work out with {name} this time. The reason is on your page there.")
    return Message(reader, _("About your sign-up"), format_lazy(text, name=programme.name))


def waiting(programme: Programme, reader: Person) -> Message:
    """To who waits for a place."""
    text = _("You are on the waiting list of {name}, and go first when there is a place.")
    return Message(reader, _("You are on the waiting list"), format_lazy(text, name=programme.name))


def invited(programme: Programme, reader: Person) -> Message:
    """To who is asked whether they would like to join."""
    page = reverse("programme_join", args=[programme.organisation.slug, programme.public_id])
    text = _("{name} may be for you. Read what it is, and sign up if you like:\n\n{link}")
    link = f"{settings.PUBLIC_URL}{page}"
    return Message(
        reader, _("You are invited to a programme"), format_lazy(text, name=programme.name, link=link)
    )


def made_deputy(programme: Programme, reader: Person) -> Message:
    """To who may run the programme from now on."""
    text = _("You can now run {programme} together.")
    return Message(reader, _("You are a deputy now"), format_lazy(text, programme=programme.name))


_mails = [
    ProgrammeMail("invited", _("When you invite somebody"), invited),
    ProgrammeMail("signed_up", _("When somebody has signed up"), signed_up),
    ProgrammeMail("approved", _("When you approve a sign-up"), approved),
    ProgrammeMail("waiting", _("When somebody is put on the waiting list"), waiting),
    ProgrammeMail("declined", _("When you decline a sign-up"), declined),
    ProgrammeMail("deputy", _("When you make somebody a deputy"), made_deputy),
]


def register(mail: ProgrammeMail) -> None:
    """Add a mail of a higher feature to those that a team can read beforehand."""
    _mails.append(mail)


def mails() -> list[ProgrammeMail]:
    """Every mail of a programme, in the order in which people get them."""
    return list(_mails)
