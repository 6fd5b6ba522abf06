"""Waiting for a place with a guide who is full: first come, first told."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching import asking_mails
from alongside.matching.choosing import MOST_ASKED, TURN, choosing, in_force, refuse_unprepared, wants_more
from alongside.matching.models import InLine
from alongside.matching.permissions import can_ask
from alongside.matching.places import places_left
from alongside.programmes.models import Enrolment


@transaction.atomic
def join_line(guide: Enrolment, *, by: Person) -> InLine:
    """Wait for a place with this guide; doing it again keeps one's place in the line."""
    hold_people([by.pk])
    require(can_ask(by, guide))
    learner = choosing(by).get(programme=guide.programme_id)
    already = InLine.objects.filter(learner=learner, guide=guide).first()
    if already:
        return already
    refuse_unprepared(learner)
    if not wants_more(learner):
        raise RuleBroken(_("You have nobody left to look for here: all your places are filled."))
    if in_force().filter(learner=learner).count() >= MOST_ASKED:
        raise RuleBroken(
            _("You wait for %(count)d people already. Leave one line first.") % {"count": MOST_ASKED}
        )
    place = InLine.objects.create(learner=learner, guide=guide)
    record("line.joined", by=by, subject=place)
    return place


@transaction.atomic
def leave_line(guide: Enrolment, *, by: Person) -> None:
    """Wait no longer."""
    place = InLine.objects.visible_to(by).filter(guide=guide).first()
    if place:
        record("line.left", by=by, subject=place)
        place.delete()


def tell_first_in_line() -> int:
    """Tell whoever is first in line that there is a place, and keep it for a while; returns how many. By the clock."""
    guides = InLine.objects.order_by().values_list("guide", flat=True).distinct()
    return sum(_tell_line_of(guide) for guide in list(guides))


@transaction.atomic
def _tell_line_of(guide: int) -> int:
    """The rows of the guide and of who waits are held meanwhile, as they are when somebody asks."""
    waiting = InLine.objects.filter(guide=guide).values("learner")
    both_sides = Enrolment.objects.filter(Q(pk__in=waiting) | Q(pk=guide))
    hold_people(both_sides.order_by().values_list("person", flat=True))
    line = InLine.objects.filter(guide=guide)
    line.filter(told_at__lte=timezone.now() - TURN).delete()
    places = places_left(Enrolment.objects.taking_part().filter(pk=guide))
    free = places[guide].as_guide if guide in places else 0
    there = line.filter(learner__state__in=Enrolment.TAKING_PART)
    told = there.exclude(told_at=None).count()
    first = there.filter(told_at=None).select_related("learner__programme__organisation", "learner__person")
    return sum(_tell(place) for place in first[: max(0, free - told)])


def _tell(place: InLine) -> int:
    place.told_at = timezone.now()
    place.save(update_fields=["told_at"])
    learner = place.learner
    record(
        "line.place_free",
        by=None,
        organisation=learner.programme.organisation,
        subject=place,
        tell=[asking_mails.place_free(learner.programme, learner.person)],
    )
    return 1
