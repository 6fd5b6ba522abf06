"""Reverse mentoring from the set-up to an accepted pair: the mentee stands above, wide and narrow."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.matching.cohort import enrol
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story, accept_on_both_sides, publish

from alongside.accounts.actions import found_organisation
from alongside.accounts.models import Person
from alongside.people.models import Level
from alongside.programmes.models import Programme

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_set_up_to_a_pair(browser: Browser, live_server: LiveServer, width: int) -> None:
    _organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    story = Story(browser, live_server, width)
    story.be(manager.email)
    programme = set_up(story)
    bring_people_in(programme)
    match(story, programme)
    pair = accept_on_both_sides(story)
    sides = {each.role: each.person.name for each in pair.participants.select_related("person")}
    assert sides == {"learner": "Marta Director", "guide": "Ines Graduate"}
    reads_why(story, pair.public_id)


def set_up(story: Story) -> Programme:
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/programmes/")
    story.press("Start a programme")
    page.get_by_label("Name people will see").fill("Northfield Upside Down")
    story.press("Begin the setup")
    page.get_by_label("Reverse mentoring").check()
    story.press("Save and go on")
    story.sees("Who can join")
    story.press("Save and go on")
    story.sees("How should people be matched")
    expect(page.get_by_label("Levels between them, at least")).to_have_value("1")
    page.get_by_label("The mentee is two levels above").fill("4")
    expect(page.locator("#plain")).to_contain_text("At least 1 level below")
    story.is_accessible()
    story.press("Save and go on")
    story.sees("How often")
    story.press("Finish the setup")
    story.press("Open it for sign-up")
    return Programme.objects.get()


def bring_people_in(programme: Programme) -> None:
    """A director learns; of two who know what she wants to learn, one stands above her."""
    levels = [
        Level.objects.create(organisation=programme.organisation, name=name, rank=rank)
        for rank, name in enumerate(("Graduate", "Manager", "Director", "Board"), start=1)
    ]
    shown = {"languages": ["en"]}
    enrol(programme, "Marta Director", "learner", wants=("Social media",), level=levels[2], **shown)
    enrol(programme, "Ines Graduate", "guide", offers=("Social media",), level=levels[0], **shown)
    enrol(programme, "Otto Board", "guide", offers=("Social media",), level=levels[3], **shown)


def match(story: Story, programme: Programme) -> None:
    story.page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/matching/")
    story.press("Draft the matching")
    story.sees("pair is ready")
    expect(story.page.get_by_text("Ines Graduate").first).to_be_visible()
    story.is_accessible()
    publish(story)


def reads_why(story: Story, pair: str) -> None:
    """The guide, who answered last, and then the mentee: each in their own words."""
    address = f"{story.server.url}/o/northfield/relationships/{pair}/"
    story.page.goto(address)
    expect(story.page.get_by_text("You see work from where Marta no longer stands.")).to_be_visible()
    story.is_accessible()
    story.be(Person.objects.get(name="Marta Director").email)
    story.page.goto(address)
    expect(story.page.get_by_text("Ines sees work from where you no longer stand.")).to_be_visible()
