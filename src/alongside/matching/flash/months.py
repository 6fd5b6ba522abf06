"""Calendar months where the organisation is, and how many meetings somebody has left in one."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from alongside.accounts.models import Organisation
from alongside.matching.flash.models import Booking
from alongside.programmes.models import Enrolment, Programme

Month = tuple[datetime, datetime]
"""The first moment of a month, and that of the next."""


def month_of(moment: datetime, organisation: Organisation) -> Month:
    """The calendar month in which a moment lies, by the organisation's own clock."""
    here = timezone.localtime(moment, ZoneInfo(organisation.time_zone))
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    if first.month == 12:
        return first, first.replace(year=first.year + 1, month=1)
    return first, first.replace(month=first.month + 1)


def booked_by(learner: Enrolment, month: Month) -> int:
    """Meetings that a learner has booked in a month."""
    return Booking.objects.standing().filter(in_month(month, "slot__"), learner=learner).count()


def booked_with(guide: Enrolment, month: Month) -> int:
    """Meetings for which a guide is booked in a month."""
    return Booking.objects.standing().filter(in_month(month, "slot__"), slot__guide=guide).count()


def left_to_book(learner: Enrolment, month: Month) -> int:
    """Meetings that a learner may still book in a month."""
    return max(0, learner.programme.monthly_as_learner - booked_by(learner, month))


@dataclass
class _Booked:
    """Standing bookings of a month, by guide, and those of one learner."""

    by_guide: Counter[int] = field(default_factory=Counter)
    by_learner: int = 0


def beyond_limits(learner: Enrolment) -> Q:
    """The slots whose month is full, for their guide or for this learner; one query."""
    programme = learner.programme
    booked: dict[Month, _Booked] = {}
    for guide, booker, starts_at in _bookings_from_this_month(programme):
        there = booked.setdefault(month_of(starts_at, programme.organisation), _Booked())
        there.by_guide[guide] += 1
        there.by_learner += booker == learner.pk
    found = Q(pk__in=[])
    for month, counted in booked.items():
        full = [guide for guide, number in counted.by_guide.items() if number >= programme.monthly_as_guide]
        is_full = counted.by_learner >= programme.monthly_as_learner
        found |= in_month(month) if is_full else in_month(month) & Q(guide__in=full)
    return found


def in_month(month: Month, of: str = "") -> Q:
    """What begins in a month; ``of`` leads from the rows to their slot, such as ``slot__``."""
    return Q(**{f"{of}starts_at__gte": month[0], f"{of}starts_at__lt": month[1]})


def _bookings_from_this_month(programme: Programme) -> list[tuple[int, int, datetime]]:
    first, _next = month_of(timezone.now(), programme.organisation)
    rows = Booking.objects.standing().filter(slot__programme=programme, slot__starts_at__gte=first)
    return list(rows.values_list("slot__guide", "learner", "slot__starts_at"))
