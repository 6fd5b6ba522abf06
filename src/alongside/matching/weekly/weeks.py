"""Which programmes are matched every week, and when: Monday mornings, where the organisation is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from alongside.accounts.models import Organisation
from alongside.matching.models import Scenario
from alongside.matching.wishes.models import WishRound
from alongside.programmes.models import Programme

HOURS_INTO_MONDAY = 6
"""When the matching of a week begins, so that its mails are there when people come to work."""

WEEK = timedelta(days=7)


def matched_weekly() -> QuerySet[Programme]:
    """Live programmes that are matched every week.

    It begins once the team has published a run: until a person has read who fares how under these criteria
    and rules, nobody is told anything by itself. It rests while both sides say their wishes, and there is none
    where people ask somebody themselves.
    """
    published = Scenario.objects.filter(state=Scenario.State.PUBLISHED).values("programme")
    wishing = WishRound.objects.filter(closes_at__gt=timezone.now()).values("programme")
    live = [Programme.State.OPEN, Programme.State.RUNNING]
    weekly = Programme.objects.filter(is_matched_weekly=True, state__in=live, pk__in=published)
    return weekly.exclude(way__in=Programme.PEOPLE_ASK).exclude(pk__in=wishing)


def week_of(moment: datetime, organisation: Organisation) -> date:
    """The Monday on whose morning the matching began last, where the organisation is."""
    begun = timezone.localtime(moment, ZoneInfo(organisation.time_zone)) - timedelta(hours=HOURS_INTO_MONDAY)
    return begun.date() - timedelta(days=begun.weekday())


def next_week(organisation: Organisation) -> date:
    """The Monday on whose morning the matching begins next."""
    return week_of(timezone.now(), organisation) + WEEK
