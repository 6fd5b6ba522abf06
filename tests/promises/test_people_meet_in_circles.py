"""Group mentoring from the set-up to a circle that has begun, by keyboard where people answer, wide and narrow."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests import accessibility
from tests.matching.circles.gathered import LEADING, WRITING, join
from tests.promises.test_a_spreadsheet_becomes_running_pairs import PHONE, Story

from alongside.accounts.actions import found_organisation
from alongside.accounts.models import Person
from alongside.matching.circles.answering import accept_seat
from alongside.matching.circles.models import Seat
from alongside.people.models import Profile
from alongside.programmes.actions.enrolments import approve
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship

WIDE = 1280

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


def test_from_the_set_up_to_a_circle(browser: Browser, live_server: LiveServer) -> None:
    organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    noor = Person.objects.create(
        organisation=organisation, name="Noor Example", email="noor@northfield.example"
    )
    Profile.objects.create(person=noor)
    story = Story(browser, live_server, WIDE)
    story.be(manager.email)
    programme = set_up(story)
    sign_up(story, programme)
    for name in ("Ana", "Ben", "Cleo"):
        join(programme, name, WRITING)
    join(programme, "Lars", WRITING, role="guide")
    for name in ("Fay", "Gus", "Hal", "Ida"):
        join(programme, name, LEADING, WRITING)
    join(programme, "Mia", LEADING, role="guide")
    approve(Enrolment.objects.get(person=noor), by=manager)
    story.be(manager.email)
    draft_and_publish(story, programme)
    say_yes(story)
    circle = Relationship.objects.get()
    assert {person.name for person in circle.people} == {"Ana", "Ben", "Lars", "Noor Example"}


def look(story: Story) -> None:
    """The page as it stands, wide and on a phone: no wider than the screen, and axe finds nothing."""
    story.is_accessible()
    story.page.set_viewport_size({"width": PHONE, "height": 900})
    assert accessibility.wrongs(story.page) == [], story.page.url
    story.page.set_viewport_size({"width": WIDE, "height": 900})


def set_up(story: Story) -> Programme:
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/programmes/")
    story.press("Start a programme")
    page.get_by_label("Name people will see").fill("Northfield Circles")
    story.press("Begin the setup")
    page.get_by_label("Group mentoring").check()
    story.press("Save and go on")
    story.press("Save and go on")
    story.sees("How should people be matched")
    page.get_by_label("What circles meet about").fill(f"{WRITING}\nLeading a team")
    page.get_by_label("People in a circle, about").fill("4")
    page.keyboard.press("Tab")
    expect(page.locator("#plain")).to_contain_text("Circles of about 4 and a mentor meet about: Writing")
    look(story)
    story.press("Save and go on")
    story.press("Finish the setup")
    story.press("Open it for sign-up")
    return Programme.objects.get()


def sign_up(story: Story, programme: Programme) -> None:
    story.be("noor@northfield.example")
    story.page.goto(f"{story.server.url}/o/northfield/join/{programme.public_id}/sign-up/")
    story.page.get_by_label(WRITING).select_option("1")
    story.page.get_by_label("Leading a team").select_option("2")
    look(story)
    story.press("Sign up")
    story.sees("You have signed up.")


def draft_and_publish(story: Story, programme: Programme) -> None:
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/matching/")
    look(story)
    story.press("Draft the")
    story.sees("2 circles are ready.")
    expect(page.get_by_text("Their first choice")).to_be_visible()
    look(story)
    page.get_by_role("link", name="look at Writing").click()
    story.sees("4 members meet about Writing.")
    look(story)
    move(story)
    story.press("Publish 2 circles")
    story.press("I have read this")
    look(story)
    story.press("Publish 2 circles")
    story.sees("2 circles are published.")
    look(story)


def move(story: Story) -> None:
    """By keyboard: somebody goes to the other circle, after the cost is read."""
    page = story.page
    page.go_back()
    page.get_by_role("link", name="Move Gus").focus()
    page.keyboard.press("Enter")
    story.sees("Where else could Gus meet?")
    expect(page.get_by_text("Costs 15 points")).to_be_visible()
    look(story)
    page.get_by_role("button", name="Move to Writing").focus()
    page.keyboard.press("Enter")
    story.sees("5 members meet about Writing.")
    look(story)
    page.get_by_role("link", name="Circles, Draft 1").click()


def say_yes(story: Story) -> None:
    """Three others first, then one by keyboard alone, from Today."""
    for seat in Seat.objects.select_related("enrolment__person"):
        if seat.enrolment.person.name in {"Ana", "Ben", "Lars"}:
            accept_seat(seat, by=seat.enrolment.person)
    story.be("noor@northfield.example")
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/")
    page.get_by_role("link", name="See what it is about").focus()
    page.keyboard.press("Enter")
    story.sees("We suggest a circle about Writing")
    expect(page.get_by_text("“Writing” is your first choice.")).to_be_visible()
    look(story)
    page.get_by_role("button", name="Say yes and join").focus()
    page.keyboard.press("Enter")
    story.sees("Noor")
    look(story)
