"""Three myths about coaching and mentoring, answered by the organisation's own figures.

A figure is shown only when at least ``FEWEST`` people stand behind it and, for a share, behind its
complement: otherwise the words stand alone.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.accounts.models import Organisation
from alongside.people.models import Level, Profile
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.summary import hours_each

FEWEST = 5


@dataclass(frozen=True)
class Myth:
    """What people say, what is so, and the figure that shows it, where there may be one."""

    saying: Any
    answer: Any
    figure: str


def myths(programme: Programme) -> list[Myth]:
    """The three, for the join page of a programme."""
    return [
        Myth(
            gettext_lazy("It is for executives."),
            gettext_lazy("It is for everyone here, at every level."),
            _lower_half(programme.organisation),
        ),
        Myth(
            gettext_lazy("It costs too much time."),
            gettext_lazy("An hour now and then, in working time that you plan yourself."),
            _hours(programme),
        ),
        Myth(
            gettext_lazy("It is for people who struggle."),
            gettext_lazy("People join because they want to get somewhere. Many do it more than once."),
            _returning(programme.organisation),
        ),
    ]


def _lower_half(organisation: Organisation) -> str:
    """How many of those who took part stand on the lower half of the organisation's levels."""
    ranks = list(Level.objects.filter(organisation=organisation).values_list("rank", flat=True))
    if not ranks:
        return ""
    middle = (min(ranks) + max(ranks)) / 2
    taking_part = Profile.objects.filter(person__in=_people(organisation), level__isnull=False)
    everybody, lower = taking_part.count(), taking_part.filter(level__rank__lte=middle).count()
    if min(lower, everybody - lower) < FEWEST:
        return ""
    return _("%(share)d of 100 who take part are in the lower half of our levels.") % {
        "share": round(100 * lower / everybody)
    }


def _hours(programme: Programme) -> str:
    hours = hours_each(programme)
    if hours is None:
        return ""
    return ngettext(
        "In this programme: about %(count)d hour.", "In this programme: about %(count)d hours.", hours
    ) % {"count": hours}


def _returning(organisation: Organisation) -> str:
    """How many people have taken part in more than one programme."""
    enrolled = Enrolment.objects.filter(programme__organisation=organisation, state__in=_TOOK_PART)
    times = enrolled.order_by().values("person").annotate(number=Count("pk"))
    more_than_once = times.filter(number__gt=1).count()
    if more_than_once < FEWEST:
        return ""
    return _("%(count)d people here have come back for another programme.") % {"count": more_than_once}


_TOOK_PART = (Enrolment.State.MATCHED, Enrolment.State.COMPLETED)


def _people(organisation: Organisation) -> Any:  # noqa: ANN401  a queryset of ids
    enrolled = Enrolment.objects.filter(programme__organisation=organisation, state__in=_TOOK_PART)
    return enrolled.order_by().values("person").distinct()
