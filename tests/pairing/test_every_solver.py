"""What every solver promises, whatever it holds to be best."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import (
    BestTotal,
    CannotMatchError,
    CertificateError,
    Fairest,
    Market,
    MarketError,
    Matching,
    PairingError,
    Stable,
)
from alongside.pairing.markets.vectors import Vectors
from tests.pairing.small_markets import markets, shuffled

SOLVERS = [
    BestTotal("places"),
    BestTotal("people"),
    Fairest(),
    Fairest(then="total"),
    Fairest(depth=2),
    Stable(),
    Stable("guides"),
    Stable(ties="promotion"),
    Stable("guides", ties="promotion"),
]
QUICK = settings(max_examples=40, deadline=None)
every_solver = pytest.mark.parametrize("solver", SOLVERS, ids=str)


@every_solver
@given(market=markets(apart=False))
@QUICK
def test_a_matching_obeys_its_market_and_says_what_is_in_it(solver: object, market: Market) -> None:
    try:
        matching = solver.match(market)
    except CannotMatchError:
        return
    matching.verify(market)
    fixed, pairs = (set(map(tuple, rows.tolist())) for rows in (market.fixed, matching.pairs))
    assert fixed <= pairs
    assert len(pairs) == len(matching)
    assert matching.pairs.tolist() == sorted(matching.pairs.tolist())
    assert matching.fit.tolist() == [market.fit_of(*pair) for pair in sorted(pairs)]
    assert matching.bound == matching.total + matching.gap
    assert matching.gap >= 0
    of_learners = np.bincount(matching.pairs[:, 0], matching.fit, market.learners)
    matched = np.setdiff1d(np.arange(market.learners), matching.unmatched_learners)
    assert matching.floor == pytest.approx(min(of_learners[matched], default=0.0))


@every_solver
@given(market=markets(apart=False))
@QUICK
def test_a_second_run_gives_the_same_bytes(solver: object, market: Market) -> None:
    first, second = (outcome(solver, market) for _ in range(2))
    assert first == second


@every_solver
@pytest.mark.parametrize("with_ids", [True, False])
@given(market=markets(apart=False), seed=st.integers(0, 1000))
@QUICK
def test_the_order_of_rows_changes_nothing(solver: object, with_ids: bool, market: Market, seed: int) -> None:
    other, rows, columns = shuffled(market, seed)
    if not with_ids:
        market, other = (replace_ids(each) for each in (market, other))
    try:
        matching = solver.match(market)
    except CannotMatchError:
        with pytest.raises(CannotMatchError):
            solver.match(other)
        return
    again = solver.match(other)
    assert again.total == pytest.approx(matching.total)
    if with_ids:
        assert {(rows[i], columns[j]) for i, j in again.pairs} == set(map(tuple, matching.pairs.tolist()))


@every_solver
def test_without_ids_people_are_known_by_what_is_said_of_them(solver: object) -> None:
    random = np.random.default_rng(11)
    fit = random.integers(0, 4, (9, 7)) / 4
    rows, columns = random.permutation(9), random.permutation(7)
    places = random.integers(1, 3, 7)
    matching = solver.match(Market(fit, guide_places=places))
    again = solver.match(Market(fit[np.ix_(rows, columns)], guide_places=places[columns]))
    assert {(rows[i], columns[j]) for i, j in again.pairs} == set(map(tuple, matching.pairs.tolist()))


@every_solver
def test_a_forbidden_pair_is_never_made(solver: object) -> None:
    market = Market([[0.9, 0.1], [0.8, 0.7]], forbidden=[[0, 0]])
    matching = solver.match(market)
    assert matching.pairs.tolist() == [[0, 1], [1, 0]]


@every_solver
@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_matches_nobody(solver: object, shape: tuple[int, int]) -> None:
    market = Market(np.empty(shape))
    matching = solver.match(market)
    matching.verify(market)
    assert (len(matching), matching.total, matching.floor) == (0, 0.0, 0.0)
    assert matching.unmatched_learners.tolist() == list(range(shape[0]))


@every_solver
def test_a_market_without_an_allowed_pair_matches_nobody(solver: object) -> None:
    market = Market(np.full((3, 2), np.nan))
    matching = solver.match(market)
    matching.verify(market)
    assert matching.unmatched_guides.tolist() == [0, 1]


@every_solver
def test_a_fit_that_is_not_the_markets_fails(solver: object) -> None:
    market = Market([[0.9, 0.1], [0.8, 0.7]])
    matching = solver.match(market)
    with pytest.raises(CertificateError):
        replace(matching, fit=matching.fit + 0.01, total=matching.total + 0.02).verify(market)


@pytest.mark.parametrize("solver", [Fairest(), Stable()], ids=str)
def test_vectors_are_matched_like_their_fits_and_refused_where_pairs_are_too_many_to_list(
    solver: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(8)
    vectors = Vectors(random.random((9, 3)), random.random((7, 3)))
    named = {"learner_ids": list("abcdefghi"), "guide_ids": list("tuvwxyz")}
    matching = solver.match(Market(vectors, guide_places=2, **named))
    listed = solver.match(Market(vectors.block(slice(None)), guide_places=2, **named))
    assert matching.pairs.tolist() == listed.pairs.tolist()
    monkeypatch.setattr("alongside.pairing.markets.open_pairs.MOST_LISTED", 62)
    with pytest.raises(MarketError, match="9 × 7 pairs are too many to list"):
        solver.match(Market(vectors))


@every_solver
def test_a_solver_holds_parameters_only(solver: object) -> None:
    assert all(isinstance(getattr(solver, each.name), str | int | float | None) for each in fields(solver))
    assert solver == replace(solver)


def outcome(solver: object, market: Market) -> Matching | str:
    try:
        matching = solver.match(market)
    except PairingError as error:
        return str(error)
    return matching.pairs.tobytes() + matching.fit.tobytes() + np.float64(matching.bound).tobytes()


def replace_ids(market: Market) -> Market:
    return Market(market.fit, market.learner_places, market.guide_places, market.guide_minimum, market.fixed)
