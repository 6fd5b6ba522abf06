import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from alongside.pairing import BestTotal, CannotMatchError, Market, Matching
from alongside.pairing.total import apart, problem
from tests.pairing.oracle import Oracle
from tests.pairing.small_markets import markets, shuffled

QUICK = settings(max_examples=250, deadline=None)
THOUSAND = settings(max_examples=1000, deadline=None)


@given(market=markets(largest=6, minimum=True, every_shape=True), price=st.sampled_from([0.0, 0.25, 1.0]))
@THOUSAND
def test_no_exact_solver_finds_a_better_matching_for_any_aim(market: Market, price: float) -> None:
    assume(market.learners + market.guides)  # HiGHS takes no programme without variables
    oracle = Oracle(market)
    places, people, highest = oracle.best("places"), oracle.best("people"), oracle.highest_sum(price)
    if places is None:
        for first in ("places", "people", None):
            with pytest.raises(CannotMatchError):
                BestTotal(first).match(market)
        return
    filled = proved(BestTotal("places"), market)
    assert (len(filled), filled.total) == (places[0], pytest.approx(places[3], abs=1e-7))
    reached = proved(BestTotal("people"), market)
    covered = len(set(reached.pairs[:, 0])), len(set(reached.pairs[:, 1]))
    assert (*covered, reached.total) == (*people[1:3], pytest.approx(people[3], abs=1e-7))
    weighed = proved(BestTotal(None, price_alone=price), market)
    assert weighed.total + price * len(weighed) == pytest.approx(highest, abs=1e-7)


def proved(solver: BestTotal, market: Market) -> Matching:
    matching = solver.match(market)
    matching.verify(market)
    assert matching.gap == 0
    return matching


@given(
    shape=st.tuples(st.integers(1, 25), st.integers(1, 25)),
    steps=st.sampled_from([1, 4, 1000]),
    lowest=st.sampled_from([-2, -0.5, 0]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=200, deadline=None)
def test_dense_markets_agree_with_the_hungarian_method(
    shape: tuple[int, int], steps: int, lowest: float, seed: int
) -> None:
    fit = lowest + np.random.default_rng(seed).integers(0, steps + 1, shape) / steps
    matching = proved(BestTotal(), Market(fit))
    assert len(matching) == min(shape)
    assert matching.total == pytest.approx(fit[linear_sum_assignment(fit, maximize=True)].sum(), abs=1e-7)


@pytest.mark.parametrize("first", ["places", "people"])
@given(market=markets(minimum=True), seed=st.integers(0, 1000))
@QUICK
def test_the_order_of_rows_changes_nothing(market: Market, seed: int, first: str) -> None:
    other, rows, columns = shuffled(market, seed)
    try:
        matching = BestTotal(first).match(market)
    except CannotMatchError:
        with pytest.raises(CannotMatchError):
            BestTotal(first).match(other)
        return
    again = BestTotal(first).match(other)
    assert {(rows[i], columns[j]) for i, j in again.pairs} == set(map(tuple, matching.pairs))


def test_another_seed_may_break_ties_otherwise_but_never_costs_fit() -> None:
    market = Market(np.ones((6, 6)))
    results = [BestTotal(seed=seed).match(market) for seed in range(8)]
    assert {result.total for result in results} == {6.0}
    assert len({result.pairs.tobytes() for result in results}) > 1


def test_a_dense_market_agrees_with_the_hungarian_method() -> None:
    fit = np.random.default_rng(7).random((300, 320))
    rows, columns = linear_sum_assignment(fit, maximize=True)
    matching = BestTotal().match(Market(fit))
    assert matching.total == pytest.approx(fit[rows, columns].sum(), abs=1e-6)
    assert matching.gap == 0


@pytest.mark.parametrize("steps", [3, 10**6])
def test_pricing_a_few_pairs_of_each_finds_what_the_whole_market_holds(
    monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    random = np.random.default_rng(3)
    fit = random.integers(0, steps, (120, 90)) / steps
    fit[random.random(fit.shape) < 0.5] = np.nan
    market = Market(fit, guide_places=random.integers(0, 4, 90))
    whole = BestTotal().match(market)
    monkeypatch.setattr(problem, "MOST_PAIRS_AT_ONCE", 10)
    monkeypatch.setattr(problem, "PAIRS_EACH", 3)
    monkeypatch.setattr(problem, "BLOCK", 1000)
    few = BestTotal().match(market)
    few.verify(market)
    assert np.array_equal(few.pairs, whole.pairs)


def test_everyone_first_prefers_two_people_to_two_good_pairs_of_one() -> None:
    market = Market([[1.0, 1.0], [0.1, np.nan]], learner_places=[2, 1], guide_places=[1, 1])
    assert BestTotal("people").match(market).pairs.tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
@pytest.mark.parametrize("first", ["places", "people"])
def test_an_empty_side_matches_nobody(shape: tuple[int, int], first: str) -> None:
    market = Market(np.empty(shape))
    matching = BestTotal(first).match(market)
    matching.verify(market)
    assert len(matching) == 0
    assert len(matching.unmatched_learners) == shape[0]


def test_many_people_apart_are_settled_without_searching_every_combination() -> None:
    random = np.random.default_rng(5)
    fit = random.random((60, 20))
    market = Market(fit, guide_places=np.full(20, 3), apart=[(row, row + 1) for row in range(0, 60, 2)])
    free = BestTotal().match(Market(fit, guide_places=np.full(20, 3)))
    matching = BestTotal().match(market)
    matching.verify(market)
    assert matching.gap == 0
    assert matching.total <= free.total


def test_a_search_that_is_cut_short_says_how_much_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    clashes = [(one, other) for one in range(9) for other in range(one) if random.random() < 0.5]
    market = Market(random.random((9, 3)), guide_places=[4, 4, 4], apart=clashes)
    proved = BestTotal().match(market)
    monkeypatch.setattr(apart, "MOST_BRANCHES", 3)
    hurried = BestTotal().match(market)
    hurried.verify(market)
    assert proved.gap == 0
    assert hurried.gap > 0
    assert (len(hurried), hurried.total) <= (len(proved), proved.total)


@pytest.mark.parametrize("seed", range(6))
def test_clashes_among_many_are_settled_exactly(seed: int) -> None:
    random = np.random.default_rng(seed)
    fit = np.round(random.random((9, 3)), 1)
    clashes = [(one, other) for one in range(9) for other in range(one) if random.random() < 0.4]
    market = Market(fit, guide_places=[4, 4, 4], apart=clashes)
    matching = BestTotal().match(market)
    matching.verify(market)
    places, _, _, total = Oracle(market).best("places")
    assert (len(matching), matching.gap) == (places, 0)
    assert matching.total == pytest.approx(total)


def test_the_least_that_every_guide_must_have_may_cost_fit() -> None:
    fit = [[0.9, 0.1], [0.8, 0.1], [0.7, np.nan]]
    assert BestTotal().match(Market(fit, guide_places=3)).total == pytest.approx(2.4)
    matching = BestTotal().match(Market(fit, guide_places=3, guide_minimum=1))
    matching.verify(Market(fit, guide_places=3, guide_minimum=1))
    assert matching.total == pytest.approx(1.7)
    assert matching.floor == pytest.approx(0.1)
    with pytest.raises(CannotMatchError):
        BestTotal().match(Market(fit, guide_places=3, guide_minimum=[2, 2]))
