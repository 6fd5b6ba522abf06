"""The mentoring scheme's own cohorts in the studio: three runs, named, compared, and what each change costs first."""

import re

import pytest
from django.db.models import Count
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests.cohorts import cohort
from tests.matching.scheme import bring_in
from tests.promises.test_a_spreadsheet_becomes_running_pairs import Story

from alongside.accounts.actions import found_organisation
from alongside.matching.models import PairConstraint, Scenario
from alongside.pairing import BestTotal
from alongside.programmes.models import Programme

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

AIMS = {
    "Best total": "As many places as possible",
    "Fairest": "Fairest: the worst pair",
    "Stable": "Stable: no two",
}


@pytest.mark.parametrize(("width", "size"), [(1280, "large"), (390, "small")])
def test_three_runs_of_a_real_cohort_are_compared(
    browser: Browser, live_server: LiveServer, width: int, size: str
) -> None:
    organisation, manager, _link = found_organisation(
        slug="northfield",
        name="Northfield Health",
        admin_name="Priya R",
        admin_email="priya@northfield.example",
    )
    people = cohort(size)
    programme = bring_in(organisation, manager, people)
    story = Story(browser, live_server, width)
    story.be(manager.email)
    story.page.set_default_timeout(60_000)  # here a run and its prices are worked out while the page waits
    for name in AIMS:
        draft(story, programme, name)
    best = BestTotal().match(people.scored().market())
    assert Scenario.objects.get(name="Best total").pairs.count() == len(best)
    compare(story, programme)
    see_who_changes(story, programme)
    see_the_cost_first(story)


def draft(story: Story, programme: Programme, name: str) -> None:
    story.page.goto(f"{story.server.url}/o/northfield/programmes/{programme.public_id}/matching/")
    if story.page.get_by_text("Suggested pairs").count():
        fold = story.page.locator("details.filters summary")
        if fold.is_visible():
            fold.click()
        story.page.get_by_text(re.compile(f"^{AIMS[name]}")).click()
        story.press("Run again with these")
    else:
        story.press("Draft the matching")
    story.sees("pairs are ready")
    expect(story.page.get_by_text("Without this rule: ").first).to_be_attached()
    story.press("Rename")
    story.page.get_by_label("Name").fill(name)
    story.press("Save the name")
    expect(story.page.get_by_text(f"This run is called “{name}”.")).to_be_visible()


def compare(story: Story, programme: Programme) -> None:
    story.press("Earlier runs")
    for name in AIMS:
        box = story.page.get_by_role("checkbox", name=f"Compare {name}")
        box.focus()
        box.press("Space")
    story.is_accessible()
    story.press("Compare the chosen runs")
    expect(story.page.get_by_role("heading", level=1)).to_contain_text(re.compile("ahead|same|best"))
    story.press("Against Best total instead")
    expect(story.page.get_by_text("Measured against Best total.")).to_be_visible()
    story.is_accessible()
    for run in programme.scenarios.annotate(matched=Count("pairs__learner", distinct=True)):
        row = story.page.locator("table.plot tr", has_text=run.name).first
        expect(row.locator("td.val").last).to_have_text(str(run.matched))


def see_who_changes(story: Story, programme: Programme) -> None:
    runs = {run.name: dict(run.pairs.values_list("learner", "guide")) for run in programme.scenarios.all()}
    best, stable = runs["Best total"], runs["Stable"]
    changed = sum(1 for one in best.keys() | stable.keys() if best.get(one) != stable.get(one))
    if not changed:
        return
    chips = story.page.get_by_role("navigation", name="Stable")
    chips.get_by_role("link", name=f"Meet somebody else {changed}").click()
    expect(story.page.locator("#people tbody tr")).to_have_count(min(20, changed))


def see_the_cost_first(story: Story) -> None:
    story.press("Open Best total")
    story.page.get_by_role("link", name=re.compile("apart: see what it costs")).first.click()
    expect(story.page.get_by_text(re.compile("^Keeping them apart "))).to_be_visible()
    expect(story.page.get_by_text(re.compile("^Keeping them together "))).to_be_visible()
    story.is_accessible()
    assert not PairConstraint.objects.exists()
    story.press("Keep apart")
    expect(story.page.get_by_text("A new run keeps these two apart.")).to_be_visible()
    assert PairConstraint.objects.get().kind == PairConstraint.Kind.FORBID
