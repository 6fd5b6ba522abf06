"""What a learner can book: open slots, the guides who have some, and in which order they are shown."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from alongside.matching.choosing import guides_of
from alongside.matching.finding import find_guides, skills_of
from alongside.matching.flash.busy import when_both_are_free
from alongside.matching.flash.models import Booking, Slot, SlotQuerySet
from alongside.matching.flash.months import beyond_limits, month_of
from alongside.matching.models import Recommendation
from alongside.programmes.models import Enrolment
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


def bookable(learner: Enrolment, guides: Iterable[int] | None = None) -> SlotQuerySet:
    """The slots that the learner can book now, the next ones first; the same few queries however many there are.

    ``guides`` narrows them to these, by their enrolments.
    """
    free = slots_near(learner).free().filter(starts_at__gt=timezone.now() + NOTICE)
    if guides is not None:
        free = free.filter(guide__in=list(guides))
    is_back = Q(guide__paused_until=None) | Q(starts_at__date__gte=F("guide__paused_until"))
    inside = free.filter(is_back)
    if learner.programme.ends_on:
        inside = inside.filter(starts_at__date__lte=learner.programme.ends_on)
    return when_both_are_free(inside.exclude(beyond_limits(learner)), learner.person)


def find_times(learner: Enrolment, wanted: Mapping[str, Any]) -> list[int]:
    """The guides with a bookable slot who fit the words and filters, by their enrolments.

    Whoever has been booked least since the month began stands first, and among equals everybody sees another
    order: a list by name or by fame would send everyone to the same few.
    """
    first, _next = month_of(timezone.now(), learner.programme.organisation)
    since = Booking.objects.standing().filter(
        slot__programme=learner.programme_id, slot__starts_at__gte=first
    )
    booked = Counter(since.order_by().values_list("slot__guide", flat=True))
    with_slots = bookable(learner).order_by().values("guide")
    found = find_guides(learner, wanted).filter(pk__in=with_slots).values_list("pk", "public_id")
    turns = {pk: _turn(learner, public_id) for pk, public_id in found}
    return sorted(turns, key=lambda pk: (booked[pk], turns[pk]))


def with_times(learner: Enrolment, guides: Iterable[int]) -> list[GuideTimes]:
    """These guides, by their enrolments, with their next slots, in the order given; the same few queries."""
    shown = list(guides)
    rows = Enrolment.objects.filter(pk__in=shown).select_related("person__profile__level", "programme")
    by_pk, skills = {row.pk: row for row in rows}, skills_of(rows)
    slots: dict[int, list[Slot]] = defaultdict(list)
    for slot in bookable(learner, shown):
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
    recommended = list(rows.order_by("rank"))
    open_now = bookable(learner, [row.guide_id for row in recommended]).order_by()
    with_slots = set(open_now.values_list("guide", flat=True))
    found = [row for row in recommended if row.guide_id in with_slots][:SHOWN_FIRST]
    times = with_times(learner, [row.guide_id for row in found])
    return [
        GuideTimes(each.guide, each.skills, each.slots, each.more, _why(learner, each.guide, row.reasons))
        for each, row in zip(times, found, strict=True)
    ]


def _turn(learner: Enrolment, guide: str) -> bytes:
    """Where a guide stands among equals for this learner: by chance, and the same at every look."""
    return hashlib.sha256(f"{learner.public_id} {guide}".encode()).digest()


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
