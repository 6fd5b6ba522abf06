"""What each rule of a run costs."""

import pytest

from alongside.activity import jobs
from alongside.matching import engine
from alongside.matching.actions import draft_matching, lock_pair
from alongside.matching.models import Scenario
from alongside.matching.pricing import rule_price
from alongside.programmes.models import Programme, Rule
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol


@pytest.fixture
def people(programme: Programme) -> Programme:
    """Noor and Lars are of one department, Jun and Ruth too; by skills those would be the pairs."""
    settings = {"field": "department"}
    Rule.objects.create(programme=programme, kind="not_same", settings=settings, position=1)
    enrol(programme, "Noor", "learner", wants=("Delegating",), department="Finance")
    enrol(programme, "Jun", "learner", wants=("Statistics",), department="Imaging")
    enrol(programme, "Lars", "guide", offers=("Delegating",), department="Finance")
    enrol(programme, "Ruth", "guide", offers=("Statistics",), department="Imaging")
    return programme


def test_a_rule_says_what_would_come_without_it(people: Programme, cast: Cast) -> None:
    run = drafted(people, cast.manager)
    assert rule_price(run, 0) == "It costs nothing: without it the figures stay the same."
    assert rule_price(run, 1) == ("Without this rule: as many people matched, mean fit 75 instead of 25.")
    page = cast.client("manager").get(
        cast.address(f"programmes/{people.public_id}/matching/runs/{run.public_id}/")
    )
    assert "mean fit 75 instead of 25" in page.text


def test_people_whom_a_rule_leaves_out_are_in_its_price(people: Programme, cast: Cast) -> None:
    people.enrolments.filter(person__name="Ruth").update(state="paused")
    people.enrolments.filter(person__name="Jun").update(state="paused")
    fairest = draft_matching(people, by=cast.manager, objective="fairest")
    jobs.run(fairest.job.pk)
    fairest.refresh_from_db()
    assert rule_price(fairest, 1) == "Without this rule: 1 more person matched, lowest fit 75 instead of 0."


def test_a_price_counts_the_locks(people: Programme, cast: Cast) -> None:
    names = {each.person.name: each for each in people.enrolments.select_related("person")}
    lock_pair(people, by=cast.manager, learner=names["Noor"], guide=names["Ruth"])
    run = drafted(people, cast.manager)
    assert rule_price(run, 1) == "It costs nothing: without it the figures stay the same."


def test_too_many_people_have_no_prices(
    people: Programme, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.pricing, "MOST_PRICED", 3)
    run = drafted(people, cast.manager)
    assert run.prices == {}
    assert rule_price(run, 1) == ""


def test_a_job_that_begins_again_prices_what_is_solved_and_changes_nothing_else(
    people: Programme, cast: Cast
) -> None:
    run = drafted(people, cast.manager)
    pairs = list(run.pairs.values_list("public_id", flat=True))
    Scenario.objects.filter(pk=run.pk).update(prices=None)
    type(run.job).objects.filter(pk=run.job.pk).update(state="queued")
    jobs.run(run.job.pk)
    run.refresh_from_db()
    assert run.prices["1"]["mean"] == pytest.approx(0.75)
    assert list(run.pairs.values_list("public_id", flat=True)) == pairs
