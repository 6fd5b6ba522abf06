"""Large markets, solved by auction and augmenting paths: the same optimum as by the network flow, and proved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from alongside.pairing import BestTotal, Market, Matching, PairingError
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.total import best_total, large


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "GUIDES_EACH", 3)


def by_flow(solver: BestTotal, market: Market) -> Matching:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best_total, "MOST_PAIRS_AT_ONCE", 10**9)
        return solver.match(market)


def as_large(solver: BestTotal, market: Market, most_listed: int = 0) -> Matching:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best_total, "MOST_PAIRS_AT_ONCE", -1)
        patch.setattr(large, "MOST_LISTED", most_listed)
        return solver.match(market)


@st.composite
def markets(draw: st.DrawFn) -> dict:
    """Arguments of a small market of any kind; `matrix` beside them."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    learners, guides = draw(st.integers(1, 14)), draw(st.integers(1, 14))
    shape = learners, guides
    kind = draw(st.sampled_from(["matrix", "sparse", "vectors"]))
    if kind == "vectors":
        sides = [np.rint(random.normal(size=(count, 3)) * 4) / 4 for count in shape]
        barred = random.integers(0, shape, (draw(st.integers(0, learners * guides)), 2))
        fit = Vectors(*sides, forbidden=barred)
        matrix = fit.block(slice(None))
    else:
        values = [random.random(shape), random.integers(0, 3, shape) / 2, -random.random(shape)]
        matrix = values[draw(st.integers(0, 2))]
        matrix[random.random(shape) < draw(st.sampled_from([0, 0.3, 0.8]))] = np.nan
        rows, columns = np.nonzero(~np.isnan(matrix))
        fit = (
            matrix
            if kind == "matrix"
            else sparse.csr_array((matrix[rows, columns], (rows, columns)), shape=shape)
        )
    places = [random.integers(0, 2, learners) if draw(st.booleans()) else None, random.integers(0, 4, guides)]
    return {"fit": fit, "matrix": matrix, "places": places, "fixed": fixed_pairs(random, matrix, *places)}


def fixed_pairs(random: np.random.Generator, matrix: np.ndarray, learner_places, guide_places) -> list:
    left = [
        np.ones(len(matrix), int) if learner_places is None else learner_places.copy(),
        guide_places.copy(),
    ]
    fixed = []
    for learner, guide in random.permutation(np.argwhere(~np.isnan(matrix)))[
        : random.integers(0, 3)
    ].tolist():
        if left[0][learner] and left[1][guide]:
            left[0][learner] -= 1
            left[1][guide] -= 1
            fixed.append((learner, guide))
    return fixed


def market_of(given: dict, fit: str = "fit", **ids) -> Market:
    return Market(given[fit], *given["places"], fixed=given["fixed"] or None, **ids)


@given(
    markets(),
    st.sampled_from(["places", None]),
    st.sampled_from([0.0, 0.2, 5.0]),
    st.sampled_from([0, 10**6]),
)
@settings(max_examples=150, deadline=None)
def test_the_optimum_is_that_of_the_flow_and_is_proved(made: dict, first, price: float, listed: int) -> None:
    solver = BestTotal(first, price_alone=price)
    expected = by_flow(solver, market_of(made, "matrix"))
    market = market_of(made)
    found = as_large(solver, market, listed)
    found.verify(market)
    assert found.gap == 0
    price = 0 if first else price
    assert found.total + price * len(found) == pytest.approx(expected.total + price * len(expected), abs=1e-6)
    assert len(found) == len(expected) or first is None


@given(markets(), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_shuffled_people_get_the_same_pairs(made: dict, seed: int) -> None:
    random = np.random.default_rng(seed)
    learners, guides = made["matrix"].shape
    order = random.permutation(learners), random.permutation(guides)
    place = np.argsort(order[0]), np.argsort(order[1])
    places = [None if side is None else side[by] for side, by in zip(made["places"], order, strict=True)]
    fixed = [(place[0][one], place[1][other]) for one, other in made["fixed"]]
    shuffled = {"fit": made["matrix"][order[0]][:, order[1]], "places": places, "fixed": fixed}
    as_they_are = as_large(
        BestTotal(seed=3), market_of(made, "matrix", **named(range(learners), range(guides)))
    )
    otherwise = as_large(BestTotal(seed=3), market_of(shuffled, **named(*order)))
    pairs = {(order[0][one], order[1][other]) for one, other in otherwise.pairs.tolist()}
    assert pairs == set(map(tuple, as_they_are.pairs.tolist()))


def named(learners, guides) -> dict:
    return {"learner_ids": [f"l{each}" for each in learners], "guide_ids": [f"g{each}" for each in guides]}


@given(markets(), st.sampled_from([0.01, 0.2]))
@settings(max_examples=60, deadline=None)
def test_a_gap_that_is_allowed_is_stated_and_not_exceeded(made: dict, gap: float) -> None:
    market = market_of(made)
    found = as_large(BestTotal(gap=gap), market)
    found.verify(market)
    assert 0 <= found.gap <= gap * abs(found.total) + 1e-9
    assert len(found) == len(by_flow(BestTotal(), market_of(made, "matrix")))


def test_a_market_beyond_what_is_listed_at_once_is_proved() -> None:
    random = np.random.default_rng(2)
    market = Market(Vectors(random.normal(size=(700, 6)), random.normal(size=(500, 6))), guide_places=2)
    found = as_large(BestTotal(), market)
    found.verify(market)
    assert found.gap == 0
    assert len(found) == 700


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"gap": -1}, "gap is -1"),
        ({"price_alone": float("nan")}, "price_alone is nan"),
        ({"first": "x"}, "places, people, None"),
    ],
)
def test_wrong_parameters_are_refused(settings: dict, message: str) -> None:
    with pytest.raises(PairingError, match=message):
        BestTotal(**settings)
