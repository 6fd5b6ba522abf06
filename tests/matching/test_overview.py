"""What the studio says of a run."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.matching.models import Scenario, ScenarioPair, ScenarioUnmatched
from alongside.matching.overview import contribution_rows, in_points, left_rows
from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol

shares = st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 1)), min_size=1, max_size=8)


@pytest.mark.django_db
@settings(deadline=None)  # the machine may be busy
@given(shares)
def test_points_add_up_to_the_fit_however_they_are_rounded(given_shares: list[tuple[float, float]]) -> None:
    whole = sum(weight for _value, weight in given_shares)
    contributions = [
        {"kind": f"kind {row}", "settings": {}, "points": value * weight / whole, "most": weight / whole}
        for row, (value, weight) in enumerate(given_shares)
    ]
    fit = sum(row["points"] for row in contributions)
    pair = ScenarioPair(
        scenario=Scenario(programme=Programme(name="Any")), fit=fit, contributions=contributions
    )
    assert sum(row.points for row in contribution_rows(pair, {})) == in_points(fit)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ({"key": "nobody_there"}, "There is nobody with a free place on the other side."),
        (
            {"key": "nobody_allowed", "rule": "0", "forbidden": 3, "others": 4},
            "“Not one’s own manager or report” rules out 3 of 4 people.",
        ),
        (
            {"key": "nobody_allowed", "rule": "apart", "forbidden": 1, "others": 1},
            "“kept apart” rules out the only person there is.",
        ),
        (
            {"key": "competition", "people": 3, "places": 1, "wanted": 3},
            "All who could help are full: 3 places are wanted where there is 1.",
        ),
        ({"key": "kept_apart"}, "Places are free only with somebody who helps their own manager or report."),
        ({"key": "costs_others"}, "A place is free, but filling it would take somebody else’s."),
        ({"key": "something_new"}, "Nobody fits under these rules."),
    ],
)
def test_why_somebody_has_nobody_is_a_sentence(
    programme: Programme, cast: Cast, reason: dict[str, object], sentence: str
) -> None:
    scenario = drafted(programme, cast.manager)
    [row] = left_rows(scenario, [ScenarioUnmatched(scenario=scenario, reason=reason, cure={})], {})
    assert (row.why, row.cure, row.can_be_made) == (sentence, "", False)


@pytest.mark.parametrize(
    ("cure", "sentence"),
    [
        ({"one_more_place": True, "rules": []}, "Give Ruth one more place"),
        ({"one_more_place": True, "rules": [], "needs_asking": True}, "Ask Ruth to take one more"),
        (
            {"one_more_place": False, "rules": ["0"]},
            "Set “Not one’s own manager or report” aside for this pair with Ruth",
        ),
        (
            {"one_more_place": True, "rules": ["0"]},
            "Give Ruth one more place, and set “Not one’s own manager or report” aside for this pair",
        ),
    ],
)
def test_the_smallest_change_is_a_sentence(
    programme: Programme, cast: Cast, cure: dict[str, object], sentence: str
) -> None:
    ruth = enrol(programme, "Ruth", "guide")
    scenario = drafted(programme, cast.manager)
    change = {"guide": ruth.public_id, "fit": 0.5, **cure}
    [row] = left_rows(scenario, [ScenarioUnmatched(scenario=scenario, reason={}, cure=change)], {})
    assert row.cure == sentence
