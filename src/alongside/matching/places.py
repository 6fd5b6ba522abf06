"""How many places people have left: here by their enrolment, and everywhere by their capacity.

A guide's load is one number over all programmes. A place is taken by a relationship that is active or
paused, and held by a suggested match that still waits for an answer. Short meetings, as in flash mentoring, take
no place: the times that somebody offers and a limit of their own bound them. In one pool without sides everybody
has one number of places, whoever asked whom, and it takes nothing from what somebody gives as a guide.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from alongside.matching.models import Proposal, Seat
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Participant, Relationship

READ = ("person", "programme", "role", "places_as_learner", "places_as_guide", "paused_until", "prepared_at")
"""What is looked at of an enrolment: of tens of thousands, everything else would take seconds to read."""


@dataclass(frozen=True)
class Places:
    """Places that one enrolment has left, never below zero.

    by_capacity: what the guide's own word over all programmes leaves; None where they gave none.
    """

    as_learner: int
    as_guide: int
    by_capacity: int | None = None


@dataclass
class _Load:
    """Taken and held places, by person, and by person and programme."""

    guiding: Counter[int] = field(default_factory=Counter)
    guiding_here: Counter[tuple[int, int]] = field(default_factory=Counter)
    learning_here: Counter[tuple[int, int]] = field(default_factory=Counter)


def places_left(enrolments: QuerySet[Enrolment], *, with_waiting: bool = True) -> dict[int, Places]:
    """Places left by enrolment row, in seven queries however many enrolments there are.

    ``with_waiting=False`` leaves out suggested matches that wait: when one of them is being accepted,
    what counts is only whether the relationship still fits; then no preparation is asked for either.
    """
    people = enrolments.order_by().values("person")
    load = _Load()
    _add_relationships(load, people)
    if with_waiting:
        _add_proposals(load, people)
    rows = list(enrolments.select_related(None).annotate(capacity=F("person__profile__capacity")).only(*READ))
    programmes = Programme.objects.in_bulk({enrolment.programme_id for enrolment in rows})
    for enrolment in rows:
        enrolment.programme = programmes[enrolment.programme_id]
    return {
        enrolment.pk: _left(enrolment, enrolment.capacity, load, for_a_new_match=with_waiting)
        for enrolment in rows
    }


def guide_limit(enrolment: Enrolment, programme: Programme) -> int:
    """How many learners the guide takes in this programme, by their own word and the programme's."""
    if programme.is_pool:
        return learner_limit(enrolment, programme)
    if programme.forms_circles:  # nobody says how many: a circle is as large as it is
        return programme.largest_circle if enrolment.is_guide and programme.circle_has_guide else 0
    return min(enrolment.places_as_guide, programme.learners_per_guide) if enrolment.is_guide else 0


def learner_limit(enrolment: Enrolment, programme: Programme) -> int:
    """How many guides the learner has in this programme, by their own word and the programme's."""
    takes_part = programme.is_pool or enrolment.is_learner
    return min(enrolment.places_as_learner, programme.guides_per_learner) if takes_part else 0


def can_take_one_more(enrolment: Enrolment, programme: Programme, left: Places) -> bool:
    """Whether one more place here is within what the programme and the guide's own capacity allow."""
    if programme.is_pool:
        return enrolment.places_as_learner < programme.guides_per_learner
    within_capacity = left.by_capacity is None or left.by_capacity > left.as_guide
    return enrolment.places_as_guide < programme.learners_per_guide and within_capacity


def _left(enrolment: Enrolment, capacity: int | None, load: _Load, *, for_a_new_match: bool) -> Places:
    programme, person = enrolment.programme, enrolment.person_id
    here = (person, programme.pk)
    if programme.is_pool:
        return _left_in_pool(enrolment, load.learning_here[here], for_a_new_match=for_a_new_match)
    as_guide = guide_limit(enrolment, programme) - load.guiding_here[here]
    as_learner = learner_limit(enrolment, programme) - load.learning_here[here]
    by_capacity = None if capacity is None else capacity - load.guiding[person]
    if by_capacity is not None and programme.kind != Programme.Kind.FLASH:
        as_guide = min(as_guide, by_capacity)
    if enrolment.paused_until and enrolment.paused_until > timezone.localdate():
        as_guide = as_learner = 0
    if for_a_new_match:
        as_learner *= not enrolment.has_to_prepare("learner")
        as_guide *= not enrolment.has_to_prepare("guide")
    return Places(max(0, as_learner), max(0, as_guide), by_capacity)


def _left_in_pool(enrolment: Enrolment, taken: int, *, for_a_new_match: bool) -> Places:
    """The one number of places, on either side."""
    left = learner_limit(enrolment, enrolment.programme) - taken
    is_paused = enrolment.paused_until and enrolment.paused_until > timezone.localdate()
    if is_paused or (for_a_new_match and enrolment.has_to_prepare()):
        left = 0
    return Places(max(0, left), max(0, left))


def _add_relationships(load: _Load, people: QuerySet[Enrolment, Any]) -> None:
    """A guide's places are counted in learners, so that a circle takes as many as it has."""
    held = Participant.objects.filter(person__in=people, relationship__state__in=Relationship.OPEN_STATES)
    rows = held.exclude(relationship__programme__kind=Programme.Kind.FLASH)
    by_role = rows.order_by().values_list("person", "relationship__programme", "role")
    is_learner = Q(relationship__participants__role=Participant.Role.LEARNER)
    counted = by_role.annotate(
        relationships=Count("relationship", distinct=True),
        learners=Count("relationship__participants", filter=is_learner),
    )
    for person, programme, role, relationships, learners in counted:
        if role == Participant.Role.GUIDE:
            _add_guiding(load, [(person, programme, learners)])
        else:
            load.learning_here[person, programme] += relationships


def _add_proposals(load: _Load, people: QuerySet[Enrolment, Any]) -> None:
    waiting = Proposal.objects.waiting().order_by()
    kind = "programme__kind"
    as_guide = waiting.filter(guide__person__in=people).values_list("guide__person", "programme", kind)
    for person, programme, its_kind, count in as_guide.annotate(Count("pk")):
        if its_kind == Programme.Kind.PEER:
            load.learning_here[person, programme] += count
        else:
            _add_guiding(load, [(person, programme, count)])
    as_learner = waiting.filter(learner__person__in=people).values_list("learner__person", "programme")
    for person, programme, count in as_learner.annotate(Count("pk")):
        load.learning_here[person, programme] += count
    _add_seats(load, people)


def _add_seats(load: _Load, people: QuerySet[Enrolment, Any]) -> None:
    """Seats in circles: one for each member, and for the mentor as many as there are members."""
    seats = Seat.objects.holding().filter(is_guide=False).order_by()
    own = seats.filter(enrolment__person__in=people)
    for person, programme in own.values_list("enrolment__person", "enrolment__programme"):
        load.learning_here[person, programme] += 1
    led = Seat.objects.filter(is_guide=True, state__in=Seat.HOLDING, enrolment__person__in=people)
    rows = led.order_by().filter(circle__seats__in=seats)
    _add_guiding(
        load, rows.values_list("enrolment__person", "enrolment__programme").annotate(Count("circle__seats"))
    )


def _add_guiding(load: _Load, rows: Iterable[tuple[int, int, int]]) -> None:
    for person, programme, count in rows:
        load.guiding[person] += count
        load.guiding_here[person, programme] += count
