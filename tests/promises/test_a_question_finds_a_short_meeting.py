"""Flash mentoring from the set-up to a meeting that was held, by keyboard where people book, wide and narrow."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.matching.cohort import enrol
from tests.matching.flash import next_month
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story

from alongside.accounts.actions import found_organisation
from alongside.matching.flash.models import Booking, Slot
from alongside.programmes.models import Programme
from alongside.relationships.models import Relationship, Session

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

QUESTION = "How do I say no to a good project?"


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_set_up_to_a_meeting(browser: Browser, live_server: LiveServer, width: int) -> None:
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
    offer_an_afternoon(story)
    booking = find_and_book(story)
    read_the_question(story, booking)
    pair = Relationship.objects.get()
    assert {person.name for person in pair.people} == {"Noor Example", "Lars Example"}
    meet(story, booking)
    story.be(manager.email)
    look_at_the_numbers(story, programme)


def set_up(story: Story) -> Programme:
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/programmes/")
    story.press("Start a programme")
    page.get_by_label("Name people will see").fill("Northfield Quick Questions")
    story.press("Begin the setup")
    page.get_by_label("Flash mentoring").check()
    for heading in ("Who can join", "How should people be matched", "How often"):
        story.press("Save and go on")
        story.sees(heading)
    page.get_by_label("each session, minutes").fill("25")
    expect(page.locator("#plain")).to_contain_text("a mentee books at most 2")
    story.is_accessible()
    story.press("Finish the setup")
    story.press("Open it for sign-up")
    return Programme.objects.get()


def bring_people_in(programme: Programme) -> None:
    enrol(programme, "Noor Example", "learner", wants=("Delegating",), languages=["en"])
    enrol(programme, "Lars Example", "guide", offers=("Delegating",), languages=["en"])


def offer_an_afternoon(story: Story) -> None:
    story.be("lars.example@northfield.example")
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/")
    story.press("Offer times")
    story.sees("When do you have time for a question?")
    page.get_by_label("Day").fill(f"{next_month():%Y-%m-%d}")
    page.get_by_label("From").fill("14:00")
    page.get_by_label("Until").fill("15:00")
    page.get_by_label("For how many weeks").fill("2")
    story.is_accessible()
    story.press("Offer these times")
    story.sees("4 times of yours can be booked.")
    story.is_accessible()
    assert Slot.objects.count() == 4


def find_and_book(story: Story) -> Booking:
    """By keyboard alone, from Today."""
    story.be("noor.example@northfield.example")
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/")
    follow(story, "Find a time")
    story.sees("Bring a question, and book somebody's time.")
    story.is_accessible()
    page.get_by_role("link", name="Lars Example", exact=True).focus()
    page.keyboard.press("Enter")
    story.sees("Lars Example has 4 open times.")
    story.is_accessible()
    page.locator("a.chip").first.focus()
    page.keyboard.press("Enter")
    story.sees("What would you like to ask Lars?")
    story.is_accessible()
    page.get_by_label("Your question").focus()
    page.keyboard.type(QUESTION)
    page.get_by_role("button", name="Book ").focus()
    page.keyboard.press("Enter")
    story.sees("You meet Lars")
    story.is_accessible()
    return Booking.objects.get()


def follow(story: Story, link: str) -> None:
    story.page.get_by_role("link", name=link).first.focus()
    story.page.keyboard.press("Enter")


def read_the_question(story: Story, booking: Booking) -> None:
    story.be("lars.example@northfield.example")
    story.page.goto(f"{story.server.url}/o/northfield/bookings/")
    story.sees("You meet Noor")
    story.is_accessible()
    story.press("Noor Example")
    expect(story.page.get_by_text(QUESTION)).to_be_visible()
    expect(story.page.get_by_label("Offer this time to somebody else")).to_be_visible()
    story.is_accessible()


def meet(story: Story, booking: Booking) -> None:
    """An hour after it began, the mentor says that they met; the mentee is led to the next."""
    then = timezone.now() - timedelta(hours=1)
    Slot.objects.filter(pk=booking.slot_id).update(starts_at=then, ends_at=then + timedelta(minutes=25))
    Session.objects.filter(pk=booking.session_id).update(starts_at=then)
    story.page.reload()
    story.sees("Did you meet Noor?")
    story.press("Yes, we met")
    story.sees("Thank you for the time you gave Noor.")
    story.is_accessible()
    story.be("noor.example@northfield.example")
    story.page.goto(f"{story.server.url}/o/northfield/bookings/{booking.public_id}/")
    story.sees("Good that you asked Lars.")
    story.press("Book another meeting")
    story.sees("Bring a question")


def look_at_the_numbers(story: Story, programme: Programme) -> None:
    story.page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/")
    story.press("See the short meetings")
    expect(story.page.get_by_role("cell", name="Noor Example")).to_be_visible()
    assert QUESTION not in story.page.content()
    story.is_accessible()
