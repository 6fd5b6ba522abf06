"""What a programme's team is told of a week: how many pairs, and where to look; never who."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.matching.circles.latecomers import gathers_around_topics
from alongside.matching.models import Scenario
from alongside.programmes.models import Programme


def team_told(programme: Programme, run: Scenario | None, pairs: int) -> list[Message]:
    """One mail to each of the team; without a run, where free seats of circles were found."""
    team = programme.managers.filter(person__left_at=None).select_related("person").order_by("pk")
    where = [programme.organisation.slug, programme.public_id]
    place = reverse("scenario", args=[*where, run.public_id]) if run else reverse("free_seats", args=where)
    return [week_matched(programme, each.person, pairs, place) for each in team]


def week_matched(programme: Programme, reader: Person, pairs: int = 1, place: str = "") -> Message:
    """To who runs the programme, once a week has pairs."""
    place = place or reverse("matching", args=[programme.organisation.slug, programme.public_id])
    if gathers_around_topics(programme):
        subject, text = _seats(programme, pairs)
    elif programme.is_weekly_published:
        subject = ngettext_lazy(
            "%(count)d pair was suggested in %(programme)s this week",
            "%(count)d pairs were suggested in %(programme)s this week",
            pairs,
        )
        text = _("The weekly matching has told both sides. Every pair, its reasons and who fares how: {link}")
    else:
        subject = ngettext_lazy(
            "%(count)d pair waits for you in %(programme)s",
            "%(count)d pairs wait for you in %(programme)s",
            pairs,
        )
        text = _("The weekly matching is ready. Nobody is told until you have looked and publish: {link}")
    return Message(
        to=reader,
        subject=subject % {"count": pairs, "programme": programme.name},
        text=format_lazy(text, link=f"{settings.PUBLIC_URL}{place}"),
    )


def _seats(programme: Programme, count: int) -> tuple[Any, Any]:
    """How many free seats of circles were offered, or could be."""
    if programme.is_weekly_published:
        subject = ngettext_lazy(
            "%(count)d free seat was offered in %(programme)s this week",
            "%(count)d free seats were offered in %(programme)s this week",
            count,
        )
        return subject, _(
            "Everybody who was offered one has been told. What is still free, and who waits: {link}"
        )
    subject = ngettext_lazy(
        "%(count)d free seat in %(programme)s could be offered",
        "%(count)d free seats in %(programme)s could be offered",
        count,
    )
    return subject, _("Nobody is told until you have looked and offer them: {link}")
