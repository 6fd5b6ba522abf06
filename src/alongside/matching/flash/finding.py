"""What a learner can book: open slots, the guides who have some, and in which order they are shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import MD5, Coalesce, Concat
from django.utils import timezone

from alongside.matching.choosing import guides_of
from alongside.matching.finding import find_guides, skills_of
from alongside.matching.flash.busy import when_both_are_free
from alongside.matching.flash.models import Booking, Slot, SlotQuerySet
from alongside.matching.flash.months import beyond_limits, month_of
from alongside.matching.models import Recommendation
from alongside.programmes.models import Enrolment, EnrolmentQuerySet
from alongside.programmes.reasons import reason_sentences

NOTICE = timedelta(hours=1)
"""Until how long before it begins a slot can be booked: nobody is surprised in the middle of something."""

SHOWN_OF_EACH, SHOWN_FIRST = 3, 3
"""Times shown of each guide in a list, and guides shown above it."""


@dataclass(frozen=True)
class GuideTimes:
    """A guide with open times: what they can help with, the next few, and what speaks for the two."""

    guide: Enrolment
    skills: list[str]
    slots: list[Slot]
    more: int
    reasons: list[str] = field(default_factory=list)


def slots_near(learner: Enrolment) -> SlotQuerySet:
    """Every slot that the learner may look at, whether or not it can still be booked."""
    return Slot.objects.offered().filter(
        programme=learner.programme_id, guide__in=guides_of(learner).order_by()
    )


def bookable(learner: Enrolment) -> SlotQuerySet:
    """The slots that the learner can book now, the next ones first; five queries however many there are."""
    free = slots_near(learner).free().filter(starts_at__gt=timezone.now() + NOTICE)
    is_back = Q(guide__paused_until=None) | Q(starts_at__date__gte=F("guide__paused_until"))
    inside = free.filter(is_back)
    if learner.programme.ends_on:
        inside = inside.filter(starts_at__date__lte=learner.programme.ends_on)
    return when_both_are_free(inside.exclude(beyond_limits(learner)), learner.person)


def find_times(learner: Enrolment, wanted: Mapping[str, Any]) -> EnrolmentQuerySet:
    """The guides with a bookable slot who fit the words and filters.

    Whoever has been booked least since the month began stands first, and among equals everybody sees another
    order: a list by name or by fame would send everyone to the same few.
    """
    first, _next = month_of(timezone.now(), learner.programme.organisation)
    booked = Booking.objects.standing().filter(slot__guide=OuterRef("pk"), slot__starts_at__gte=first)
    counted = booked.order_by().values("slot__guide").annotate(number=Count("pk")).values("number")
    found = find_guides(learner, wanted).filter(Exists(bookable(learner).filter(guide=OuterRef("pk"))))
    ordered = found.annotate(
        booked=Coalesce(Subquery(counted), 0), turn=MD5(Concat("public_id", Value(learner.public_id)))
    )
    return ordered.order_by("booked", "turn", "pk")


def with_times(learner: Enrolment, guides: Iterable[Enrolment]) -> list[GuideTimes]:
    """These guides with their next slots, in the order given; the same few queries however many."""
    shown = [guide.pk for guide in guides]
    rows = Enrolment.objects.filter(pk__in=shown).select_related("person__profile__level", "programme")
    by_pk, skills = {row.pk: row for row in rows}, skills_of(rows)
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot in bookable(learner).filter(guide__in=shown):
        slots[slot.guide_id].append(slot)
    return [
        GuideTimes(
            guide=by_pk[pk],
            skills=skills[by_pk[pk].person_id],
            slots=_on_several_days(slots[pk]),
            more=max(0, len(slots[pk]) - SHOWN_OF_EACH),
        )
        for pk in shown
    ]


def recommended_times(learner: Enrolment) -> list[GuideTimes]:
    """The guides whom the matching recommends to the learner and who have a bookable slot, with the reasons."""
    rows = Recommendation.objects.visible_to(learner.person).filter(learner=learner)
    there = rows.filter(guide__in=bookable(learner).order_by().values("guide")).select_related("guide")
    found = list(there.order_by("rank")[:SHOWN_FIRST])
    times = with_times(learner, [row.guide for row in found])
    return [
        GuideTimes(each.guide, each.skills, each.slots, each.more, _why(learner, each.guide, row.reasons))
        for each, row in zip(times, found, strict=True)
    ]


def _on_several_days(slots: list[Slot]) -> list[Slot]:
    """A few times to choose from: the first of each day, then the next of any."""
    seen: set[date] = set()
    firsts: list[Slot] = []
    for slot in slots:
        day = timezone.localdate(slot.starts_at)
        if day not in seen:
            seen.add(day)
            firsts.append(slot)
    others = [slot for slot in slots if slot not in firsts]
    return sorted([*firsts, *others][:SHOWN_OF_EACH], key=lambda slot: slot.starts_at)


def _why(learner: Enrolment, guide: Enrolment, reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    names = {"learner": learner.person.short_name, "guide": guide.person.short_name}
    return reason_sentences(reasons, reader="learner", **names)
