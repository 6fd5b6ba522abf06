"""Whatever holds the fits, a matrix, a list or vectors, everything that explains says the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import (
    BestTotal,
    Market,
    Matching,
    audit,
    explain_pair,
    explain_unmatched,
    place_prices,
)
from alongside.pairing.markets.blocks import better_than
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.telling.audit import ranks_obtained
from tests.pairing.small_markets import listed
from tests.pairing.telling.test_explain_pair import scored_for


@st.composite
def same_markets(draw: st.DrawFn) -> tuple[Market, Market, Market]:
    """A market as vectors, as a matrix, and as listed pairs."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    learners, guides = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    barred = [(row, column) for row in range(learners) for column in range(guides) if random.random() < 0.4]
    vectors = Vectors(
        random.integers(0, 4, (learners, 3)) / 8, random.integers(0, 4, (guides, 3)) / 8, forbidden=barred
    )
    places = random.integers(0, 3, learners), random.integers(0, 3, guides)
    matrix = vectors.block(slice(None))
    return Market(vectors, *places), Market(matrix, *places), Market(listed(matrix), *places)


def told(market: Market, matching: Matching) -> list[object]:
    scored = scored_for(market)
    prices = [(price.one_more, price.one_fewer) for price in place_prices(market, matching)]
    pairs = [explain_pair(scored, market, matching, *pair) for pair in matching.pairs.tolist()]
    left = [(each.side, each.row, each.reason) for each in explain_unmatched(scored, market, matching)]
    ranks = [ranks_obtained(market, matching.pairs, side).tolist() for side in ("learner", "guide")]
    return [prices, pairs, left, ranks, audit(market, matching, least=1)]


@given(markets=same_markets())
@settings(max_examples=60, deadline=None)
def test_what_is_told_does_not_depend_on_how_fits_are_held(markets: tuple[Market, Market, Market]) -> None:
    matching = BestTotal().match(markets[1])
    expected = told(markets[1], matching)
    for market in (markets[0], markets[2]):
        assert told(market, matching) == expected


@pytest.mark.parametrize("block", [1, 3, 1000])
def test_blocks_of_any_size_count_the_same(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr("alongside.pairing.markets.blocks.BLOCK", block)
    fit = np.random.default_rng(3).random((6, 4))
    rows = np.array([5, 0, 0, 3])
    own = fit[rows, [0, 1, 2, 3]]
    expected = [int((fit[row] > least).sum()) for row, least in zip(rows, own, strict=True)]
    assert better_than(fit, rows, own).tolist() == expected
