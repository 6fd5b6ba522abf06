"""Two or three runs beside each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from alongside.activity import jobs
from alongside.matching.actions import draft_matching, rename_scenario
from alongside.matching.comparing.figures import compare, compared
from alongside.matching.comparing.groups import groups_beside
from alongside.matching.comparing.people import chosen_learners, people_beside, turns
from alongside.matching.comparing.settings import settings_beside
from alongside.matching.models import Scenario
from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol


def again(programme: Programme, cast: Cast, *weights: int) -> Scenario:
    criteria = [
        {"kind": row.kind, "settings": row.settings, "weight": weight}
        for row, weight in zip(programme.criteria.all(), weights, strict=True)
    ]
    scenario = draft_matching(programme, by=cast.manager, criteria=criteria)
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    return scenario


def make_people(programme: Programme) -> None:
    enrol(programme, "Noor", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Lars", "guide", offers=("Delegating",), department="Theatres")


def test_the_first_run_stands_alone(programme: Programme, cast: Cast) -> None:
    make_people(programme)
    assert compared(drafted(programme, cast.manager)) is None


def test_a_later_run_is_shown_beside_the_one_before_it(programme: Programme, cast: Cast) -> None:
    make_people(programme)
    drafted(programme, cast.manager)
    comparison = compared(again(programme, cast, 4, 1))
    assert (comparison.shown.mean, comparison.others[0].mean) == (80, 75)
    assert comparison.others[0].changes == [
        "Draft 1 loses 5 points on average.",
        "The lowest pair of Draft 1 is 5 points lower.",
    ]
    assert comparison.weighs_differently
    assert comparison.ticks[0] == (0.0, 70)


def test_runs_with_the_same_figures_say_so(programme: Programme, cast: Cast) -> None:
    make_people(programme)
    drafted(programme, cast.manager)
    [other] = compared(again(programme, cast, 3, 1)).others
    assert other.changes == ["Draft 1 comes to the same figures."]


def test_hundreds_of_pairs_make_no_more_marks_and_queries_than_fit(programme: Programme, cast: Cast) -> None:
    for number in range(200):
        enrol(programme, f"Mentee {number}", "learner")
        enrol(programme, f"Mentor {number}", "guide")
    drafted(programme, cast.manager)
    scenario = again(programme, cast, 5, 1)
    with CaptureQueriesContext(connection) as queries:
        comparison = compared(scenario)
    assert len(queries) <= 7
    assert comparison.shown.lane.count("<line") <= 151


def test_the_studio_shows_both(programme: Programme, cast: Cast) -> None:
    make_people(programme)
    drafted(programme, cast.manager)
    scenario = again(programme, cast, 4, 1)
    address = f"programmes/{programme.public_id}/matching/runs/{scenario.public_id}/"
    page = cast.client("manager").get(cast.address(address)).text
    assert "Two ways to do it" in page
    assert "Open Draft 1 instead" in page


@pytest.fixture
def three(programme: Programme, cast: Cast) -> list[Scenario]:
    """By skills Noor fits Lars and Jun fits Ruth; by departments it is the other way round; then Ruth is gone."""
    enrol(programme, "Noor", "learner", wants=("Delegating",), department="Finance")
    enrol(programme, "Jun", "learner", wants=("Statistics",), department="Imaging")
    enrol(programme, "Lars", "guide", offers=("Delegating",), department="Finance")
    ruth = enrol(programme, "Ruth", "guide", offers=("Statistics",), department="Imaging")
    first = rename_scenario(drafted(programme, cast.manager), by=cast.manager, name="By skills")
    second = rename_scenario(again(programme, cast, 1, 5), by=cast.manager, name="By departments")
    ruth.state = "paused"
    ruth.save()
    return [first, second, again(programme, cast, 3, 1)]


def page_of(cast: Cast, runs: list[Scenario], rest: str = "") -> str:
    chosen = "&".join(f"with={run.public_id}" for run in runs)
    address = cast.address(f"programmes/{runs[0].programme.public_id}/matching/comparison/?{chosen}{rest}")
    answer = cast.client("manager").get(address)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.text).split())


def test_settings_that_differ_are_named_and_no_others(three: list[Scenario]) -> None:
    told = {row.name: [value for _run, value in row.cells] for row in settings_beside(three)}
    assert told == {
        "What one wants to learn, the other can help with": ["counts 3", "counts 1", "counts 3"],
        "Different department": ["counts 1", "counts 5", "counts 1"],
        "Places": ["2", "2", "1"],
    }


def test_who_gains_loses_changes_and_is_left_out_is_counted_for_each_run(three: list[Scenario]) -> None:
    counts = [{kind: count for kind, _label, count in turn.counts if count} for turn in turns(three)]
    assert counts == [{"changing": 2, "gaining": 2}, {"changing": 1, "losing": 1, "no_longer": 1}]


def test_each_person_stands_with_whom_they_have_in_every_run(three: list[Scenario]) -> None:
    [person] = people_beside(three, chosen_learners(three, 2, "losing"))
    assert person.learner.person.name == "Jun"
    assert [(cell.guides, cell.points) for cell in person.cells] == [
        (["Ruth"], 75),
        (["Lars"], 83),
        ([], None),
    ]
    assert [cell.gain for cell in person.cells] == [0, 8, -75]


def test_the_page_answers_first_and_the_address_carries_the_choice(three: list[Scenario], cast: Cast) -> None:
    text = page_of(cast, three)
    assert "By skills matches" not in text
    assert "They weigh things differently, so their fits are not measured alike." in text
    assert "Measured against By skills." in text
    assert "Not matched any more 1" in text
    listed = page_of(cast, three, f"&of={three[2].public_id}&show=no_longer")
    assert "Jun Ruth 75Lars 83 gains 8 pointsnobody" in listed
    assert "Noor Lars" not in listed
    assert "By skills is ahead in everything." in page_of(cast, [three[2], three[0]])
    assert "Measured against By departments." in page_of(cast, [three[1], three[0]])


def test_one_run_or_four_are_not_compared(three: list[Scenario], programme: Programme, cast: Cast) -> None:
    address = cast.address(f"programmes/{programme.public_id}/matching/comparison/")
    client, fourth = cast.client("manager"), drafted(programme, cast.manager)
    for runs in (three[:1], [*three, fourth]):
        answer = client.get(address, {"with": [run.public_id for run in runs]}, follow=True)
        assert "Choose two or three runs that are ready." in answer.text
    assert client.get(address, {"with": ["nothing", three[0].public_id]}).status_code == 404


def test_a_group_too_small_in_one_run_is_told_of_none(programme: Programme, cast: Cast) -> None:
    for number in range(12):
        department = "Theatres" if number < 6 else "Estates"
        enrol(programme, f"Mentee {number}", "learner", wants=("Delegating",), department=department)
    for number in range(12):
        offers = ("Delegating",) if number else ("Plumbing",)
        enrol(programme, f"Mentor {number}", "guide", offers=offers, department="Finance")
    first = drafted(programme, cast.manager)
    programme.enrolments.filter(person__name__in=[f"Mentor {number}" for number in range(2, 12)]).update(
        state="paused"
    )
    second = again(programme, cast, 3, 1)
    assert {group.name for group in groups_beside([first, second])} >= {"Theatres", "Estates"}
    programme.enrolments.filter(person__name__in=("Mentee 0", "Mentee 1")).update(state="paused")
    third = again(programme, cast, 3, 1)
    assert "Theatres" not in {group.name for group in groups_beside([first, second, third])}


def test_as_many_queries_for_hundreds_of_people_as_for_two(programme: Programme, cast: Cast) -> None:
    counts = []
    for more in (2, 60):
        for number in range(more):
            enrol(programme, f"Mentee {more} {number}", "learner")
            enrol(programme, f"Mentor {more} {number}", "guide")
        runs = [drafted(programme, cast.manager), again(programme, cast, 5, 1), again(programme, cast, 1, 1)]
        with CaptureQueriesContext(connection) as queries:
            page_of(cast, runs)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_run_without_pairs_stands_beside_another(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor", "learner")
    empty = drafted(programme, cast.manager)
    enrol(programme, "Lars", "guide")
    comparison = compare([drafted(programme, cast.manager), empty])
    assert [run.matched for run in comparison.runs] == [1, 0]
    assert comparison.ahead_in_everything == comparison.shown
