"""Moving somebody to another circle of a draft, with the cost shown before."""

import pytest
from django.test import Client
from django.urls import reverse

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.actions import publish_scenario, read_audit
from alongside.matching.actions.adjusting import keep_people_apart
from alongside.matching.circles.models import Seat
from alongside.matching.circles.moving import moves_for
from alongside.matching.circles.rearranging import move_seat
from alongside.matching.models import PairConstraint
from tests.cast import Cast
from tests.matching.circles.gathered import LEADING, WRITING, drafted, join, make_circles

WRITERS, LEADERS = ("Ana", "Ben", "Cleo", "Dan"), ("Eve", "Fay", "Gus", "Hal")


@pytest.fixture
def run(cast: Cast):
    programme = make_circles(cast.organisation, cast.manager)
    for name in WRITERS:
        join(programme, name, WRITING, LEADING)
    for name in LEADERS:
        join(programme, name, LEADING, WRITING)
    join(programme, "Lars", WRITING, role="guide")
    join(programme, "Mia", LEADING, role="guide")
    return drafted(programme, cast.manager)


def seat_of(run, name: str) -> Seat:
    return Seat.objects.select_related("circle__scenario__programme", "enrolment__person").get(
        circle__scenario=run, enrolment__person__name=name
    )


def test_a_move_says_before_what_it_costs_and_then_costs_that(cast: Cast, client: Client, run) -> None:
    client.force_login(cast.manager.user)
    ana, eve = seat_of(run, "Ana"), seat_of(run, "Eve")
    address = reverse("seat_move", args=[cast.organisation.slug, ana.public_id])
    page = client.get(address).content.decode()
    for said in (
        "Second choice. 3 stay here, 5 are then there.",
        "720 points in all become 705.",
        "Costs 15 points",
    ):
        assert said in page
    client.post(address, {"circle": eve.circle.public_id})
    assert seat_of(run, "Ana").circle == eve.circle
    run.refresh_from_db()
    assert run.result["choices"] == {"1": 7, "2": 1, "3": 0, "later": 0}
    assert (run.result["gap"], run.result["moves"]) == (None, 1)
    studio = reverse("scenario", args=[cast.organisation.slug, run.programme.public_id, run.public_id])
    assert "By hand" in client.get(studio).content.decode()


def test_a_later_run_is_solved_around_the_move(cast: Cast, run) -> None:
    move_seat(seat_of(run, "Ana"), by=cast.manager, to=seat_of(run, "Eve").circle)
    word = PairConstraint.objects.get()
    assert (word.learner.person.name, word.guide.person.name, word.kind) == ("Ana", "Mia", "lock")
    again = drafted(run.programme, cast.manager)
    assert seat_of(again, "Ana").circle == seat_of(again, "Mia").circle
    assert again.result["gap"] == 0


def test_where_sizes_leave_no_room_two_change_places(cast: Cast, run) -> None:
    there = seat_of(run, "Eve").circle
    move_seat(seat_of(run, "Ana"), by=cast.manager, to=there)
    move_seat(seat_of(run, "Ben"), by=cast.manager, to=there)
    here = seat_of(run, "Cleo").circle
    assert {seat.enrolment.person.name for seat in here.seats.all()} & set(LEADERS)
    assert (here.seats.count(), there.seats.count()) == (4, 6)


def test_whom_the_team_keeps_apart_do_not_meet_by_a_move(cast: Cast, run) -> None:
    people = {name: seat_of(run, name).enrolment for name in (*WRITERS, *LEADERS)}
    keep_people_apart(run.programme, by=cast.manager, one=people["Ana"], other=people["Eve"])
    moves, closed = moves_for(seat_of(run, "Ana"))
    assert [move.instead.enrolment.person.name for move in moves if move.instead] == ["Eve"]
    keep_people_apart(run.programme, by=cast.manager, one=people["Ana"], other=people["Fay"])
    moves, closed = moves_for(seat_of(run, "Ana"))
    assert not moves
    assert [each.why for each in closed] == ["Ana must not share a circle with somebody there."]


def test_nobody_moves_once_it_is_published_and_only_the_team_moves_anybody(cast: Cast, run) -> None:
    ana, there = seat_of(run, "Ana"), seat_of(run, "Eve").circle
    with pytest.raises(NotAllowed):
        move_seat(ana, by=ana.enrolment.person, to=there)
    publish_scenario(read_audit(run, by=cast.manager), by=cast.manager)
    with pytest.raises(RuleBroken):
        move_seat(ana, by=cast.manager, to=there)
