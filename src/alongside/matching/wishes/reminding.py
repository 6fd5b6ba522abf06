"""Reminding whoever has not put their short list into order, once, two days before the wishes close."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Person
from alongside.activity.actions import Message, record
from alongside.matching.wishes.models import WishRound
from alongside.programmes.models import Enrolment, Programme

BEFORE = timedelta(days=2)
NOT_WITHIN = timedelta(days=1)  # of the short lists themselves


def remind_of_wishes() -> int:
    """Remind in every round that closes soon; returns how many people were reminded.

    Run by the schedule. Safe to run twice at once: a round is marked while its row is held.
    """
    return sum(_remind(held.pk) for held in _due())


def _due() -> QuerySet[WishRound]:
    now = timezone.now()
    soon = WishRound.objects.filter(reminded_at=None, closes_at__gt=now, closes_at__lte=now + BEFORE)
    return soon.filter(listed_at__lte=now - NOT_WITHIN)


@transaction.atomic
def _remind(key: int) -> int:
    rows = _due().select_for_update(of=("self",), no_key=True)
    held = rows.select_related("programme__organisation").filter(pk=key).first()
    if held is None:
        return 0
    held.reminded_at = timezone.now()
    held.save(update_fields=["reminded_at"])
    silent = held.shortlists.filter(answered_at=None, enrolment__state__in=Enrolment.TAKING_PART)
    people = Person.objects.filter(pk__in=silent.values("enrolment__person"), left_at=None).order_by("pk")
    told = [wishes_close(held.programme, person) for person in people]
    organisation = held.programme.organisation
    record("wishes.reminded", by=None, organisation=organisation, subject=held, tell=told)
    return len(told)


def wishes_close(programme: Programme, reader: Person) -> Message:
    """To who has a short list that nobody has put into order."""
    link = settings.PUBLIC_URL + reverse("shortlists", args=[programme.organisation.slug])
    subject = _("Your short list in {programme} waits for you")
    text = _(
        "The wishes close in two days. Put your list into order until then; if you say nothing, you are matched by "
        "what you said when you signed up: {link}"
    )
    return Message(reader, format_lazy(subject, programme=programme.name), format_lazy(text, link=link))
