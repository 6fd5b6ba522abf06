"""A circle begins once enough have said yes, makes one relationship, and overfills nobody."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, make_person
from tests.matching.circles.gathered import LEADING, WRITING, drafted, join, make_circles, offered

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.actions import publish_scenario
from alongside.matching.actions.adjusting import keep_people_apart
from alongside.matching.circles.answering import accept_seat, decline_seat, expire_circles
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.places import places_left
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship

NAMES = ("Ana", "Ben", "Cleo", "Dan")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_circles(cast.organisation, cast.manager)
    make_person(cast.organisation, "Ana")
    for name in NAMES:
        join(programme, name, WRITING)
    join(programme, "Lars", WRITING, role="guide")
    return programme


def yes(seats: dict[str, Seat], *names: str) -> None:
    for name in names:
        accept_seat(seats[name], by=seats[name].enrolment.person)


def no(seats: dict[str, Seat], name: str, reason: str = "") -> None:
    decline_seat(seats[name], by=seats[name].enrolment.person, reason=reason)


def left_of(programme: Programme, name: str):
    enrolments = programme.enrolments.filter(person__name=name)
    return places_left(enrolments)[enrolments.get().pk]


def test_it_begins_with_the_smallest_size_and_its_mentor_as_one_relationship(cast, programme) -> None:
    seats = offered(programme, cast.manager)
    yes(seats, "Ana", "Ben", "Cleo")
    assert not Relationship.objects.filter(programme=programme).exists()
    yes(seats, "Lars")
    circle = Relationship.objects.get(programme=programme)
    assert sorted(person.name for person in circle.people) == ["Ana", "Ben", "Cleo", "Lars"]
    yes(seats, "Dan", "Dan")
    assert Relationship.objects.get(programme=programme).participants.count() == 5


def test_a_declined_place_is_free_at_once_and_too_few_free_everybody(cast, programme) -> None:
    seats = offered(programme, cast.manager)
    yes(seats, "Ana", "Lars")
    assert left_of(programme, "Ana").as_learner == 0
    no(seats, "Ben")
    assert left_of(programme, "Ben").as_learner == 1
    assert left_of(programme, "Ana").as_learner == 0
    no(seats, "Cleo")
    assert {seat.state for seat in Seat.objects.all()} == {"declined", "expired"}
    assert left_of(programme, "Ana").as_learner == 1
    assert left_of(programme, "Lars").as_guide == programme.largest_circle


def test_a_circle_not_answered_in_time_is_called_off_once(cast, programme) -> None:
    seats = offered(programme, cast.manager)
    yes(seats, "Ana")
    Circle.objects.update(expires_at="2020-01-01T00:00Z")
    assert (expire_circles(), expire_circles()) == (1, 0)
    with pytest.raises(RuleBroken):
        yes(seats, "Ben")


def test_whoever_leaves_lets_go_of_their_seat(cast, programme) -> None:
    seats = offered(programme, cast.manager)
    withdraw(seats["Ana"].enrolment, by=seats["Ana"].enrolment.person)
    seats["Ana"].refresh_from_db()
    assert seats["Ana"].state == "expired"
    yes(seats, "Ben", "Cleo", "Dan", "Lars")
    assert Relationship.objects.get(programme=programme).participants.count() == 4


def test_two_who_are_kept_apart_share_no_circle(cast, programme) -> None:
    by_name = {row.person.name: row for row in programme.enrolments.select_related("person")}
    keep_people_apart(programme, by=cast.manager, one=by_name["Ana"], other=by_name["Ben"])
    keep_people_apart(programme, by=cast.manager, one=by_name["Lars"], other=by_name["Cleo"])
    join(programme, "Eve", WRITING)
    scenario = drafted(programme, cast.manager)
    inside = {seat.enrolment.person.name for seat in Seat.objects.filter(circle__scenario=scenario)}
    assert "Cleo" not in inside
    assert not {"Ana", "Ben"} <= inside
    left = {row.enrolment.person.name: row.reason["key"] for row in scenario.unmatched.all()}
    assert left.keys() == {"Cleo", "Ana", "Ben"} - inside


def test_nobody_is_left_out_without_a_reason(cast, programme, client: Client) -> None:
    join(programme, "Fay", LEADING)
    scenario = drafted(programme, cast.manager)
    client.force_login(cast.manager.user)
    page = client.get(
        reverse("scenario", args=[cast.organisation.slug, programme.public_id, scenario.public_id])
    ).content.decode()
    assert "1 circle is ready." in page
    assert "Fay" in page
    assert "No mentor with room for a circle leads one about what they chose." in page


def test_nobody_publishes_circles_unread_or_stale(cast, programme) -> None:
    scenario = drafted(programme, cast.manager)
    with pytest.raises(RuleBroken):
        publish_scenario(scenario, by=cast.manager)
    scenario.audit_readers.add(cast.manager)
    ana = programme.enrolments.get(person__name="Ana")
    withdraw(ana, by=ana.person)
    with pytest.raises(RuleBroken, match="Ana"):
        publish_scenario(scenario, by=cast.manager)
    assert not Seat.objects.exclude(state="drafted").exists()


def test_only_the_one_asked_answers_and_nobody_reads_a_reason_for_saying_no(cast, programme, client) -> None:
    seats = offered(programme, cast.manager)
    with pytest.raises(NotAllowed):
        accept_seat(seats["Ana"], by=seats["Ben"].enrolment.person)
    no(seats, "Ben", "I would rather not meet Ana")
    client.force_login(seats["Ana"].enrolment.person.user)
    page = client.get(reverse("seat", args=[cast.organisation.slug, seats["Ana"].public_id])).content.decode()
    assert "“Writing” is your first choice." in page
    assert "rather not" not in page
    assert "Ben" not in page
    circle = reverse("circle", args=[cast.organisation.slug, seats["Ana"].circle.public_id])
    client.force_login(cast.manager.user)
    assert "rather not" in client.get(circle).content.decode()
    Enrolment.objects.filter(pk=seats["Ana"].enrolment_id).update(person=cast.manager)
    assert "rather not" not in client.get(circle).content.decode()


def test_circles_without_a_mentor_meet_among_themselves(cast: Cast) -> None:
    programme = make_circles(cast.organisation, cast.manager, circle_has_guide=False)
    for name in (*NAMES, "Eve", "Fay", "Gus", "Hal"):
        join(programme, name, LEADING)
    seats = offered(programme, cast.manager)
    assert sorted(circle.seats.count() for circle in Circle.objects.all()) == [4, 4]
    yes(seats, *seats)
    assert sorted(row.participants.count() for row in Relationship.objects.filter(programme=programme)) == [
        4,
        4,
    ]
