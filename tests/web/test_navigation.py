"""The menu names the place where one is, in the words of what one does."""

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast, make_pair

from alongside.web.navigation import places


def current(cast: Cast, part: str, path: str) -> list[str]:
    html = cast.client(part).get(cast.address(path), follow=True).content.decode()
    menu = html.split('<nav class="nav"')[1].split("</nav>")[0]
    return re.findall(r'aria-current="page">.*?<span>(.*?)</span>', menu)


@pytest.mark.parametrize(("path", "word"), [("", ["Today"]), ("growth/new-goal/", ["Growth"])])
def test_one_place_is_the_current_one(cast: Cast, path: str, word: list[str]) -> None:
    assert current(cast, "mentee", path) == word


def test_the_front_page_is_not_current_elsewhere(cast: Cast) -> None:
    assert current(cast, "mentee", "who-sees-what/") == []


@pytest.mark.parametrize(("part", "word"), [("mentee", "Mentoring"), ("coachee", "Coaching")])
def test_meeting_has_the_word_of_what_one_takes_part_in(cast: Cast, part: str, word: str) -> None:
    assert current(cast, part, "relationships/") == [word]


def test_who_does_both_finds_both(cast: Cast) -> None:
    make_pair(cast.mentoring, cast.coachee, cast.coach)
    assert current(cast, "coachee", "relationships/") == ["Your pairs"]


def test_the_studio_of_a_programme_belongs_to_the_matching(cast: Cast) -> None:
    programme = f"programmes/{cast.mentoring.public_id}/"
    assert current(cast, "manager", f"{programme}matching/runs/") == ["Matching"]
    assert current(cast, "manager", f"{programme}setup/matching/") == ["Programmes"]
    assert current(cast, "manager", programme) == ["Programmes"]


@pytest.mark.parametrize("part", ["mentee", "manager"])
def test_the_menu_asks_once_for_all_its_places_and_once_for_its_words(cast: Cast, part: str) -> None:
    request = RequestFactory().get("/")
    request.person = cast.everybody()[part]
    request.organisation = cast.organisation
    with CaptureQueriesContext(connection) as asked:
        menu = places(request)
    assert len(asked) == 2
    assert ("Matching" in [str(place.label) for place in menu]) == (part == "manager")
