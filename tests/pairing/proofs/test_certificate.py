from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alongside.pairing import BestTotal, CannotMatchError, CertificateError, Market, Matching
from alongside.pairing.proofs.certificate import Leaf
from tests.pairing.small_markets import markets

MARKET = Market(
    np.array([[0.9, 0.4, 0.1], [0.8, np.nan, 0.3], [0.7, 0.6, 0.2]]),
    guide_places=[2, 1, 1],
    fixed=[[2, 1]],
    apart=[[0, 2]],
)


def with_pairs(matching: Matching, pairs: list[list[int]]) -> Matching:
    rows = np.array(pairs)
    fit = MARKET.fit[rows[:, 0], rows[:, 1]]
    return replace(matching, pairs=rows, fit=fit, total=float(sum(fit)))


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([[0, 0], [0, 0], [2, 1]], "matched twice"),
        ([[1, 1], [2, 1]], "not allowed"),
        ([[0, 0], [0, 2], [2, 1]], "more guides than wanted"),
        ([[0, 1], [1, 0], [2, 1]], "more learners than places"),
        ([[0, 0], [1, 0]], "fixed pair is missing"),
        ([[0, 0], [1, 2], [2, 1]], "gap is not what"),
    ],
)
def test_a_wrong_pair_fails(pairs: list[list[int]], message: str) -> None:
    matching = BestTotal().match(MARKET)
    matching.verify(MARKET)
    with pytest.raises(CertificateError, match=message):
        with_pairs(matching, pairs).verify(MARKET)


def test_two_who_are_apart_fail_with_the_same_guide() -> None:
    market = Market(np.ones((2, 1)), guide_places=[2])
    matching = BestTotal().match(market)
    with pytest.raises(CertificateError, match="kept apart share a guide"):
        matching.verify(Market(np.ones((2, 1)), guide_places=[2], apart=[[1, 0]]))


@given(
    market=markets(apart=False), node=st.integers(0, 1000), shift=st.sampled_from([-1, 1, 10**9, -(10**9)])
)
@settings(max_examples=200, deadline=None)
def test_one_altered_price_fails_or_proves_just_as_much(market: Market, node: int, shift: int) -> None:
    try:
        matching = BestTotal().match(market)
    except CannotMatchError:
        assume(False)
    assert isinstance(matching.proof, Leaf)
    price = matching.proof.price.copy()
    price[node % len(price)] += shift
    altered = replace(matching, proof=Leaf(price))
    try:
        altered.verify(market)
    except CertificateError:
        return
    assert altered.gap == 0


def test_a_ruined_price_fails() -> None:
    matching = BestTotal().match(MARKET)
    assert isinstance(matching.proof, Leaf)
    price = matching.proof.price.copy()
    price[1] += 10**10
    with pytest.raises(CertificateError, match="gap is not what the proof gives"):
        replace(matching, proof=Leaf(price)).verify(MARKET)


def test_a_total_that_is_not_the_sum_fails() -> None:
    matching = BestTotal().match(MARKET)
    with pytest.raises(CertificateError, match="total"):
        replace(matching, total=matching.total + 0.01).verify(MARKET)


def test_a_negative_toll_fails() -> None:
    matching = BestTotal().match(MARKET)
    assert isinstance(matching.proof, Leaf)
    with pytest.raises(CertificateError, match="toll is negative"):
        replace(matching, proof=Leaf(matching.proof.price, {(0, 2, 0): -5})).verify(MARKET)


def test_another_market_or_somebody_named_wrongly_fails() -> None:
    matching = BestTotal().match(MARKET)
    for other in (np.ones((2, 3)), np.ones((3, 1)), np.empty((0, 0))):
        with pytest.raises(CertificateError, match="a row that the market does not have"):
            matching.verify(Market(other))
    with pytest.raises(CertificateError, match="another number of prices"):
        matching.verify(Market(np.pad(MARKET.fit, (0, 1)), guide_places=[2, 1, 1, 0], fixed=[[2, 1]]))
    with pytest.raises(CertificateError, match="named as unmatched"):
        replace(matching, unmatched_learners=np.array([0])).verify(MARKET)
