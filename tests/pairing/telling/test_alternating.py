"""Who competes with whom, and for whose places, against a search that looks at one pair after the other."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import BestTotal, Market
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.telling.view import Side, View
from tests.pairing.small_markets import listed
from tests.pairing.telling.test_explain_pair import scored_for

pytestmark = pytest.mark.any_database


def competing(view: View, row: int) -> tuple[set[int], set[int]]:
    """Own rows and others, found pair by pair."""
    matched, may_leave = set(map(tuple, view._pairs.tolist())), set(map(tuple, view.movable.tolist()))
    allowed = view.market.allowed if view.is_learner else view.market.allowed.T
    wanted = {each: set(np.flatnonzero(allowed[each])) for each in range(len(view.places))}
    people, others, waiting = {row}, set(), [row]
    while waiting:
        own = waiting.pop()
        for other in {each for each in wanted[own] if (own, each) not in matched} - others:
            others.add(other)
            new = {each for each, held in may_leave if held == other} - people
            people |= new
            waiting += new
    have_nobody_else = {each for each, all_of_them in wanted.items() if all_of_them and all_of_them <= others}
    return people | have_nobody_else.intersection(view.with_places_left().tolist()), others


@given(
    seed=st.integers(0, 2**32 - 1),
    learners=st.integers(1, 9),
    guides=st.sampled_from([1, 2, 5, 9, 63, 64, 65, 130]),
    share=st.sampled_from([0.03, 0.2, 0.5]),
    side=st.sampled_from(["learner", "guide"]),
)
@settings(max_examples=150, deadline=None)
def test_alternating_paths_find_all_who_compete_however_fits_are_held(
    seed: int, learners: int, guides: int, share: float, side: Side
) -> None:
    random = np.random.default_rng(seed)
    barred = np.argwhere(random.random((learners, guides)) > share).tolist()
    vectors = Vectors(
        random.integers(0, 4, (learners, 2)) / 8, random.integers(0, 4, (guides, 2)) / 8, forbidden=barred
    )
    matrix = vectors.block(slice(None))
    fixed = np.argwhere(~np.isnan(matrix))[:1]
    places = random.integers(0, 3, learners), random.integers(0, 3, guides)
    for row, column in fixed:
        places[0][row] += 1
        places[1][column] += 1
    markets = [Market(fit, *places, fixed=fixed.tolist()) for fit in (matrix, vectors, listed(matrix))]
    matching = BestTotal().match(markets[0])
    scored = scored_for(markets[0])
    for view in (View(scored, market, matching, side) for market in markets):
        for row in view.with_places_left().tolist():
            people, others = (set(np.flatnonzero(mask)) for mask in view.competition(row))
            assert (people, others) == competing(view, row)
