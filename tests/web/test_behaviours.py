"""The small behaviours that scripts add, in a real browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: "Browser", live_server: LiveServer) -> "Iterator[Page]":
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{live_server.url}/patterns/")
    yield page
    context.close()


def test_escape_closes_a_menu_and_gives_the_focus_back(page: "Page") -> None:
    summary = page.locator("details.menu summary")
    summary.click()
    expect(page.get_by_role("link", name="Move it")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Move it")).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_press_elsewhere_closes_a_menu(page: "Page") -> None:
    page.locator("details.menu summary").click()
    page.locator("h1").click()
    expect(page.get_by_role("link", name="Move it")).to_be_hidden()


def test_a_file_dropped_on_a_field_is_chosen(page: "Page") -> None:
    dropped = page.evaluate_handle(
        "() => { const data = new DataTransfer(); data.items.add(new File(['a'], 'people.csv')); return data; }"
    )
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": dropped})
    assert page.locator(".drop input").evaluate("input => input.files[0].name") == "people.csv"


def test_a_slider_says_its_number(page: "Page") -> None:
    page.locator(".weight input").fill("5")
    expect(page.locator(".weight output")).to_have_text("5")


def test_choosing_a_reader_changes_who_can_read(page: "Page") -> None:
    composer = page.locator("form.composer")
    expect(composer.get_by_text("Only you. Not Henrik")).to_be_visible()
    composer.get_by_label("Henrik and me").check()
    expect(composer.get_by_text("He is told there is a new note.")).to_be_visible()
    expect(composer.get_by_text("Only you. Not Henrik")).to_be_hidden()


@pytest.fixture
def own_page(browser: "Browser", live_server: LiveServer, cast: Cast) -> "Iterator[Page]":
    """The mentee's browser, on a device that is light."""
    context = browser.new_context(base_url=live_server.url, color_scheme="light")
    cookie = cast.client("mentee").cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def scheme(page: "Page") -> str:
    return page.evaluate("getComputedStyle(document.documentElement).colorScheme")


def test_a_theme_shows_when_it_is_chosen_and_stays_when_it_is_saved(own_page: "Page", cast: Cast) -> None:
    own_page.goto(cast.address("settings/"))
    own_page.get_by_label("Dark", exact=True).check()
    assert scheme(own_page) == "dark"
    own_page.get_by_role("button", name="Save your settings").click()
    own_page.wait_for_load_state()
    own_page.get_by_label("Light", exact=True).check()
    assert scheme(own_page) == "light"
    own_page.goto(cast.address("growth/"))
    assert scheme(own_page) == "dark"


def test_a_form_with_errors_comes_back_with_the_focus_on_them(own_page: "Page", cast: Cast) -> None:
    own_page.goto(cast.address("growth/new-goal/"))
    own_page.locator("main form[method=post]").evaluate("form => { form.noValidate = true }")
    own_page.locator("main form[method=post] .btn-main").click()
    summary = own_page.locator("[data-form-errors]")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(own_page.locator("main form[method=post] .input").first).to_be_focused()
