"""The mails about asking somebody oneself: that something happened, never what was written."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.matching.by_link.links import answer_link
from alongside.matching.models import Proposal
from alongside.programmes.models import Programme


def asked(proposal: Proposal) -> Message:
    """To a guide whom somebody asks."""
    text = _(
        "{name} asks you, in {programme}. Read why, and say yes or no until {day}. Nothing begins unless you say "
        "yes, and a no needs no reason. You need not sign in: {link}"
    )
    return Message(
        to=proposal.guide.person,
        subject=format_lazy(_("{name} asks you"), name=proposal.learner.person.name),
        text=format_lazy(
            text,
            name=proposal.learner.person.name,
            programme=proposal.programme.name,
            day=lazystr(date_format(proposal.expires_at, "j F")),
            link=answer_link(proposal.guide.person, proposal.programme),
        ),
    )


def chosen(proposal: Proposal) -> Message:
    """To a guide whom a learner chooses after a first chat."""
    text = _(
        "{name} would like to go on with you after your first chat, in {programme}. A place is held for it until "
        "{day}. Nothing begins unless you say yes, and a no needs no reason. You need not sign in: {link}"
    )
    return Message(
        to=proposal.guide.person,
        subject=format_lazy(_("{name} would like to go on with you"), name=proposal.learner.person.name),
        text=format_lazy(
            text,
            name=proposal.learner.person.name,
            programme=proposal.programme.name,
            day=lazystr(date_format(proposal.expires_at, "j F")),
            link=answer_link(proposal.guide.person, proposal.programme),
        ),
    )


def not_this_time(programme: Programme, reader: Person) -> Message:
    """To a learner whose request was declined, or not answered in time."""
    text = _(
        "Somebody whom you asked in {programme} cannot this time. It says nothing about you: people say no for "
        "want of time above all. Here are others who fit you well: {link}"
    )
    subject = _("It does not work out this time in {programme}")
    link = _page(programme, "guides", programme.public_id)
    return Message(
        reader,
        format_lazy(subject, programme=programme.name),
        format_lazy(text, programme=programme.name, link=link),
    )


def request_over(programme: Programme, reader: Person) -> Message:
    """To a guide whose answer is no longer wanted."""
    subject = _("A request to you in {programme} has ended")
    text = _(
        "A request to you in {programme} has ended by itself. You need do nothing; your place is free again."
    )
    return Message(
        reader,
        format_lazy(subject, programme=programme.name),
        format_lazy(text, programme=programme.name),
    )


def place_free(programme: Programme, reader: Person) -> Message:
    """To who is first in line when there is a place: that there is one, never with whom."""
    text = _(
        "There is a free place for which you waited in {programme}. It is kept for you for three days. Ask for it "
        "here: {link}"
    )
    subject = _("There is a place for you in {programme}")
    link = _page(programme, "guides", programme.public_id)
    return Message(
        reader,
        format_lazy(subject, programme=programme.name),
        format_lazy(text, programme=programme.name, link=link),
    )


def about_refusal(proposal: Proposal, by: Person) -> list[Message]:
    """To the other side of a request, after a no of the guide or when the learner takes it back."""
    if by.pk == proposal.guide.person_id:
        return [not_this_time(proposal.programme, proposal.learner.person)]
    return [request_over(proposal.programme, proposal.guide.person)]


def about_expiry(proposal: Proposal) -> list[Message]:
    """To both, when a request was not answered in time or somebody left."""
    programme = proposal.programme
    return [not_this_time(programme, proposal.learner.person), request_over(programme, proposal.guide.person)]


def _page(programme: Programme, name: str, public_id: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=[programme.organisation.slug, public_id])
