"""Publishing circles: every member is offered their seat once, and nobody beyond their places."""

from datetime import timedelta
from itertools import combinations

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record
from alongside.activity.bulk import wrote_in_bulk
from alongside.matching.apart import UNLESS_LOCKED, PeoplePair, kept_apart
from alongside.matching.by_link.links import answer_link
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.models.scenarios import Scenario
from alongside.matching.models.words import PairConstraint
from alongside.matching.places import places_left
from alongside.programmes.models import Enrolment, Programme

MOST_NAMES = 5


def offer_circles(programme: Programme, scenario: Scenario, *, by: Person) -> None:
    """Publish a solved run of circles; part of the action that does, which holds its programme's row."""
    circles = list(scenario.circles.all())
    prefetch_related_objects(circles, "seats__enrolment__person")
    seats = [seat for circle in circles for seat in circle.seats.all()]
    if not seats:
        raise RuleBroken(_("There is no circle to publish. Change the topics or the size, and run again."))
    hold_people([seat.enrolment.person_id for seat in seats])
    _refuse_when_people_changed(programme, circles)
    now = timezone.now()
    scenario.circles.update(expires_at=now + timedelta(days=programme.answer_within_days))
    Seat.objects.filter(circle__scenario=scenario).update(state=Seat.State.OFFERED, offered_at=now)
    wrote_in_bulk(Seat, Circle)
    scenario.state, scenario.published_at = Scenario.State.PUBLISHED, now
    scenario.save(update_fields=["state", "published_at"])
    told = [circle_offered(programme, seat.enrolment.person) for seat in seats]
    record("scenario.published", by=by, subject=scenario, tell=told)


def circle_offered(programme: Programme, reader: Person) -> Message:
    """To whom a seat is offered: that it waits, never with whom or about what."""
    text = gettext_lazy(
        "See what it is about, who else is asked and why, and say yes or no within {days} days, without signing in: "
        "{link}"
    )
    return Message(
        to=reader,
        subject=format_lazy(gettext_lazy("A circle waits for you in {programme}"), programme=programme.name),
        text=format_lazy(text, days=programme.answer_within_days, link=answer_link(reader, programme)),
    )


def _refuse_when_people_changed(programme: Programme, circles: list[Circle]) -> None:
    seats = [seat for circle in circles for seat in circle.seats.all()]
    enrolments = Enrolment.objects.filter(pk__in=[seat.enrolment_id for seat in seats])
    places, apart = places_left(enrolments.taking_part()), _apart(programme)
    changed = {
        seat.enrolment.person.name
        for circle in circles
        for seat in circle.seats.all()
        if (left := places.get(seat.enrolment_id)) is None
        or (left.as_guide < len(circle.seats.all()) - 1 if seat.is_guide else not left.as_learner)
    }
    for circle in circles:
        for one, other in combinations(circle.seats.all(), 2):
            pair = one.enrolment.person_id, other.enrolment.person_id
            if pair in apart or pair[::-1] in apart:
                changed |= {one.enrolment.person.name, other.enrolment.person.name}
    if changed:
        names = ", ".join(sorted(changed)[:MOST_NAMES])
        message = _("Something changed since this run for %(names)s. Run the matching again, then publish.")
        raise RuleBroken(message % {"names": names})


def _apart(programme: Programme) -> set[PeoplePair]:
    """Whom nothing brings into one circle: not the manager's word either, where that sets nothing aside."""
    words = programme.pair_constraints.filter(kind=PairConstraint.Kind.LOCK)
    locked = set(words.values_list("learner__person", "guide__person"))
    return {
        pair
        for pair, why in kept_apart(programme).items()
        if why not in UNLESS_LOCKED or not {pair, pair[::-1]} & locked
    }
