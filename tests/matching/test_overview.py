"""What the studio says of a run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.matching.models import Scenario, ScenarioPair
from alongside.matching.overview import contribution_rows, in_points
from alongside.programmes.models import Programme

shares = st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 1)), min_size=1, max_size=8)


@pytest.mark.django_db
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
    assert sum(row.points for row in contribution_rows(pair)) == in_points(fit)
