"""Peer mentoring from the set-up to a running pair: nobody takes a side, and each reads what both bring."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.matching.cohort import enrol
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story, accept_on_both_sides, publish

from alongside.accounts.actions import found_organisation
from alongside.accounts.models import Person
from alongside.people.models import Profile
from alongside.programmes.models import Enrolment, Programme

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_set_up_to_a_pair(browser: Browser, live_server: LiveServer, width: int) -> None:
    organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    story = Story(browser, live_server, width)
    story.be(manager.email)
    programme = set_up(story)
    newcomer = Person.objects.create(
        organisation=organisation, name="Noor New", email="noor@northfield.example"
    )
    Profile.objects.create(person=newcomer, languages=["en"])
    sign_up(story, programme, newcomer)
    bring_people_in(programme)
    match(story, programme, manager)
    pair = accept_on_both_sides(story)
    assert {each.role for each in pair.participants.all()} == {"peer"}
    assert {each.person.name for each in pair.participants.all()} == {"Ana Peer", "Ben Peer"}
    reads_why(story, pair.public_id)


def set_up(story: Story) -> Programme:
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/programmes/")
    story.press("Start a programme")
    page.get_by_label("Name people will see").fill("Northfield Peers")
    story.press("Begin the setup")
    page.get_by_label("Peer mentoring").check()
    story.press("Save and go on")
    story.sees("Who can join")
    page.get_by_label("Sign-ups are approved by the programme team").uncheck()
    story.press("Save and go on")
    story.sees("How should people be matched")
    page.get_by_label("One can help with what the other wants to learn").fill("5")
    expect(page.get_by_label("Peers whom somebody meets, at most")).to_have_value("1")
    expect(page.get_by_label("Levels between them, at least")).to_have_count(0)
    story.is_accessible()
    story.press("Save and go on")
    story.sees("How often")
    story.press("Finish the setup")
    story.press("Open it for sign-up")
    return Programme.objects.get()


def sign_up(story: Story, programme: Programme, newcomer: Person) -> None:
    """There is one side only, so that nobody is asked which."""
    story.be(newcomer.email)
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/join/{programme.public_id}/sign-up/")
    expect(page.get_by_role("navigation", name="Which side")).to_have_count(0)
    story.is_accessible()
    page.locator("main form button.btn-main").first.click()
    page.wait_for_load_state()
    assert Enrolment.objects.get(person=newcomer).role == "both"


def bring_people_in(programme: Programme) -> None:
    """Two who help each other; with whoever signed up, three."""
    shown = {"languages": ["en"]}
    enrol(programme, "Ana Peer", "both", wants=("Budgets",), offers=("Hard talks",), **shown)
    enrol(programme, "Ben Peer", "both", wants=("Hard talks",), offers=("Budgets",), **shown)


def match(story: Story, programme: Programme, manager: Person) -> None:
    story.be(manager.email)
    story.page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/matching/")
    story.sees("Everybody is here")
    story.press("Draft the matching")
    story.sees("1 pair is ready. One person is not.")
    expect(story.page.get_by_text("Everybody whom they could meet has somebody already.")).to_be_visible()
    story.is_accessible()
    publish(story)


def reads_why(story: Story, pair: str) -> None:
    """Each reads what the other can help with, and what they can help the other with."""
    address = f"{story.server.url}/o/northfield/relationships/{pair}/"
    story.page.goto(address)
    expect(story.page.get_by_text("Ana can help with Hard talks, which you want to learn.")).to_be_visible()
    expect(story.page.get_by_text("You can help with Budgets, which Ana wants to learn.")).to_be_visible()
    story.is_accessible()
