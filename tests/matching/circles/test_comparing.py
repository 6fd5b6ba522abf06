"""Runs of circles beside each other: coverage, sizes, the choices that people got, and who changes."""

import pytest
from django.test import Client
from django.urls import reverse

from alongside.matching.circles.models import Seat
from alongside.matching.circles.rearranging import move_seat
from alongside.matching.comparing.circles import (
    chosen_members,
    compare_circles,
    seats_beside,
    turns_in_circles,
)
from tests.cast import Cast
from tests.matching.circles.gathered import LEADING, WRITING, drafted, join, make_circles


@pytest.fixture
def runs(cast: Cast):
    """A run, and a later one in which a member moved and another joined."""
    programme = make_circles(cast.organisation, cast.manager, circle_has_guide=False)
    for name in ("Ana", "Ben", "Cleo", "Dan"):
        join(programme, name, WRITING, LEADING)
    for name in ("Eve", "Fay", "Gus"):
        join(programme, name, LEADING, WRITING)
    first = drafted(programme, cast.manager)
    join(programme, "Hal", LEADING)
    second = drafted(programme, cast.manager)
    seats = Seat.objects.filter(circle__scenario=second).select_related("circle__scenario__programme")
    move_seat(
        seats.get(enrolment__person__name="Ana"),
        by=cast.manager,
        to=seats.get(enrolment__person__name="Eve").circle,
    )
    second.refresh_from_db()
    return first, second


def test_each_run_says_how_many_sit_how_evenly_and_about_which_choice(runs) -> None:
    first, second = runs
    comparison = compare_circles([first, second])
    figures = {name: [value for _run, value in cells] for name, cells in comparison.rows}
    assert figures["In a circle"] == ["7 of 7", "8 of 8"]
    assert figures["Their sizes"] == ["3–4", "3–5"]
    assert figures["Meet about their first choice"] == ["7", "7"]
    assert figures["About their second"] == ["0", "1"]
    assert comparison.changes == [
        ["Draft 2 has a circle for 1 person more.", "Draft 2 loses 2 points on average."]
    ]


def test_who_changes_is_listed_with_what_they_gain_or_lose(runs) -> None:
    first, second = runs
    turns = turns_in_circles([first, second])[0]
    counts = {kind: count for kind, _label, count in turns.counts}
    assert counts == {"changing": 2, "gaining": 1, "losing": 1, "newly": 1, "no_longer": 0}
    (ana,) = seats_beside([first, second], chosen_members([first, second], 1, "losing"))
    assert [cell.topic for cell in ana.cells] == [WRITING, LEADING]
    assert ana.cells[1].gain_in_words == "loses 15 points"


@pytest.mark.any_database
def test_the_page_shows_them_and_the_studio_leads_there(cast: Cast, client: Client, runs) -> None:
    first, second = runs
    client.force_login(cast.manager.user)
    place = [cast.organisation.slug, first.programme.public_id]
    studio = client.get(reverse("scenario", args=[*place, second.public_id])).content.decode()
    assert "Beside Draft 1" in studio
    named = {"with": [second.public_id, first.public_id]}
    page = client.get(reverse("scenario_comparison", args=place), named).content.decode()
    assert "Draft 2 has a circle for the most people." in page
    assert "Draft 1 leaves 1 person more out." in page
    assert "gains 15 points" in page
