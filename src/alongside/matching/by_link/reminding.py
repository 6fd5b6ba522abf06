"""Reminding whoever has not answered, once, two days before a suggested match lets go by itself."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message, record
from alongside.matching.by_link.links import answer_link
from alongside.matching.models import Proposal, ProposalQuerySet
from alongside.programmes.models import Programme

BEFORE = timedelta(days=2)
NOT_WITHIN = timedelta(days=1)  # of the suggestion itself


def remind_of_waiting() -> int:
    """Remind everybody whose answer is wanted soon; returns how many suggested matches that was about.

    Run by the schedule. Safe to run twice at once: each is marked while its row is held.
    """
    programmes = Programme.objects.filter(pk__in=_due().values("programme")).select_related("organisation")
    return sum(_remind(programme) for programme in programmes)


def _due() -> ProposalQuerySet:
    now = timezone.now()
    soon = Proposal.objects.waiting().filter(reminded_at=None, expires_at__lte=now + BEFORE)
    return soon.filter(offered_at__lte=now - NOT_WITHIN)


@transaction.atomic
def _remind(programme: Programme) -> int:
    rows = _due().filter(programme=programme).select_for_update(of=("self",), no_key=True)
    due = list(rows.select_related("learner__person", "guide__person").order_by("pk"))
    if not due:
        return 0
    Proposal.objects.filter(pk__in=[each.pk for each in due]).update(reminded_at=timezone.now())
    waited_for = sorted(
        ((person.pk, each.expires_at, person) for each in due for person in _waited_for(each)),
        key=lambda row: row[:2],
    )
    first = [next(rows) for _person, rows in groupby(waited_for, key=lambda row: row[0])]
    told = [_reminder(programme, person, until) for _pk, until, person in first]
    record("proposal.reminded", by=None, organisation=programme.organisation, subject=programme, tell=told)
    return len(due)


def _waited_for(proposal: Proposal) -> list[Person]:
    both = (proposal.learner.person, proposal.guide.person)
    return [person for person in both if not proposal.has_yes_of(person)]


def _reminder(programme: Programme, person: Person, until: datetime) -> Message:
    text = _(
        "Your answer to a suggested match in {programme} is wanted until {day}. You need not sign in; a no needs no "
        "reason: {link}"
    )
    return Message(
        to=person,
        subject=format_lazy(_("Your answer is wanted in {programme}"), programme=programme.name),
        text=format_lazy(
            text,
            programme=programme.name,
            day=lazystr(date_format(until, "j F")),
            link=answer_link(person, programme),
        ),
    )
