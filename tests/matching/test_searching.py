"""Guides found by words, by what words mean, by time and in the order wished for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.activity import jobs
from alongside.activity.models import Job
from alongside.matching import engine
from alongside.matching.models import InLine, TextMeaning
from alongside.matching.searching.keeping import keep_meanings
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Amara, in London, looks for somebody herself among four."""
    programme = make_matching_programme(cast.organisation, cast.manager, way="choice", learners_per_guide=1)
    learner = enrol(programme, "Somebody", "learner")
    Enrolment.objects.filter(pk=learner.pk).update(person=cast.mentee)
    cast.mentee.time_zone = "Europe/London"
    cast.mentee.save()
    enrol(programme, "Ruth Adeyemi", "guide", offers=("Public speaking",), job_title="Matron")
    enrol(programme, "Lars Holm", "guide", offers=("Statistics",))
    enrol(programme, "Ines Rocha", "guide", biography="I missed treating people. Money was short.")
    enrol(programme, "Ada Money", "guide", offers=("Welding",))
    zones = {"Ruth": "Europe/London", "Lars": "America/New_York", "Ines": "Asia/Tokyo", "Ada": "Europe/Paris"}
    for name, zone in zones.items():
        person = programme.enrolments.get(person__name__startswith=name).person
        person.time_zone = zone
        person.save()
    return programme


@pytest.fixture
def look(cast: Cast, programme: Programme) -> Callable[[str], Any]:
    client: Client = cast.client("mentee")
    return lambda query: client.get(cast.address(f"programmes/{programme.public_id}/guides/{query}"))


def work() -> None:
    assert keep_meanings() == 1
    jobs.run(Job.objects.filter(kind="matching.keep_meanings").latest("pk").pk)


def names(page: Any) -> list[str]:
    return [card.guide.person.short_name for card in page.context["rows"]]


@pytest.mark.any_database
def test_who_has_the_word_comes_first_then_who_means_the_same(
    programme: Programme, look: Callable[[str], Any]
) -> None:
    enrol(programme, "Kofi Boateng", "guide", offers=("Budgeting",))
    work()
    page = look("?q=money")
    assert names(page)[:3] == ["Ada", "Ines", "Kofi"] or names(page)[:3] == ["Ines", "Ada", "Kofi"]
    assert "Because of: “Budgeting”" in page.text
    assert "Because of: “Money was short.”" in page.text
    assert "Ruth" not in names(page)
    assert names(look("?q=giving+presentations")) == ["Ruth"]


@pytest.mark.any_database
def test_a_text_is_worked_out_once_and_forgotten_with_its_guide(programme: Programme) -> None:
    work()
    kept = TextMeaning.objects.count()
    assert kept == len(["Public speaking", "Matron", "Statistics", "two", "sentences", "Welding"])
    assert keep_meanings() == 0
    programme.enrolments.filter(person__name="Ines Rocha").update(state=Enrolment.State.WITHDRAWN)
    work()
    assert TextMeaning.objects.count() == kept - 2


@pytest.mark.any_database
def test_without_the_model_words_in_common_count_and_the_page_says_so(
    programme: Programme, look: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "model_is_installed", lambda: False)
    page = look("?q=speaking+before+many")
    assert names(page) == ["Ruth"]
    assert "words are compared, not what they mean" in page.text
    assert names(look("?q=presentations")) == []
    assert keep_meanings() == 0


def test_guides_are_found_by_the_working_hours_that_both_share(look: Callable[[str], Any]) -> None:
    assert names(look("?hours=6")) == ["Ada", "Ruth"]
    assert names(look("?hours=2")) == ["Ada", "Lars", "Ruth"]
    page = look("?order=hours")
    assert names(page) == ["Ruth", "Ada", "Lars", "Ines"]
    assert "3 working hours in common" in page.text


def test_every_filter_in_use_is_named_with_an_address_without_it(look: Callable[[str], Any]) -> None:
    page = look("?q=speaking&skill=Public+speaking&hours=4&free=on&order=name")
    chips = {str(chip.label): chip.address for chip in page.context["in_use"]}
    assert list(chips) == [
        "“speaking”",
        "Can help with: Public speaking",
        "At least 4 working hours a day in common",
        "Has a free place",
    ]
    without = chips["At least 4 working hours a day in common"]
    assert without == "?q=speaking&skill=Public+speaking&free=on&order=name"
    assert names(look(without)) == ["Ruth"]


def test_one_joins_the_line_of_a_full_guide_from_the_list(
    cast: Cast, programme: Programme, look: Callable[[str], Any]
) -> None:
    ruth = programme.enrolments.get(person__name="Ruth Adeyemi")
    Enrolment.objects.filter(pk=ruth.pk).update(paused_until="2999-01-01")
    assert "Wait in line" in look("?order=places").text
    assert names(look("?order=places"))[-1] == "Ruth"
    address = cast.address(f"programmes/{programme.public_id}/guides/{ruth.public_id}/line/")
    back = cast.address(f"programmes/{programme.public_id}/guides/?order=places")
    answer = cast.client("mentee").post(address, {"back": back})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert InLine.objects.get().guide == ruth
    assert "Wait in line" not in look("?order=places").text
    elsewhere = cast.client("mentee").post(address, {"back": "//elsewhere.example/"})
    assert "elsewhere" not in elsewhere["Location"]


def test_a_search_asks_the_database_as_often_however_many_are_found(
    programme: Programme, look: Callable[[str], Any]
) -> None:
    query = "?q=speaking&hours=2&free=on&order=hours"
    look(query)
    with CaptureQueriesContext(connection) as few:
        look(query)
    for number in range(8):
        enrol(programme, f"Speaker {number}", "guide", offers=(f"Speaking {number}",))
    with CaptureQueriesContext(connection) as many:
        assert len(names(look(query))) == 9
    assert len(many) <= len(few)
