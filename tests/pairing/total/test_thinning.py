"""What thinning can have cost is bounded, and the bound holds against the whole market."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import BestTotal, Market, MarketError
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.total.thinning import match_thinned
from tests.pairing.markets.test_vectors import made


@given(
    seed=st.integers(0, 10**6),
    keep=st.integers(1, 6),
    first=st.sampled_from(["places", "people"]),
    wanted=st.integers(1, 2),
    steps=st.integers(0, 2),
)
@settings(max_examples=120, deadline=None)
def test_the_whole_market_is_never_further_ahead_than_the_bound(
    seed: int, keep: int, first: str, wanted: int, steps: int
) -> None:
    random = np.random.default_rng(seed)
    vectors = made(seed, 12, 9, steps)
    market = Market(vectors, random.integers(0, wanted + 1, 12), random.integers(0, 4, 9))
    solver = BestTotal(first)
    thinned = match_thinned(market, keep=keep, solver=solver)
    thinned.matching.verify(thinned.market)
    whole = solver.match(market)
    if thinned.fit_lost is None:
        assert thinned.places_lost >= 1
    else:
        filled = [
            len(found) if first == "places" else len(np.unique(found.pairs[:, 0]))
            for found in (whole, thinned.matching)
        ]
        assert filled[0] == filled[1]
        assert whole.total <= thinned.matching.total + thinned.fit_lost + 1e-6


def test_keeping_every_guide_costs_nothing() -> None:
    market = Market(made(5, 20, 15))
    thinned = match_thinned(market, keep=15, solver=BestTotal())
    assert (thinned.places_lost, thinned.fit_lost) == (0, 0.0)
    assert np.array_equal(thinned.matching.pairs, BestTotal().match(market).pairs)


def test_fixed_pairs_stay_though_the_search_left_them_out() -> None:
    vectors = made(5, 20, 15)
    fit = vectors.block(slice(None))
    rows = np.flatnonzero((~np.isnan(fit)).sum(axis=1) > 2)[:3]
    fixed = np.column_stack([rows, np.nanargmin(fit[rows], axis=1)])
    thinned = match_thinned(Market(vectors, guide_places=3, fixed=fixed), keep=2, solver=BestTotal())
    assert set(map(tuple, fixed.tolist())) <= set(map(tuple, thinned.matching.pairs.tolist()))
    edges = thinned.market.edges
    assert np.array_equal(edges.value, vectors.of(edges.learner, edges.guide))
    assert (np.diff(edges.learner.astype(np.int64) * edges.width + edges.guide) > 0).all()


def test_a_few_guides_each_are_nearly_enough() -> None:
    random = np.random.default_rng(2)
    centres = random.normal(size=(12, 16))
    sides = [
        centres[random.integers(0, 12, count)] + random.normal(size=(count, 16)) / 3 for count in (600, 300)
    ]
    sides = [side / np.linalg.norm(side, axis=1, keepdims=True) for side in sides]
    market = Market(Vectors(*sides), guide_places=2)
    thinned = match_thinned(market, keep=40, solver=BestTotal())
    assert thinned.places_lost <= 60
    whole = BestTotal().match(market)
    assert len(whole) - len(thinned.matching) <= thinned.places_lost


def test_a_fixed_pair_is_kept_though_it_is_among_nobodys_best() -> None:
    market = Market(Vectors([[1.0], [2.0]], [[1.0], [3.0], [0.5]]), fixed=[[0, 2]])
    thinned = match_thinned(market, keep=1, solver=BestTotal())
    assert [0, 2] in thinned.matching.pairs.tolist()


def test_a_market_that_lists_its_pairs_is_not_thinned() -> None:
    with pytest.raises(MarketError, match="Only a market of vectors"):
        match_thinned(Market(np.ones((2, 2))), keep=1, solver=BestTotal())
