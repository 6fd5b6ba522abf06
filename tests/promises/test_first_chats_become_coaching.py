"""By first chats from the set-up to a coaching pair, by keyboard, wide and on a phone; and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.matching.cohort import enrol
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story

from alongside.accounts.actions import found_organisation
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.recommending import recommend_everywhere
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import log_session
from alongside.relationships.models import Relationship

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_set_up_to_a_coaching_pair(browser: Browser, live_server: LiveServer, width: int) -> None:
    _organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    story = Story(browser, live_server, width)
    story.be(manager.email)
    programme = set_up_coaching(story)
    noor = enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",))
    ruth = enrol(programme, "Ruth Adeyemi", "guide", offers=("Delegating",))
    lars = enrol(programme, "Lars Holm", "guide", offers=("Delegating",))
    set_terms(story, programme, ruth)
    assert recommend_everywhere() == 1
    ask_for_a_first_chat(story, noor)
    chat = FirstChat.objects.get()
    another = ask_for_chat(
        lars if chat.guide == ruth else ruth,
        by=noor.person,
        message="Delegating",
        times=[timezone.now() + timedelta(days=2)],
    )
    agree(story, chat)
    talk_and_choose(story, chat)
    say_yes(story, chat)
    another.refresh_from_db()
    assert another.state == FirstChat.State.OVER
    read_what_it_costs(story, chat, manager.email)


def set_up_coaching(story: Story) -> Programme:
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/programmes/")
    story.press("Start a programme")
    page.get_by_label("Name people will see").fill("Northfield Coaching")
    story.press("Begin the setup")
    page.get_by_label("Coaching").first.check()
    story.press("Save and go on")
    story.press("Save and go on")
    page.get_by_label("First chats, then people choose").check()
    page.get_by_label("Each first chat, minutes").fill("15")
    story.press("Save and go on")
    page.get_by_label("Sessions for each coachee").fill("1")
    page.get_by_label("Budget for coaches from outside").fill("200")
    story.press("Finish the setup")
    story.press("Open it for sign-up")
    return Programme.objects.get()


def set_terms(story: Story, programme: Programme, coach: Enrolment) -> None:
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/coaching/")
    page.get_by_role("link", name=f"Set terms {coach.person.name}").click()
    page.get_by_label("Comes from outside").check()
    page.get_by_label("Fee for each session").fill("180")
    page.get_by_label("Training and experience").fill("Accredited for ten years")
    story.press("Save these terms")
    expect(page.get_by_text("180.00 EUR").first).to_be_visible()


def ask_for_a_first_chat(story: Story, coachee: Enrolment) -> None:
    """By keyboard alone, from Today."""
    story.be(coachee.person.email)
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/")
    story.press("See who they are")
    story.sees("Find a coach")
    story.is_accessible()
    page.get_by_role("link", name="Ask Ruth for a first chat").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Accredited for ten years")).to_be_visible()
    assert "180" not in page.content()
    page.get_by_label("What you would like to talk about").focus()
    page.keyboard.type("Delegating")
    soon = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    page.get_by_label("First time").fill(soon)
    story.is_accessible()
    page.get_by_role("button", name="Ask Ruth for a first chat").focus()
    page.keyboard.press("Enter")
    story.sees("You asked Ruth. They answer next.")
    story.is_accessible()


def agree(story: Story, chat: FirstChat) -> None:
    story.be(chat.guide.person.email)
    story.page.goto(f"{story.server.url}/o/northfield/")
    story.press("Open this first chat")
    story.sees("Noor asks you for a first chat")
    story.is_accessible()
    story.page.get_by_role("region", name="Which time suits you?").get_by_role("button").first.focus()
    story.page.keyboard.press("Enter")
    story.sees("You talk with Noor")
    story.is_accessible()


def talk_and_choose(story: Story, chat: FirstChat) -> None:
    FirstChat.objects.filter(pk=chat.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    story.be(chat.learner.person.email)
    story.page.goto(f"{story.server.url}/o/northfield/first-chats/{chat.public_id}/")
    story.sees("Have you talked with Ruth?")
    story.press("Yes, we have talked")
    story.sees("Would you like to go on with Ruth?")
    story.is_accessible()
    story.press("Choose Ruth")
    story.sees("You chose Ruth. They decide next.")
    story.is_accessible()


def say_yes(story: Story, chat: FirstChat) -> None:
    story.be(chat.guide.person.email)
    story.page.goto(f"{story.server.url}/o/northfield/first-chats/{chat.public_id}/")
    story.sees("Noor would like to go on with you")
    story.press("Say yes or no")
    story.is_accessible()
    story.press("Say yes to Noor")
    expect(story.page.get_by_role("button", name="Say yes")).to_have_count(0)
    assert Relationship.objects.get().participants.count() == 2


def read_what_it_costs(story: Story, chat: FirstChat, manager: str) -> None:
    """One session is held, none is left; the team reads the budget and gives two more."""
    pair = Relationship.objects.get()
    log_session(pair, by=chat.learner.person, starts_at=timezone.now() - timedelta(hours=2), minutes=60)
    page = story.page
    page.goto(f"{story.server.url}/o/northfield/relationships/{pair.public_id}/sessions/planning/")
    expect(page.get_by_text("write to the programme team")).to_be_visible()
    story.is_accessible()
    story.be(manager)
    page, place = story.page, f"{story.server.url}/o/northfield/programmes/{pair.programme.public_id}/"
    page.goto(f"{place}coaching/")
    story.sees("90 % of the budget is used or planned.")
    story.is_accessible()
    story.press("See who has sessions left")
    story.press("Give more")
    page.get_by_label("Why").fill("A new team to lead")
    story.press("Give these sessions")
    expect(page.get_by_text("A new team to lead")).to_be_visible()
