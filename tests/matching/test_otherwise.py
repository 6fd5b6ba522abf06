"""What keeping two together or apart costs, before it is done, and what would bring another result."""

import pytest
from django.utils.html import strip_tags

from alongside.activity import jobs
from alongside.matching.actions import draft_matching, lock_pair
from alongside.matching.models import Scenario, ScenarioPair
from alongside.matching.otherwise import Told, otherwise_of
from alongside.people.models import ProtectedCharacteristic
from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol


@pytest.fixture
def run(programme: Programme, cast: Cast) -> Scenario:
    """Noor fits Lars, Jun fits Ruth by what they seek; everybody is of a department of their own."""
    enrol(programme, "Noor", "learner", wants=("Delegating",), department="Finance")
    enrol(programme, "Jun", "learner", wants=("Statistics",), department="Imaging")
    enrol(programme, "Lars", "guide", offers=("Delegating",), department="Theatres")
    enrol(programme, "Ruth", "guide", offers=("Statistics",), department="Estates")
    return drafted(programme, cast.manager)


def pair_of(run: Scenario, name: str) -> ScenarioPair:
    return run.pairs.with_people().get(learner__person__name=name)


def told_of(run: Scenario, name: str) -> Told:
    told = otherwise_of(pair_of(run, name))
    assert isinstance(told, Told)
    return told


def test_keeping_a_pair_apart_says_what_it_costs_and_who_comes_instead(run: Scenario) -> None:
    told = told_of(run, "Noor")
    assert told.together == "Keeping them together costs nothing today."
    assert told.apart == [
        "Keeping them apart costs 150 points in all.",
        "Noor would have Ruth, fit 25.",
        "Lars would have Jun, fit 25.",
        "1 other person would meet somebody else.",
    ]
    assert told.changes == [
        "However low their own fit, they would stay a pair: everybody else would lose more."
    ]


def test_a_fit_that_would_bring_another_result_is_named(
    run: Scenario, programme: Programme, cast: Cast
) -> None:
    programme.enrolments.filter(person__name__in=("Jun", "Ruth")).update(state="paused")
    enrol(programme, "Mina", "guide", department="Finance", offers=("Delegating",))
    told = told_of(drafted(programme, cast.manager), "Noor")
    assert told.apart[:2] == ["Keeping them apart costs 25 points in all.", "Noor would have Mina, fit 75."]
    assert told.changes == [
        "They stay a pair while their own fit is above 75; it is 100.",
        "Noor would have Mina if their fit were above 100; it is 75.",
    ]


def test_a_pair_without_which_somebody_is_left_over_says_so(run: Scenario, programme: Programme) -> None:
    programme.enrolments.filter(person__name="Ruth").update(state="paused")
    programme.enrolments.filter(person__name="Jun").update(state="paused")
    told = told_of(run, "Noor")
    assert told.apart == [
        "Keeping them apart leaves 1 person more without a match.",
        "Noor would have nobody else.",
    ]
    assert told.changes == ["No fit alone would end this pair: without it somebody else has no match."]


def test_keeping_what_is_not_best_today_together_has_its_price(
    run: Scenario, programme: Programme, cast: Cast
) -> None:
    enrol(programme, "Mina", "learner", wants=("Delegating",), department="Finance")
    programme.enrolments.filter(person__name="Lars").update(places_as_guide=1)
    ScenarioPair.objects.filter(learner__person__name="Noor").update(
        guide=programme.enrolments.get(person__name="Ruth")
    )
    told = told_of(run, "Noor")
    assert told.together == "Keeping them together costs 75 points in all today."


def test_a_locked_pair_tells_what_it_costs_and_an_impossible_one_says_why(
    run: Scenario, programme: Programme, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = pair_of(run, "Noor")
    lock_pair(programme, by=cast.manager, learner=pair.learner, guide=pair.guide)
    assert told_of(run, "Noor").apart[0] == "Keeping them apart costs 150 points in all."
    programme.enrolments.filter(person__name="Lars").update(state="paused")
    assert "cannot be told at once" in str(otherwise_of(pair))
    monkeypatch.setattr("alongside.matching.engine.alternatives.MOST_COMPARED", 1)
    assert "cannot be told at once" in str(otherwise_of(pair_of(run, "Jun")))


@pytest.mark.parametrize(
    ("objective", "cost"),
    [
        ("fairest", "Keeping them apart costs 150 points in all."),
        ("stable", "Keeping them apart leaves 1 person more without a match."),
    ],
)
def test_other_aims_tell_costs_and_no_thresholds(
    run: Scenario, programme: Programme, cast: Cast, objective: str, cost: str
) -> None:
    other = draft_matching(programme, by=cast.manager, objective=objective)
    jobs.run(other.job.pk)
    told = told_of(other, "Noor")
    assert told.apart[0] == cost
    assert told.changes == []


def test_what_is_told_is_the_same_whether_somebody_wishes_or_not(run: Scenario) -> None:
    before = told_of(run, "Noor")
    for name, kind in (("Noor", "is_sought"), ("Lars", "is_offered")):
        person = run.programme.enrolments.get(person__name=name).person
        ProtectedCharacteristic.objects.create(person=person, kind="ethnicity", value="X", **{kind: True})
    assert told_of(run, "Noor") == before


def test_the_page_and_the_panel_show_every_cost_before_anything_is_done(run: Scenario, cast: Cast) -> None:
    client = cast.client("manager")
    address = cast.address(f"matched-pairs/{pair_of(run, 'Noor').public_id}/")
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get(f"{address}swap/", headers=headers)
        text = " ".join(strip_tags(page.text).split())
        assert "Keeping them apart costs 150 points in all." in text
        assert "Costs 150 points in all Swap to Ruth" in text
        assert ("<html" in page.text) == (not headers)
    assert "If not Lars, and what it costs" in client.get(address).text
