"""The mentoring scheme's own cohorts: the pages find what the library finds, and both sides say yes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.matching.actions import accept_proposal, publish_scenario
from alongside.matching.models import Scenario
from alongside.pairing import BestTotal
from alongside.relationships.models import Relationship
from tests.cast import Cast
from tests.cohorts import POINTS, cohort
from tests.matching.cohort import drafted
from tests.matching.scheme import bring_in


@pytest.mark.parametrize("places", [1, 3])
@pytest.mark.parametrize("size", ["small", "large"])
def test_a_run_finds_the_optimum_of_the_scheme(cast: Cast, size: str, places: int) -> None:
    people = cohort(size)
    best = BestTotal().match(people.scored().market(guide_places=[places] * len(people.guides)))
    scenario = drafted(bring_in(cast.organisation, cast.manager, people, places=places), cast.manager)
    assert scenario.result["pairs"] == len(best)
    assert POINTS * scenario.result["total"] == pytest.approx(POINTS * best.total, abs=1e-3)
    assert scenario.result["gap"] == 0


def test_hundreds_of_pairs_are_drafted_and_published_with_as_many_questions_as_dozens(cast: Cast) -> None:
    asked = {}
    for size in ("small", "large"):
        _clear(cast)
        programme = bring_in(cast.organisation, cast.manager, cohort(size), places=3)
        with CaptureQueriesContext(connection) as queries:
            scenario = publish_scenario(drafted(programme, cast.manager), by=cast.manager)
        asked[size] = len(queries)
        assert scenario.proposals.count() == scenario.pairs.count()
        assert scenario.pairs.count() > {"small": 20, "large": 400}[size]
    assert asked["large"] < 3 * asked["small"]  # large writes go in batches, smaller ones in SQLite


def test_everybody_of_the_small_cohort_says_yes(cast: Cast) -> None:
    programme = bring_in(cast.organisation, cast.manager, cohort("small"), places=3)
    scenario = publish_scenario(drafted(programme, cast.manager), by=cast.manager)
    for proposal in scenario.proposals.select_related("programme", "learner__person", "guide__person"):
        accept_proposal(proposal, by=proposal.guide.person)
        accept_proposal(proposal, by=proposal.learner.person)
    assert Relationship.objects.filter(programme=programme).count() == scenario.pairs.count() > 20


def test_an_identity_that_nobody_reads_is_in_no_reason(cast: Cast) -> None:
    programme = bring_in(cast.organisation, cast.manager, cohort("small"))
    scenario = drafted(programme, cast.manager)
    keys = {reason["key"] for pair in scenario.pairs.all() for reason in pair.reasons}
    assert keys <= {"level_gap", "same_value"}
    page = cast.client("manager").get(cast.address(f"matched-pairs/{scenario.pairs.first().public_id}/"))
    assert "Answers that nobody reads" in page.text
    assert "identity" not in page.text


def test_the_studio_asks_as_often_for_hundreds_of_pairs_as_for_dozens(cast: Cast) -> None:
    counts = []
    for size in ("small", "large"):
        _clear(cast)
        scenario = drafted(bring_in(cast.organisation, cast.manager, cohort(size)), cast.manager)
        with CaptureQueriesContext(connection) as queries:
            cast.client("manager").get(_address(cast, scenario))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def _clear(cast: Cast) -> None:
    cast.organisation.people.filter(email__endswith="@scheme.example").delete()
    cast.organisation.levels.all().delete()


def _address(cast: Cast, scenario: Scenario) -> str:
    programme = scenario.programme.public_id
    return cast.address(f"programmes/{programme}/matching/runs/{scenario.public_id}/")
