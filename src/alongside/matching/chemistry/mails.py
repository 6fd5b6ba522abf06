"""The mails about first chats: that something happened and with whom, never what was written, never who else."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.matching.by_link.chat_links import chat_link
from alongside.matching.chemistry.models import FirstChat
from alongside.programmes.models import Programme


def asked(chat: FirstChat) -> Message:
    """To a guide whom somebody would like to talk with first."""
    return _message(
        chat,
        chat.guide.person,
        _("{name} asks you for a first chat"),
        _(
            "{name} would like to talk with you for {minutes} minutes, in {programme}, to see whether you two work "
            "well together. It binds neither of you. Choose one of the times, offer others, or say no: {link}"
        ),
    )


def times_offered(chat: FirstChat, by: Person) -> Message:
    """To whom other times are offered."""
    return _message(
        chat,
        chat.other(by),
        _("{name} offers times for your first chat"),
        _("Choose the one that suits you, or offer others: {link}"),
    )


def agreed(chat: FirstChat, by: Person) -> list[Message]:
    """To both, once a time stands."""
    subject = _("Your first chat with {name}: {when}")
    text = _("You talk for {minutes} minutes. It binds neither of you. Everything about it is here: {link}")
    return [_message(chat, person, subject, text) for person in (chat.other(by), by)]


def not_this_time(programme: Programme, reader: Person) -> Message:
    """To a learner, when a guide has no time for a first chat, or it ended by itself."""
    place = reverse("guides", args=[programme.organisation.slug, programme.public_id])
    text = _(
        "A first chat that you asked for in {programme} does not take place. It says nothing about you: people say "
        "no for want of time above all. Here are others who fit you well: {link}"
    )
    return Message(
        reader,
        format_lazy(_("A first chat in {programme} does not take place"), programme=programme.name),
        format_lazy(text, programme=programme.name, link=f"{settings.PUBLIC_URL}{place}"),
    )


def no_from_guide(chat: FirstChat, *, has_talked: bool) -> Message:
    """To a learner, when the guide says no: before the two have talked, or after."""
    return (not_going_on if has_talked else not_this_time)(chat.programme, chat.learner.person)


def not_going_on(programme: Programme, reader: Person) -> Message:
    """To a learner, when a guide does not go on after the two have talked."""
    place = reverse("guides", args=[programme.organisation.slug, programme.public_id])
    text = _(
        "Somebody with whom you had a first chat in {programme} cannot go on with it. It says nothing about you: "
        "people say no for want of time above all. Here are others who fit you well: {link}"
    )
    return Message(
        reader,
        format_lazy(_("A first chat in {programme} does not go on"), programme=programme.name),
        format_lazy(text, programme=programme.name, link=f"{settings.PUBLIC_URL}{place}"),
    )


def kind_no(programme: Programme, reader: Person) -> Message:
    """To a guide, when the learner does not go on with them: thanks, without comparison or reason."""
    text = _(
        "Somebody with whom you had, or were going to have, a first chat in {programme} does not go on with it. "
        "It says nothing about you: first chats are there to find out. Thank you for offering your time. You need "
        "do nothing more."
    )
    return Message(
        reader,
        format_lazy(_("A first chat in {programme} has ended"), programme=programme.name),
        format_lazy(text, programme=programme.name),
    )


def _message(chat: FirstChat, reader: Person, subject: Any, text: Any) -> Message:  # noqa: ANN401  lazy translations
    named = {
        "name": chat.other(reader).name,
        "programme": chat.programme.name,
        "minutes": chat.minutes,
        "when": _when(chat.starts_at) if chat.starts_at else "",
        "link": chat_link(reader, chat),
    }
    return Message(reader, format_lazy(subject, **named), format_lazy(text, **named))


def _when(starts_at: datetime) -> object:
    """The day and time in the zone and language of whoever reads it."""
    return lazy(lambda: date_format(timezone.localtime(starts_at), "DATETIME_FORMAT"), str)()
