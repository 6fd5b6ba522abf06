"""Two runs beside each other."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.activity import jobs
from alongside.matching.actions import draft_matching
from alongside.matching.comparing import compared
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
    assert (comparison.shown.mean, comparison.other.mean) == (80, 75)
    assert comparison.verdict == [
        "Draft 1 loses 5 points on average.",
        "Its lowest pair is 5 points lower.",
        "They weigh things differently, so their fits are not measured alike.",
    ]
    assert comparison.ticks[0] == (0.0, 70)


def test_runs_with_the_same_figures_say_so(programme: Programme, cast: Cast) -> None:
    make_people(programme)
    drafted(programme, cast.manager)
    assert compared(again(programme, cast, 3, 1)).verdict == ["Both runs come to the same figures."]


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
