"""What people are told of a lottery."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.programmes.mails import ProgrammeMail
from alongside.programmes.models import Programme


def declared(programme: Programme, reader: Person) -> Message:
    """To who had signed up before."""
    text = _("There are more people than places in {name}, so the places are drawn by lot. How: {link}")
    return _message(programme, reader, _("Places are drawn by lot"), text)


def drawn(programme: Programme, reader: Person) -> Message:
    """To who has a place now."""
    text = _("You were drawn, and take part in {name}. How it was drawn, for you to check: {link}")
    return _message(programme, reader, _("You were drawn, and take part"), text)


def not_drawn(programme: Programme, reader: Person) -> Message:
    """To who waits; it says nothing about them."""
    text = _(
        "There was no place for you in {name} this time. It was the lot alone, and says nothing about you. You "
        "are on the waiting list, and go first next time. How it was drawn, for you to check: {link}"
    )
    return _message(programme, reader, _("You were not drawn this time"), text)


def withdrawn(programme: Programme, reader: Person) -> Message:
    """To who had signed up for it."""
    text = _("The places of {name} are not drawn by lot after all. Why, and what comes now: {link}")
    return _message(programme, reader, _("Places are not drawn by lot"), text)


def _message(programme: Programme, reader: Person, subject: object, text: object) -> Message:
    page = reverse("programme_lottery", args=[programme.organisation.slug, programme.public_id])
    link = settings.PUBLIC_URL + page
    return Message(reader, subject, format_lazy(text, name=programme.name, link=link))


MAILS = (
    ProgrammeMail("lottery_declared", _("When places are to be drawn by lot"), declared),
    ProgrammeMail("lottery_drawn", _("When somebody is drawn"), drawn),
    ProgrammeMail("lottery_not_drawn", _("When somebody is not drawn"), not_drawn),
    ProgrammeMail("lottery_withdrawn", _("When a lottery is withdrawn"), withdrawn),
)
