"""What changed settings would do, before they are run."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from alongside.matching import engine
from alongside.matching.actions import lock_pair
from alongside.matching.models import Scenario
from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol

AS_RUN = {"objective": "places", "weight_0": "3", "weight_1": "1", "rule_0": "on"}


@pytest.fixture
def scenario(programme: Programme, cast: Cast) -> Scenario:
    """By skills Noor fits Lars and Jun fits Ruth; by departments that differ it is the other way round."""
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",), department="Finance")
    enrol(programme, "Jun Watanabe", "learner", wants=("Statistics",), department="Imaging")
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",), department="Finance")
    enrol(programme, "Ruth Adeyemi", "guide", offers=("Statistics",), department="Imaging")
    return drafted(programme, cast.manager)


def address(cast: Cast, scenario: Scenario) -> str:
    return cast.address(
        f"programmes/{scenario.programme.public_id}/matching/runs/{scenario.public_id}/preview/"
    )


def previewed(cast: Cast, scenario: Scenario, **changed: str) -> str:
    client = cast.client("manager")
    answer = client.post(address(cast, scenario), AS_RUN | changed, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    return " ".join(strip_tags(answer.text).split())


def test_the_settings_of_the_run_come_to_the_run(scenario: Scenario, cast: Cast) -> None:
    text = previewed(cast, scenario)
    assert text.startswith("2 of 2 people matched Mean fit 75, lowest 75.")
    assert text.endswith("Nobody would meet somebody else than in the run on this page.")


def test_other_weights_tell_who_would_change_and_keep_nothing(scenario: Scenario, cast: Cast) -> None:
    text = previewed(cast, scenario, weight_0="1", weight_1="5")
    assert "Mean fit 83, lowest 83. Against the run on this page, 2 people would meet somebody else." in text
    scenario.refresh_from_db()
    assert scenario.criteria[0]["weight"] == 3
    assert Scenario.objects.count() == 1


def test_settings_that_do_not_work_out_say_why(scenario: Scenario, cast: Cast) -> None:
    assert "Nothing counts now." in previewed(cast, scenario, weight_0="0", weight_1="0")
    ruth = scenario.programme.enrolments.get(person__name="Ruth Adeyemi")
    for learner in scenario.programme.enrolments.filter(role="learner"):
        lock_pair(scenario.programme, by=cast.manager, learner=learner, guide=ruth)
    assert "Ruth Adeyemi is locked into 2 pairs" in previewed(cast, scenario)


def test_too_many_people_for_a_moment_are_told_to_run_it(
    scenario: Scenario, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.previewing, "MOST_COMPARED", 3)
    assert "Run it to see." in previewed(cast, scenario)


def test_without_scripts_the_whole_page_comes_back_as_it_was_set(scenario: Scenario, cast: Cast) -> None:
    answer = cast.client("manager").post(address(cast, scenario), AS_RUN | {"weight_1": "5"})
    assert answer.status_code == 200
    assert answer.context["form"]["weight_1"].value() == "5"
    assert "people would meet somebody else" in answer.text or "Nobody would meet" in answer.text


def test_the_page_says_what_is_looked_at_and_what_is_not(scenario: Scenario, cast: Cast) -> None:
    page = cast.client("manager").get(address(cast, scenario).removesuffix("preview/")).text
    looked_at = "skills wanted, skills offered, department, manager, whom a published run left over."
    assert f"This matching looks at: {looked_at}" in page
    assert "Wishes to share a protected characteristic count too" in page
    assert "Nothing else about people is looked at" in page


def test_as_many_queries_for_forty_people_as_for_four(scenario: Scenario, cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            previewed(cast, scenario)
        return len(queries)

    previewed(cast, scenario)
    few = count()
    for number in range(18):
        enrol(scenario.programme, f"Mentee {number}", "learner")
        enrol(scenario.programme, f"Mentor {number}", "guide")
    assert count() == few


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
def test_sliding_shows_what_it_would_do(
    scenario: Scenario, cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context()
    cookie = cast.client("manager").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + address(cast, scenario).removesuffix("preview/"))
    slider = page.get_by_label("Different department")
    slider.focus()
    for _press in range(4):
        slider.press("ArrowRight")
    page.get_by_label("What one wants to learn").press("Home")
    expect(page.locator("#preview")).to_contain_text("2 people would meet somebody else")
    context.close()
