"""Where people ask somebody themselves: from the set-up to a pair in a real browser, and nobody learns of others."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story, bring_people_in
from tests.promises.test_secrets_stay_secret import text_of
from tests.routes import know

from alongside.accounts.actions import found_organisation
from alongside.matching.actions import ask_guide, decline_proposal, join_line
from alongside.matching.models import Proposal
from alongside.matching.recommending import recommend_everywhere
from alongside.privacy.routes import ROUTES
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship

WHY, REASON = "Quillfeather and delegating", "Thornapple"


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_set_up_to_a_pair(
    browser: Browser, live_server: LiveServer, tmp_path: Path, width: int
) -> None:
    _organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    story = Story(browser, live_server, width)
    story.be(manager.email)
    set_up_so_that_people_ask_themselves(story)
    bring_people_in(story, tmp_path)
    assert recommend_everywhere() == 1
    guide = find_and_ask(story, "mentee0@northfield.example")
    say_yes(story, guide)
    assert Relationship.objects.get().participants.count() == 2


def set_up_so_that_people_ask_themselves(story: Story) -> None:
    story.page.goto(f"{story.server.url}/o/northfield/programmes/")
    story.press("Start a programme")
    story.page.get_by_label("Name people will see").fill("Northfield Choice")
    story.press("Begin the setup")
    for heading in ("What kind of programme", "Who can join", "How should people be matched", "How often"):
        story.sees(heading)
        if heading == "How should people be matched":
            story.page.get_by_label("People ask somebody themselves").check()
        story.press("Finish the setup" if heading == "How often" else "Save and go on")
    story.press("Open it for sign-up")
    assert Programme.objects.get().way == Programme.Way.CHOICE


def find_and_ask(story: Story, email: str) -> Enrolment:
    """By keyboard alone, from Today; the guide who was asked."""
    story.be(email)
    story.page.goto(f"{story.server.url}/o/northfield/")
    story.press("See who they are")
    story.sees("Find a mentor")
    story.is_accessible()
    first = story.page.get_by_role("link", name=re.compile("^Ask ")).first
    first.focus()
    story.page.keyboard.press("Enter")
    story.page.get_by_label("Why you ask").focus()
    story.is_accessible()
    story.page.keyboard.type(WHY)
    story.page.get_by_role("button", name=re.compile("^Ask ")).focus()
    story.page.keyboard.press("Enter")
    story.sees("You asked")
    story.is_accessible()
    return Proposal.objects.select_related("guide__person").get().guide


def say_yes(story: Story, guide: Enrolment) -> None:
    story.be(guide.person.email)
    story.page.goto(f"{story.server.url}/o/northfield/suggestions/")
    story.sees("Mentee0 asks you")
    expect(story.page.get_by_text(WHY)).to_be_visible()
    story.is_accessible()
    story.press("Say yes")
    expect(story.page.get_by_role("button", name="Say yes")).to_have_count(0)


@pytest.mark.django_db
def test_a_learner_learns_nothing_of_what_another_asked_nor_why_not(cast: Cast) -> None:
    known = know(cast)
    programme = make_matching_programme(cast.organisation, cast.manager, way="choice")
    asking, looking = enrol(programme, "Noor Al-Sayed", "learner"), enrol(programme, "Somebody", "learner")
    Enrolment.objects.filter(pk=looking.pk).update(person=cast.mentee)
    asked, full = enrol(programme, "Ruth Adeyemi", "guide"), enrol(programme, "Lars Holm", "guide")
    decline_proposal(ask_guide(asked, by=asking.person, message=WHY), by=asked.person, reason=REASON)
    join_line(full, by=asking.person)
    client = cast.client("mentee")
    pages = [known.address(name) for name in ROUTES]
    guides = cast.address(f"programmes/{programme.public_id}/guides/")
    pages += [guides, f"{guides}{asked.public_id}/", f"{guides}{full.public_id}/"]
    for page in pages:
        text = text_of(client.get(page))
        assert WHY not in text, page
        assert REASON not in text, page
        assert "Noor" not in text, page
