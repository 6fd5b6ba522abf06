"""What the past says about the criteria is advice: few pairs say nothing, and nothing changes by itself."""

import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast
from tests.matching.cohort import make_matching_programme
from tests.matching.learning.past import make_past, telling_past
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story

from alongside.activity.models import Event
from alongside.matching.models import ScenarioPair
from alongside.programmes.models import Programme

pytestmark = [pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return make_matching_programme(cast.organisation, cast.manager)


def weights(programme: Programme) -> list[int]:
    return list(programme.criteria.values_list("weight", flat=True))


def told(cast: Cast, programme: Programme) -> str:
    address = cast.address(f"programmes/{programme.public_id}/matching/lessons/")
    return cast.client("manager").get(address).content.decode()


@pytest.mark.parametrize(
    ("pairs", "stopped", "pairs_each"), [(29, 10, 2), (36, 4, 2), (36, 32, 2), (36, 18, 9)]
)
def test_few_pairs_outcomes_or_people_say_nothing(
    cast: Cast, programme: Programme, pairs: int, stopped: int, pairs_each: int
) -> None:
    fits = [(0.02 * number, 1.0) for number in range(pairs)]
    make_past(programme, fits, [0] * stopped + [8] * (pairs - stopped), pairs_each=pairs_each)
    page = told(cast, programme)
    assert "too early to learn" in page
    assert "Kendall" not in page
    assert "Take this advice" not in page
    client = cast.client("manager")
    address = cast.address(f"programmes/{programme.public_id}/matching/lessons/")
    assert client.post(address).status_code == 409


def test_answers_that_nobody_reads_are_not_told_here_either(cast: Cast, programme: Programme) -> None:
    telling_past(programme)
    assert programme.questionnaire
    programme.questionnaire.questions.create(key="faith", text="What do you believe?", reader="nobody")
    settings = {"field": "answer:faith"}
    for pair in ScenarioPair.objects.filter(scenario__programme=programme):
        skills = pair.contributions[0]
        pair.contributions.append({**skills, "kind": "same", "settings": settings})
        pair.save()
    programme.criteria.create(kind="same", settings=settings, weight=2, position=2)
    page = told(cast, programme)
    assert "1 criterion looks at answers that nobody reads" in page
    assert "What do you believe?" not in page


@pytest.mark.browser
def test_advice_is_read_taken_changed_and_saved_by_a_person(
    browser: Browser, live_server: LiveServer, cast: Cast, programme: Programme
) -> None:
    telling_past(programme)
    story = Story(browser, live_server, 1280)
    story.be(cast.manager.email)
    story.page.goto(
        f"{live_server.url}/o/{cast.organisation.slug}/programmes/{programme.public_id}/matching/runs/"
    )
    story.press("What the past says")
    expect(story.page.get_by_role("heading", level=1)).to_have_text(
        "1 criterion clearly went with how pairs went."
    )
    story.is_accessible()
    assert weights(programme) == [3, 1]
    story.press("Take this advice into a draft")
    expect(story.page.get_by_role("heading", level=1)).to_contain_text("Nothing is changed yet")
    story.is_accessible()
    assert weights(programme) == [3, 1]
    slider = story.page.get_by_role("slider").first
    slider.focus()
    slider.press("ArrowRight")
    story.page.set_viewport_size({"width": 390, "height": 800})
    story.is_accessible()
    story.press("Save these weights")
    expect(story.page).to_have_url(re.compile("/setup/matching/"))
    assert weights(programme) == [5, 1]
    assert list(
        Event.objects.filter(verb__startswith="advice.").order_by("pk").values_list("verb", flat=True)
    ) == [
        "advice.taken",
        "advice.saved",
    ]
