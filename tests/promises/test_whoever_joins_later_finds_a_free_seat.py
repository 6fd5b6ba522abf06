"""A late joiner gets a free seat of a circle that meets; nobody there moves, and no circle is overfilled."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, make_person
from tests.matching.circles.gathered import LEADING, WRITING, join, make_circles, offered

from alongside.activity import jobs
from alongside.activity.actions import NotAllowed
from alongside.activity.models import Delivery
from alongside.matching.actions.adjusting import keep_people_apart
from alongside.matching.circles.answering import accept_seat, decline_seat, expire_circles
from alongside.matching.circles.latecomers import free_seats
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.circles.offering_later import offer_free_seats
from alongside.matching.places import places_left
from alongside.matching.weekly.actions import match_week
from alongside.matching.weekly.models import WeeklyMatching
from alongside.people.models import Profile
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import end_relationship
from alongside.relationships.models import Relationship

NAMES = ("Ana", "Ben", "Cleo", "Dan")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """A circle of four about writing that meets with Lars; two more seats are free."""
    programme = make_circles(cast.organisation, cast.manager)
    for name in NAMES:
        join(programme, name, WRITING)
    join(programme, "Lars", WRITING, role="guide")
    seats = offered(programme, cast.manager)
    for name in (*NAMES, "Lars"):
        accept_seat(seats[name], by=seats[name].enrolment.person)
    return programme


def the_circle() -> Relationship:
    return Relationship.objects.get(circle__isnull=False)


def names_in_circle() -> set[str]:
    return {person.name for person in the_circle().people}


def offered_to(programme: Programme) -> list[str]:
    return sorted(late.sitting.member.enrolment.person.name for late in free_seats(programme).seats)


def test_a_late_joiner_sits_down_and_nobody_moves(cast: Cast, programme: Programme) -> None:
    join(programme, "Eve", LEADING, WRITING)
    (seat,) = offer_free_seats(programme, by=cast.manager)
    assert seat.choice == 2
    told = Delivery.objects.filter(event__verb="seats.offered")
    assert [delivery.recipient.name for delivery in told] == ["Eve"]
    assert names_in_circle() == {*NAMES, "Lars"}
    assert offer_free_seats(programme, by=cast.manager) == []
    accept_seat(seat, by=seat.enrolment.person)
    assert names_in_circle() == {*NAMES, "Eve", "Lars"}


def test_no_circle_grows_beyond_its_largest_size(cast: Cast, programme: Programme) -> None:
    for name in ("Eve", "Fay", "Gus"):
        join(programme, name, WRITING)
    assert len(offer_free_seats(programme, by=cast.manager)) == 2
    lars = programme.enrolments.filter(person__name="Lars")
    assert places_left(lars)[lars.get().pk].as_guide == 0
    assert offer_free_seats(programme, by=cast.manager) == []
    for seat in Seat.objects.filter(state="offered").select_related("enrolment__person"):
        accept_seat(seat, by=seat.enrolment.person)
    assert len(names_in_circle()) == programme.largest_circle + 1


def test_a_seat_that_somebody_leaves_or_declines_is_free_for_the_next(
    cast: Cast, programme: Programme
) -> None:
    for name in ("Eve", "Fay"):
        join(programme, name, WRITING)
    for seat in offer_free_seats(programme, by=cast.manager):
        accept_seat(seat, by=seat.enrolment.person)
    join(programme, "Gus", WRITING)
    assert offered_to(programme) == []
    ana = Enrolment.objects.get(programme=programme, person__name="Ana").person
    end_relationship(the_circle(), by=ana)
    assert offered_to(programme) == ["Gus"]
    (seat,) = offer_free_seats(programme, by=cast.manager)
    decline_seat(seat, by=seat.enrolment.person)
    assert "Gus" not in offered_to(programme)
    join(programme, "Hal", WRITING)
    assert offered_to(programme) == ["Hal"]


@pytest.mark.any_database
def test_nobody_joins_whom_somebody_there_must_not_meet(cast: Cast, programme: Programme) -> None:
    eve, fay, gus = (join(programme, name, WRITING) for name in ("Eve", "Fay", "Gus"))
    ben = programme.enrolments.get(person__name="Ben")
    keep_people_apart(programme, by=cast.manager, one=eve, other=ben)
    keep_people_apart(programme, by=cast.manager, one=fay, other=gus)
    lars = programme.enrolments.get(person__name="Lars").person
    assert offered_to(programme) in (["Fay"], ["Gus"])
    Profile.objects.filter(person=fay.person).update(manager=lars)
    assert offered_to(programme) == ["Gus"]


@pytest.mark.any_database
def test_the_clock_offers_seats_once_a_week_and_tells_the_team(cast: Cast, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(is_matched_weekly=True, is_weekly_published=False)
    eve = join(programme, "Eve", WRITING)
    for is_published in (False, True):
        Programme.objects.filter(pk=programme.pk).update(is_weekly_published=is_published)
        job = jobs.start(
            "matching.weekly",
            by=None,
            organisation=cast.organisation,
            input={"programme": programme.public_id},
        )
        WeeklyMatching.objects.update_or_create(
            programme=programme, defaults={"week": "2026-01-05", "job": job, "scenario": None}
        )
        assert [match_week(job), match_week(job)] == [{"seats": 1}, {"seats": 0}]
        assert Seat.objects.filter(enrolment=eve).count() == is_published
    told = Delivery.objects.filter(event__verb="matching.weekly_seated")
    assert told.count() == 2 * programme.managers.count()


@pytest.mark.any_database
def test_what_is_not_answered_in_time_is_free_again(cast: Cast, programme: Programme) -> None:
    eve = join(programme, "Eve", WRITING)
    (seat,) = offer_free_seats(programme, by=cast.manager)
    Circle.objects.update(expires_at="2020-01-01T00:00Z")
    assert (expire_circles(), expire_circles()) == (1, 0)
    seat.refresh_from_db()
    assert seat.state == "expired"
    assert places_left(Enrolment.objects.filter(pk=eve.pk))[eve.pk].as_learner == 1
    assert names_in_circle() == {*NAMES, "Lars"}


@pytest.mark.any_database
def test_the_team_reads_who_would_sit_where_and_the_joiner_who_meets_there(
    cast: Cast, programme: Programme, client: Client
) -> None:
    make_person(cast.organisation, "Eve")
    eve = join(programme, "Eve", WRITING)
    address = reverse("free_seats", args=[cast.organisation.slug, programme.public_id])
    client.force_login(cast.manager.user)
    page = client.get(address).content.decode()
    assert "1 person could join a circle that meets." in page
    assert "Writing, first choice" in page
    assert "1 seat is offered." in client.post(address, follow=True).content.decode()
    with pytest.raises(NotAllowed):
        offer_free_seats(programme, by=eve.person)
    seat = Seat.objects.get(enrolment=eve)
    ana = Enrolment.objects.get(programme=programme, person__name="Ana").person
    end_relationship(the_circle(), by=ana)
    client.force_login(eve.person.user)
    page = client.get(reverse("seat", args=[cast.organisation.slug, seat.public_id])).content.decode()
    assert "It meets already, and you join it once you say yes." in page
    assert "Ben" in page
    assert "Ana" not in page
