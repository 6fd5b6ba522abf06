"""From the set-up to accepted pairs by ranked wishes, with the keyboard where people order, wide and narrow."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.promises.test_a_spreadsheet_becomes_running_pairs import (
    Story,
    accept_on_both_sides,
    bring_people_in,
    publish,
)

from alongside.accounts.actions import found_organisation
from alongside.matching.models import Scenario
from alongside.matching.wishes.models import Shortlist
from alongside.programmes.models import Programme

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_way_of_wishes(browser: Browser, live_server: LiveServer, tmp_path: Path, width: int) -> None:
    _organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    story = Story(browser, live_server, width)
    story.be(manager.email)
    set_up(story)
    bring_people_in(story, tmp_path)
    open_the_wishes(story)
    put_into_order(story)
    story.be(manager.email)
    match_by_wishes(story)
    accept_on_both_sides(story)


def set_up(story: Story) -> None:
    page, base = story.page, f"{story.server.url}/o/northfield/"
    page.goto(f"{base}programmes/")
    story.press("Start a programme")
    page.get_by_label("Name people will see").fill("Northfield Next")
    story.press("Begin the setup")
    for heading in ("What kind of programme", "Who can join", "How should people be matched", "How often"):
        story.sees(heading)
        if heading.startswith("How should"):
            page.get_by_text("Both sides say whom they would like").click()
        story.press("Finish the setup" if heading == "How often" else "Save and go on")
    story.press("Open it for sign-up")
    assert Programme.objects.get().way == Programme.Way.WISHES


def open_the_wishes(story: Story) -> None:
    story.page.goto(address(story, "matching/"))
    story.press("Go to the wishes")
    story.sees("Ask both sides whom they would like.")
    story.is_accessible()
    story.press("Open the wishes and tell everybody")
    story.sees("0 of 10 have answered.")
    story.is_accessible()


def put_into_order(story: Story) -> None:
    held = Shortlist.objects.filter(side="learner").select_related("enrolment__person").earliest("pk")
    story.be(held.enrolment.person.email)
    story.page.goto(f"{story.server.url}/o/northfield/")
    story.press("Order your short list")
    story.sees("Whom would you like to help you?")
    story.is_accessible()
    first, second, *_others, last = order_of(held)
    down = story.page.locator(f"#down-{first}")
    down.focus()
    down.press("Enter")
    expect(story.page.get_by_text("Your order is saved as it stands here.")).to_be_visible()
    assert order_of(held)[:2] == [second, first]
    expect(story.page.locator(f"#down-{first}")).to_be_focused()
    unwanted = story.page.locator(f"#not-{last}")
    unwanted.focus()
    unwanted.press("Enter")
    expect(story.page.get_by_role("heading", name="Rather not")).to_be_visible()
    assert held.wishes.get(is_unwanted=True).public_id == last
    story.is_accessible()
    story.page.reload()
    story.sees("Your order is saved.")


def match_by_wishes(story: Story) -> None:
    story.page.goto(address(story, "matching/wishes/"))
    story.sees("1 of 10 have answered.")
    story.press("Close the wishes now")
    story.press("Draft the matching")
    story.sees("pairs are ready")
    page = story.page
    fold = page.locator("details.filters")
    if fold.locator("summary").is_visible():
        fold.locator("summary").click()
    page.get_by_text(re.compile("^Stable: no two")).click()
    story.press("Run again with these")
    story.sees("pairs are ready")
    expect(page.get_by_text("No two who are not a pair would both rather have each other")).to_be_visible()
    expect(page.get_by_text("It follows the wishes of 1 person.")).to_be_visible()
    story.is_accessible()
    assert Scenario.objects.latest("number").objective == Scenario.Objective.STABLE
    publish(story)


def address(story: Story, path: str) -> str:
    return f"{story.server.url}/o/northfield/programmes/{Programme.objects.get().public_id}/{path}"


def order_of(held: Shortlist) -> list[str]:
    return list(held.wishes.values_list("public_id", flat=True))
