"""Anybody can read what a programme is; the figures on its page have five people or more behind them."""

import pytest
from tests.cast import Cast, make_person

from alongside.people.models import Level, Profile
from alongside.programmes.choosing import advice
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.myths import FEWEST, myths

pytestmark = pytest.mark.django_db


def test_the_page_is_open_to_those_who_are_not_signed_in(cast: Cast) -> None:
    page = cast.client(None).get(cast.address(f"join/{cast.mentoring.public_id}/"))
    assert page.status_code == 200
    assert b"Northfield Forward" in page.content


def test_a_draft_has_no_public_page(cast: Cast) -> None:
    cast.mentoring.state = "draft"
    cast.mentoring.save()
    assert cast.client("manager").get(cast.address(f"join/{cast.mentoring.public_id}/")).status_code == 404


def test_the_code_on_the_sheet_is_a_picture(cast: Cast) -> None:
    code = cast.client(None).get(cast.address(f"join/{cast.mentoring.public_id}/code.svg"))
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<svg")


@pytest.mark.parametrize(
    ("given", "expected"),
    [("cccc", "coaching"), ("mmmm", "mentoring"), ("ccmm", "either"), ("cccm", "coaching"), ("ccm", "")],
)
def test_four_answers_give_advice(given: str, expected: str) -> None:
    words = {"c": "coaching", "m": "mentoring"}
    answers = dict(zip(("topic", "help", "who", "time"), (words[letter] for letter in given), strict=False))
    assert advice(answers) == expected


def test_a_figure_appears_only_with_five_people_on_each_side_of_it(cast: Cast) -> None:
    low, high = (
        Level.objects.create(organisation=cast.organisation, name=f"L{rank}", rank=rank) for rank in (1, 9)
    )
    for number in range(2 * FEWEST):
        person = make_person(cast.organisation, f"Person{number} Test")
        Profile.objects.filter(person=person).update(level=low if number % 2 else high)
        Enrolment.objects.create(programme=cast.mentoring, person=person, role="learner", state="matched")
    assert "50 of 100" in myths(cast.mentoring)[0].figure
    Enrolment.objects.filter(person__profile__level=high).first().delete()  # type: ignore[union-attr]
    assert myths(cast.mentoring)[0].figure == ""


def test_the_menu_stands_beside_the_questions(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(state="open")
    address = cast.address(f"join/{cast.mentoring.public_id}/sign-up/?role=guide")
    page = cast.client("stranger").get(address).content.decode()
    assert f'href="{cast.address("programmes/")}"' in page.split("</nav>")[0]
