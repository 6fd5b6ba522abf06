"""Which slots are left where people have something else: whatever is planned in any of their relationships."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.matching.flash.models import SlotQuerySet
from alongside.relationships.models import Session
from alongside.relationships.overlapping import LONGEST_SESSION, planned


def when_both_are_free(slots: SlotQuerySet, learner: Person) -> SlotQuerySet:
    """These slots without those at which their guide, or this learner, has something else; in two more queries."""
    own = planned().filter(relationship__participants__person=learner)
    to_come = own.filter(starts_at__gt=timezone.now() - LONGEST_SESSION)
    taken = Q(pk__in=_when_the_guide_is_busy(slots))
    for starts_at, over_at in to_come.values_list("starts_at", "over_at"):
        taken |= Q(starts_at__lt=over_at, ends_at__gt=starts_at)
    return slots.exclude(taken)


def _when_the_guide_is_busy(slots: SlotQuerySet) -> list[int]:
    """The few slots during which their guide meets somebody; joined once, which is quick for any number of guides."""
    sessions = "guide__person__participations__relationship__sessions"
    meeting = {
        f"{sessions}__state": Session.State.PLANNED,
        f"{sessions}__starts_at__lt": F("ends_at"),
        f"{sessions}__starts_at__gt": F("starts_at") - LONGEST_SESSION,
    }
    rows = slots.filter(**meeting).order_by()
    near = rows.values_list("pk", "starts_at", f"{sessions}__starts_at", f"{sessions}__minutes")
    return [pk for pk, starts_at, begins, minutes in near if begins + timedelta(minutes=minutes) > starts_at]
