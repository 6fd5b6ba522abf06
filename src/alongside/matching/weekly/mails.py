"""What a programme's team is told of a week: how many pairs, and where to look; never who."""

from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import Message
from alongside.matching.models import Scenario
from alongside.programmes.models import Programme


def team_told(programme: Programme, run: Scenario, pairs: int) -> list[Message]:
    """One mail to each of the team."""
    team = programme.managers.filter(person__left_at=None).select_related("person").order_by("pk")
    place = reverse("scenario", args=[programme.organisation.slug, programme.public_id, run.public_id])
    return [week_matched(programme, each.person, pairs, place) for each in team]


def week_matched(programme: Programme, reader: Person, pairs: int = 1, place: str = "") -> Message:
    """To who runs the programme, once a week has pairs."""
    place = place or reverse("matching", args=[programme.organisation.slug, programme.public_id])
    if programme.is_weekly_published:
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
