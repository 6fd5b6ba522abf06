"""Circles that meet and have a free seat, who waits for one, and who would get which."""

from dataclasses import dataclass

from django.db.models import Prefetch

from alongside.matching.circles.models import Circle, Seat
from alongside.matching.engine import RunningCircle, Sitting, seat_latecomers
from alongside.matching.models import Scenario
from alongside.matching.places import places_left
from alongside.matching.reading import Member, read_cohort, read_members
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Participant, Relationship


@dataclass(frozen=True)
class LateSeat:
    """A free seat of a circle, and whom it would be offered to."""

    circle: Circle
    sitting: Sitting


@dataclass(frozen=True)
class FreeSeats:
    """What could be offered today: free seats in all, the seats with their people, and who finds none."""

    room: int
    seats: list[LateSeat]
    without: list[Member]


def gathers_around_topics(programme: Programme) -> bool:
    """Whether its circles take whoever joins later; peers in threes are complete."""
    return programme.forms_circles and not programme.is_pool


def free_seats(programme: Programme) -> FreeSeats:
    """Whom a free seat of a circle that meets could be offered to; nobody in a circle moves.

    By the rules of the run published last, because these are the ones whose fairness audit somebody has read.
    """
    circles = list(_circles_that_meet(programme))
    running = _running(programme, circles)
    open_ones = [
        (circle, each) for circle, each in zip(circles, running, strict=True) if each and each.room > 0
    ]
    waiting = [member for member in read_cohort(programme).learners if member.enrolment.is_learner]
    if not open_ones or not waiting:
        return FreeSeats(sum(each.room for _circle, each in open_ones), [], waiting)
    rules = _last_published(programme).rules
    found = seat_latecomers(programme, rules, waiting, [each for _circle, each in open_ones])
    seats = [LateSeat(open_ones[number][0], sitting) for number, sitting in found]
    seated = {seat.sitting.member.enrolment.pk for seat in seats}
    without = [member for member in waiting if member.enrolment.pk not in seated]
    return FreeSeats(sum(each.room for _circle, each in open_ones), seats, without)


def _last_published(programme: Programme) -> Scenario:
    published = programme.scenarios.filter(state=Scenario.State.PUBLISHED)
    return published.order_by("-published_at", "-number")[0]


def _circles_that_meet(programme: Programme) -> list[Circle]:
    circles = Circle.objects.filter(
        scenario__programme=programme, relationship__state=Relationship.State.ACTIVE
    )
    participants = Participant.objects.select_related("person").order_by("pk")
    return list(
        circles.select_related("relationship", "scenario__programme").prefetch_related(
            "seats", Prefetch("relationship__participants", queryset=participants)
        )
    )


def _running(programme: Programme, circles: list[Circle]) -> list[RunningCircle | None]:
    """Each circle as the matching sees it; None for one whose mentor has left it."""
    rows = [row for circle in circles for row in circle.relationship.participants.all()]  # type: ignore[union-attr]
    offered = Seat.objects.filter(circle__in=circles, state=Seat.State.OFFERED)
    enrolments = Enrolment.objects.filter(pk__in=[row.enrolment_id for row in rows])
    invited = Enrolment.objects.filter(pk__in=offered.values("enrolment"))
    everybody = (enrolments | invited).distinct()
    members = {member.enrolment.pk: member for member in read_members(everybody, places_left(everybody))}
    return [_seen(programme, circle, members) for circle in circles]


def _seen(programme: Programme, circle: Circle, members: dict[int, Member]) -> RunningCircle | None:
    """Seats that wait for an answer are taken, and their people count as inside."""
    seats = list(circle.seats.all())
    participants = circle.relationship.participants.all() if circle.relationship else []
    guides = [row.enrolment_id for row in participants if row.role == Participant.Role.GUIDE]
    invited = [seat.enrolment_id for seat in seats if seat.state == Seat.State.OFFERED]
    learners = {row.enrolment_id for row in participants if row.enrolment_id not in guides} | set(invited)
    guide = next((members[pk] for pk in guides if pk in members), None)
    if programme.circle_has_guide and guide is None:
        return None
    room = programme.largest_circle - len(learners)
    return RunningCircle(
        circle.topic,
        [members[pk] for pk in sorted(pk for pk in learners if pk is not None) if pk in members],
        guide,
        min(room, guide.places.as_guide) if guide else room,
        frozenset(seat.enrolment_id for seat in seats),
    )
