"""Large markets with several guides each, minima or people first: the same optimum as by the network flow, proved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import BestTotal, CannotMatchError, CertificateError, Market, Matching, PairingError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.proofs.certificate import gained
from alongside.pairing.total import best_total, large_several
from tests.pairing.small_markets import listed, markets, shuffled

AIMS = st.sampled_from(["places", "people", None])


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_several, "GUIDES_EACH", 3)


def by_flow(solver: BestTotal, market: Market) -> Matching:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best_total, "MOST_PAIRS_AT_ONCE", 10**9)
        return solver.match(market)


def as_large(solver: BestTotal, market: Market, most_listed: int = 0) -> Matching:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best_total, "MOST_PAIRS_AT_ONCE", -1)
        patch.setattr(best_total, "is_large", lambda *_: False)
        patch.setattr(large_several, "MOST_LISTED", most_listed)
        return solver.match(market)


@given(markets(largest=9, apart=False, minimum=True), AIMS, st.sampled_from([0, 10**6]))
@settings(max_examples=100, deadline=None)
def test_the_optimum_is_that_of_the_flow_and_is_proved(market: Market, first, most_listed: int) -> None:
    solver = BestTotal(first, price_alone=0 if first else 0.2)
    try:
        expected = by_flow(solver, market)
    except CannotMatchError:
        with pytest.raises(CannotMatchError):
            as_large(solver, market, most_listed)
        return
    found = as_large(solver, market, most_listed)
    found.verify(market)
    assert found.gap == 0
    assert gained(market, found.objective, found.pairs) == gained(market, found.objective, expected.pairs)


@given(markets(apart=False, minimum=True), st.integers(0, 2**32 - 1), AIMS)
@settings(max_examples=50, deadline=None)
def test_shuffled_people_get_the_same_pairs(market: Market, seed: int, first) -> None:
    other, rows, columns = shuffled(market, seed)  # its fits are in an array
    listed_all = 10**6 if isinstance(market.fit, Edges) else 0
    try:
        matching = as_large(BestTotal(first), market, listed_all)
    except CannotMatchError:
        return
    again = as_large(BestTotal(first), other, listed_all)
    assert {(rows[one], columns[two]) for one, two in again.pairs} == set(map(tuple, matching.pairs))


def large_market(fit) -> Market:
    return Market(fit, 2, 3, guide_minimum=np.arange(600) % 2, fixed=[(0, 0), (0, 1)])


@pytest.mark.parametrize("kind", ["matrix", "sparse", "vectors"])
@pytest.mark.parametrize("first", ["places", "people"])
def test_however_fits_are_given_the_total_is_the_same(kind: str, first) -> None:
    random = np.random.default_rng(2)
    vectors = Vectors(random.normal(size=(700, 4)), random.normal(size=(600, 4)))
    matrix = vectors.block(slice(None))
    fit = {"matrix": matrix, "sparse": listed(matrix), "vectors": vectors}[kind]
    found = BestTotal(first).match(large_market(fit))
    found.verify(large_market(fit))
    assert found.gap == 0
    assert found.total == pytest.approx(by_flow(BestTotal(first), large_market(matrix)).total, abs=1e-6)


@pytest.mark.parametrize("one", [0, 1])
def test_people_apart_never_share_a_guide_in_a_large_market(one: int) -> None:
    fit = np.random.default_rng(5).random((420, 400))
    free = BestTotal().match(Market(fit, guide_places=2))
    by_guide = free.pairs[np.argsort(free.pairs[:, 1], kind="stable")]
    sharing = by_guide[np.flatnonzero(np.diff(by_guide[:, 1]) == 0)[0] :][:2, 0]
    apart = [sharing] if one else [(0, next(row for row in range(1, 420) if row not in sharing))]
    market = Market(fit, guide_places=2, apart=apart)
    found = BestTotal().match(market)
    found.verify(market)
    assert found.gap == 0
    assert (found.total < free.total) == bool(one)


def test_a_market_too_large_to_keep_people_apart_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_total, "MOST_WITH_APART", 0)
    market = Market(np.ones((800, 200)), guide_places=[800, *[0] * 199], apart=[(0, 1)])
    with pytest.raises(PairingError, match="too large"):
        BestTotal().match(market)


def test_a_price_or_a_pair_that_is_altered_does_not_verify() -> None:
    fit = np.random.default_rng(4).random((400, 400))
    market = Market(fit, 2, 2)
    found = BestTotal().match(market)
    found.verify(market)
    found.proof.price[1 + 7] += 1
    with pytest.raises(CertificateError):
        found.verify(market)
    found.proof.price[1 + 7] -= 1
    taken = set(map(tuple, found.pairs.tolist()))
    found.pairs[0, 1] = next(guide for guide in range(400) if (0, guide) not in taken)
    with pytest.raises(CertificateError):
        found.verify(market)
