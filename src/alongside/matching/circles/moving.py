"""Where else a member of a drafted circle could sit, and what each move costs, before it is made."""

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from alongside.matching.circles.models import Circle, Seat
from alongside.matching.engine import CirclePeople, Sitting, read_circle_people

CLOSED: dict[str, Any] = {
    "not_chosen": _("%(name)s did not choose this topic."),
    "another": _("You keep %(name)s with another mentor."),
    "rule": _("A rule of the programme keeps %(name)s from this circle."),
    "kept": _("You keep %(name)s together with somebody of the circle as it is."),
    "full": _("The sizes leave no room, and nobody there could come here instead."),
    "changed": _("People have changed since this run. Run the matching again."),
}
"""Why somebody cannot move to a circle; for any other reason somebody there must not meet them."""
MUST_NOT_MEET = _("%(name)s must not share a circle with somebody there.")


@dataclass(frozen=True)
class Move:
    """One seat to another circle, alone or in exchange for somebody there; fits from 0 to 1."""

    circle: Circle
    sitting: Sitting
    instead: Seat | None
    instead_sitting: Sitting | None
    change: float
    """What the fits of all members together gain."""
    sizes: tuple[int, int]
    """Members of the circle that is left and of the one that is joined, afterwards."""


@dataclass(frozen=True)
class Closed:
    """A circle to which somebody cannot move, and why in words."""

    circle: Circle
    why: str


@dataclass(frozen=True)
class _Draft:
    """A drafted run with its people as they are today."""

    people: CirclePeople
    learners: dict[int, int]
    guides: dict[int, int]
    largest: int

    def sitting(self, seat: Seat, circle: Circle) -> Sitting | None:
        """How the topic of a circle suits who has the seat; None where they did not choose it."""
        row = self.learners[seat.enrolment_id]
        return self.people.wish(self.people.learners[row]).at(circle.topic)

    def why_not(self, seat: Seat, circle: Circle, leaving: Seat | None = None) -> str:
        """What keeps who has the seat from a circle once ``leaving`` has left it; empty where nothing does."""
        if self.sitting(seat, circle) is None:
            return "not_chosen"
        row = self.learners[seat.enrolment_id]
        for other in circle.seats.all():
            if leaving and other.pk == leaving.pk:
                continue
            pk = other.enrolment_id
            if pk not in (self.guides if other.is_guide else self.learners):
                return "changed"
            if other.is_guide:
                why = self.people.apart_from_guide.get((row, self.guides[pk]))
            else:
                column = self.learners[pk]
                why = self.people.apart.get((min(row, column), max(row, column)))
            if why:
                return why
        return ""

    def is_kept(self, seat: Seat, circle: Circle) -> bool:
        """Whether the team keeps who has the seat together with another member of this circle."""
        row = self.learners[seat.enrolment_id]
        mates = {other for pair in self.people.together if row in pair for other in pair} - {row}
        return any(self.learners.get(each.enrolment_id) in mates for each in circle.seats.all())


def moves_for(seat: Seat) -> tuple[list[Move], list[Closed]]:
    """The other circles of the run: those that the member could join, the best first, and those that are closed."""
    scenario = seat.circle.scenario
    circles = list(scenario.circles.all())
    prefetch_related_objects(circles, "seats__enrolment__person")
    here = next(circle for circle in circles if circle.pk == seat.circle_id)
    draft = _read(seat)
    moves, closed = [], []
    for circle in circles:
        if circle.pk == here.pk:
            continue
        found = _move(draft, seat, here, circle)
        if isinstance(found, Move):
            moves.append(found)
        else:
            sentence = str(CLOSED.get(found, MUST_NOT_MEET))
            closed.append(Closed(circle, sentence % {"name": seat.enrolment.person.short_name}))
    return sorted(moves, key=lambda move: -move.change), closed


def members(circle: Circle) -> list[Seat]:
    """The seats of its members; whoever leads it is none."""
    return [seat for seat in circle.seats.all() if not seat.is_guide]


def _read(seat: Seat) -> _Draft:
    scenario = seat.circle.scenario
    people = read_circle_people(scenario.programme, scenario.rules)
    return _Draft(
        people,
        {member.enrolment.pk: row for row, member in enumerate(people.learners)},
        {member.enrolment.pk: row for row, member in enumerate(people.guides)},
        scenario.programme.largest_circle,
    )


def _move(draft: _Draft, seat: Seat, here: Circle, there: Circle) -> Move | str:
    """The move, alone where the sizes allow it, else the best exchange; or why there is none."""
    if seat.enrolment_id not in draft.learners:
        return "changed"
    if draft.is_kept(seat, here):
        return "kept"
    left, joined = len(members(here)) - 1, len(members(there)) + 1
    has_room = left >= here.smallest and joined <= draft.largest
    why = draft.why_not(seat, there)
    sitting = draft.sitting(seat, there)
    if has_room and not why and sitting:
        return Move(there, sitting, None, None, sitting.fit - seat.fit, (left, joined))
    exchanges = [found for other in members(there) if (found := _exchange(draft, seat, here, other))]
    if exchanges:
        return max(exchanges, key=lambda move: move.change)
    return why or "full"


def _exchange(draft: _Draft, seat: Seat, here: Circle, other: Seat) -> Move | None:
    there = other.circle
    if other.enrolment_id not in draft.learners or draft.is_kept(other, there):
        return None
    if draft.why_not(seat, there, leaving=other) or draft.why_not(other, here, leaving=seat):
        return None
    sitting, instead = draft.sitting(seat, there), draft.sitting(other, here)
    if sitting is None or instead is None:
        return None
    change = sitting.fit + instead.fit - seat.fit - other.fit
    return Move(there, sitting, other, instead, change, (len(members(here)), len(members(there))))
