"""Scarce places are drawn by lot: promised before, drawn once, and checked by anybody with ten lines."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast, make_person
from tests.promises.test_a_spreadsheet_becomes_running_pairs import PHONE, Story

from alongside.programmes.actions.enrolments import apply
from alongside.programmes.lottery.models import Lottery
from alongside.programmes.models import Programme

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

DOCS = Path("docs/lottery.md")
NAMES = ("Ada Lind", "Bo Ek", "Cleo Lund", "Dan Moss")


@pytest.mark.parametrize("width", [1280, PHONE])
def test_from_the_promise_to_the_check(
    browser: Browser, live_server: LiveServer, cast: Cast, tmp_path: Path, width: int
) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(state=Programme.State.OPEN)
    page = f"{live_server.url}{cast.address(f'programmes/{cast.mentoring.public_id}/lottery/')}"
    story = Story(browser, live_server, width)
    declare(story, cast, page)
    sign_up(story, cast)
    draw(story, cast, page)
    reads_the_own_number(story, cast, page)
    checks_it(story, page, tmp_path)


def declare(story: Story, cast: Cast, page: str) -> None:
    story.be(cast.manager.email)
    story.page.goto(page.removesuffix("lottery/"))
    story.press("Places by lot")
    story.sees("No places are drawn by lot here.")
    story.is_accessible()
    story.page.get_by_label("How many places are drawn").fill("2")
    story.page.keyboard.press("Enter")
    story.sees("2 places are drawn by lot.")
    story.is_accessible()


def sign_up(story: Story, cast: Cast) -> None:
    """Silvia in her browser, who reads how it goes before; and four others."""
    story.be(cast.stranger.email)
    story.page.goto(f"{story.server.url}{cast.address(f'join/{cast.mentoring.public_id}/')}")
    expect(story.page.get_by_text("are drawn by lot.")).to_be_visible()
    story.press("Sign up")
    expect(story.page.get_by_text("are drawn by lot.")).to_be_visible()
    story.is_accessible()
    story.page.get_by_role("button", name="Sign up").click()
    story.sees("You have signed up. Now it is decided.")
    for name in NAMES:
        apply(cast.mentoring, by=make_person(cast.organisation, name), role="learner", answers={})


def draw(story: Story, cast: Cast, page: str) -> None:
    story.be(cast.manager.email)
    story.page.goto(page)
    expect(story.page.get_by_role("heading", name="5 people would be in the draw today")).to_be_visible()
    story.page.get_by_role("button", name="Draw the places now").focus()
    story.page.keyboard.press("Enter")
    story.sees("The lot has decided.")
    story.is_accessible()
    assert cast.mentoring.enrolments.filter(state="approved", role="learner").count() == 2


def reads_the_own_number(story: Story, cast: Cast, page: str) -> None:
    story.be(cast.stranger.email)
    story.page.goto(page)
    number = cast.mentoring.enrolments.get(person=cast.stranger).public_id
    expect(story.page.get_by_text(f"Your number is {number}.")).to_be_visible()
    assert not any(name in story.page.content() for name in NAMES), "whose a number is stands nowhere"
    story.is_accessible()


def checks_it(story: Story, page: str, folder: Path) -> None:
    """Somebody without an account, with the ten lines of the documentation."""
    lottery = Lottery.objects.get()
    nobody = story.browser.new_context().new_page()
    nobody.goto(page)
    seed = nobody.locator("dd", has_text=re.compile(f"^{lottery.seed}$")).inner_text()
    listed = nobody.request.get(f"{page}{lottery.public_id}.txt")
    (folder / "list.txt").write_bytes(listed.body())
    (folder / "check.py").write_text(re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)[0])
    asked = [sys.executable, "check.py", seed, str(lottery.places), "list.txt"]
    said = subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True).stdout
    order = [f"{lot.position} {lot.number}{' drawn' * lot.is_drawn}" for lot in lottery.lots.all()]
    assert said.splitlines() == [f"seed {lottery.commitment}", f"list {lottery.list_hash}", *order]
