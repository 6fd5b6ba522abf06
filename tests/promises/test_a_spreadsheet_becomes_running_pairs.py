"""From two spreadsheets to pairs that work together, the same hour, by mouse and keyboard in a real browser."""

import csv
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests import accessibility

from alongside.accounts.actions import found_organisation
from alongside.accounts.models import Person
from alongside.growth.models import Goal
from alongside.matching.models import Proposal
from alongside.programmes.models import Programme
from alongside.relationships.models import Relationship, Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390
PATIENCE = 30_000
"""Milliseconds: a run that is pressed for is worked out before the page answers, with code compiled on the way."""
DEPARTMENTS = ("Nursing", "Pharmacy", "Estates", "Finance")


def write_people(file: Path, side: str, count: int) -> Path:
    """A spreadsheet as a programme manager keeps it, with their own column names."""
    with file.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle)
        writer.writerow(
            ["Full name", "E-mail address", "Team", "Languages", "Skills wanted", "Skills offered"]
        )
        for number in range(count):
            skills = ["", "Delegation"] if side == "mentor" else ["Delegation", ""]
            name = f"{side.title()}{number} Example"
            team = DEPARTMENTS[(number + (side == "mentor")) % len(DEPARTMENTS)]
            writer.writerow([name, f"{side}{number}@northfield.example", team, "English", *skills])
    return file


class Story:
    """Somebody at a screen: opens pages, reads mails, presses what has a name."""

    def __init__(self, browser: Browser, server: LiveServer, width: int) -> None:
        self.browser, self.server, self.width = browser, server, width
        self.page = self._new_page()

    def _new_page(self) -> Page:
        context = self.browser.new_context(viewport={"width": self.width, "height": 900})
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def be(self, email: str) -> None:
        """Sign in by the link that comes by mail."""
        self.page = self._new_page()
        self.page.goto(f"{self.server.url}/account/login/")
        self.page.get_by_label("Email address").first.fill(email)
        self.press("Email me a link")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Look in your mail")
        self.page.goto(self.server.url + path_in(str(mail.outbox[-1].body)))
        self.press("Sign in")

    def press(self, name: str, **where: Any) -> None:
        """Press the first button or link of that name."""
        wanted = re.compile(f"^{re.escape(name)}", re.IGNORECASE)
        button, link = (self.page.get_by_role(role, name=wanted, **where) for role in ("button", "link"))
        button.or_(link).first.click()

    def sees(self, text: str) -> None:
        """The heading of the page says it."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def is_accessible(self) -> None:
        """The page as it stands is no wider than the screen, and axe finds nothing on it on a phone.

        What axe finds on a wide screen is asked of every page in a test of its own.
        """
        find = accessibility.wrongs if self.width == PHONE else accessibility.sideways
        assert find(self.page) == [], self.page.url

    def imports(self, file: Path, rows: int) -> None:
        """Choose the file, keep the columns as proposed, confirm."""
        self.page.locator("input[type=file]").set_input_files(file)
        self.press("Read the file")
        self.press("Show what would happen")
        self.press(f"Import {rows} rows")
        self.sees(f"{rows} rows are imported")


def path_in(text: str) -> str:
    found = re.search(r"https?://[^/]+(/\S+)", text)
    assert found
    return found.group(1)


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.any_database)])
def test_the_whole_way(browser: Browser, live_server: LiveServer, tmp_path: Path, width: int) -> None:
    _organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    story = Story(browser, live_server, width)
    story.be(manager.email)
    set_up_a_programme(story)
    bring_people_in(story, tmp_path)
    match_and_publish(story)
    pair = accept_on_both_sides(story)
    log_a_session(story, pair)
    set_a_goal(story, pair)


def set_up_a_programme(story: Story) -> None:
    page, base = story.page, f"{story.server.url}/o/northfield/"
    page.goto(f"{base}programmes/")
    story.press("Start a programme")
    page.get_by_label("Name people will see").fill("Northfield Next")
    story.press("Begin the setup")
    for heading in ("What kind of programme", "Who can join", "How should people be matched", "How often"):
        story.sees(heading)
        story.press("Finish the setup" if heading == "How often" else "Save and go on")
    story.sees("It is ready to open")
    story.press("Open it for sign-up")
    assert Programme.objects.get().state == Programme.State.OPEN


def bring_people_in(story: Story, folder: Path) -> None:
    for side, count in (("mentee", 6), ("mentor", 4)):
        programme = Programme.objects.get()
        story.page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/sign-ups/")
        story.press(f"{side}s")
        story.imports(write_people(folder / f"{side}s.csv", side, count), count)
    assert Programme.objects.get().enrolments.count() == 10


def match_and_publish(story: Story) -> None:
    programme = Programme.objects.get()
    story.page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/matching/")
    story.press("Draft the matching")
    story.sees("pairs are ready")
    publish(story)
    assert Proposal.objects.filter(state=Proposal.State.OFFERED).count() == 6


def publish(story: Story) -> None:
    """Publish the run that is shown, once who fares how has been read."""
    story.press("Publish")
    story.press("I have read this")
    story.press("Publish")
    expect(story.page.get_by_text("Published.")).to_be_visible()


def accept_on_both_sides(story: Story) -> Relationship:
    proposal = Proposal.objects.select_related("learner__person", "guide__person").earliest("pk")
    for person in (proposal.learner.person, proposal.guide.person):
        story.be(person.email)
        story.page.goto(f"{story.server.url}/o/northfield/suggestions/{proposal.public_id}/")
        story.press("Say yes")
        expect(story.page.get_by_role("button", name="Say yes")).to_have_count(0)
    return Relationship.objects.get()


def log_a_session(story: Story, pair: Relationship) -> None:
    yesterday = timezone.localtime() - timedelta(days=1)
    story.page.goto(f"{story.server.url}/o/northfield/relationships/{pair.public_id}/sessions/log/")
    story.page.locator("input[type=date]").first.fill(f"{yesterday:%Y-%m-%d}")
    story.page.locator("input[type=time]").first.fill("14:00")
    story.page.locator("main form button.btn-main").first.click()
    story.page.wait_for_load_state()
    assert Session.objects.get().state == Session.State.HELD


def set_a_goal(story: Story, pair: Relationship) -> None:
    mentee = Person.objects.get(participations__relationship=pair, participations__role="learner")
    story.be(mentee.email)
    story.page.goto(f"{story.server.url}/o/northfield/growth/new-goal/")
    story.page.get_by_label("What you want to reach").fill("Lead a team within a year")
    story.page.get_by_label("How you will know").fill("Appointed, or ready on paper")
    story.page.locator("input[type=date]").fill(f"{timezone.localdate() + timedelta(days=90):%Y-%m-%d}")
    story.page.locator("main form button.btn-main").first.click()
    story.page.wait_for_load_state()
    assert Goal.objects.get(owner=mentee).title == "Lead a team within a year"
