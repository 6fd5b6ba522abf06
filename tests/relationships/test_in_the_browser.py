"""The pair's place as people use it: the reader of a note in sight, a tick that counts at once, no script forbidden."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.utils import timezone
from tests.cast import Cast, make_cast

from alongside.relationships.actions import add_action
from alongside.relationships.models import Action, Note

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture(params=[1280, 390])
def page(
    request: pytest.FixtureRequest, browser: "Browser", live_server: "LiveServer", people: Cast
) -> "Iterator[Page]":
    """Amara, signed in, at a desk and on a phone; what the browser complains about fails the test."""
    session = people.client("mentee").cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": request.param, "height": 800})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page, complaints = context.new_page(), []
    page.set_default_timeout(8000)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_the_reader_of_a_note_is_in_sight_while_one_writes(page: "Page", people: Cast) -> None:
    page.goto(f"/o/northfield/relationships/{people.pair.public_id}/")
    composer = page.locator("form.composer")
    only_me = composer.get_by_text("Only you. Not Henrik, not the programme team.")
    both = composer.get_by_text("You and Henrik. They are told")
    assert only_me.is_visible()
    assert not both.is_visible()
    composer.get_by_text("Henrik and me").click()
    assert both.is_visible()
    assert not only_me.is_visible()
    composer.get_by_label("Your note").fill("Bring the messy version.")
    composer.get_by_role("button", name="Save note").click()
    page.get_by_text("Your note is kept.").wait_for()
    assert Note.objects.get().audience == "pair"


def test_a_tick_counts_at_once_and_can_be_taken_back(page: "Page", people: Cast) -> None:
    action = add_action(people.pair, by=people.mentor, owner=people.mentee, text="Ask Noor")
    page.goto(f"/o/northfield/relationships/{people.pair.public_id}/actions/")
    page.get_by_label("Ask Noor").check()
    page.get_by_text("Done Today").wait_for()
    assert Action.objects.get(pk=action.pk).done_at is not None
    page.get_by_label("Ask Noor").uncheck()
    page.get_by_text("Done Today").wait_for(state="detached")
    assert Action.objects.get(pk=action.pk).done_at is None


def test_a_session_is_planned_with_the_keyboard_alone(page: "Page", people: Cast) -> None:
    page.goto(f"/o/northfield/relationships/{people.pair.public_id}/sessions/planning/")
    page.get_by_label("Day").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_label("Time").fill("14:00")
    page.get_by_label("What it is about").focus()
    page.keyboard.type("The rota story")
    page.keyboard.press("Enter")
    page.get_by_text("Planned. Everyone who meets is told.").wait_for()
    assert page.get_by_role("link", name="1. The rota story").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
