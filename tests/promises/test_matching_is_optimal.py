"""A matching is the best there is, proves it, and is the same on every run."""

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import LinearConstraint, linear_sum_assignment, milp
from tests.cohorts import POINTS, Cohort, cohort, shared_data

from alongside.pairing import BestTotal, Market, Matching

CONFERENCES = [
    ("preflib1", 6, 124.25),
    ("preflib2", 7, 141.5),
    ("preflib3", 6, 454.25),
    ("aamas2015", 12, 1406.25),
]


@pytest.fixture(scope="module")
def large() -> Cohort:
    return cohort("large")


def test_one_round_fills_every_place_that_can_be_filled_at_the_best_total(large: Cohort) -> None:
    market = large.scored().market()
    matching = BestTotal().match(market)
    matching.verify(market)
    places, total = best_by_the_hungarian_method(market)
    assert matching.gap == 0
    assert len(matching) == places
    assert matching.total >= total - 1e-9
    if large.published:
        assert (len(matching), round(matching.total * POINTS, 6)) == (484, 11_480)


def test_three_each_covers_everyone_at_the_best_total(large: Cohort) -> None:
    market = large.scored().market(3, 3)
    matching = BestTotal("people").match(market)
    matching.verify(market)
    covered, total = best_by_integer_programming(market)
    assert matching.gap == 0
    assert reached(matching) == covered
    assert matching.total >= total - 1e-6
    if large.published:
        assert (reached(matching), round(matching.total * POINTS, 6)) == ((500, 500), 34_048)


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_same_people_in_another_order_get_the_same_partners(size: str) -> None:
    people = cohort(size)
    scored = people.scored()
    market = scored.market()
    random = np.random.default_rng(0)
    rows, columns = random.permutation(market.learners), random.permutation(market.guides)
    shuffled = Market(
        market.fit[np.ix_(rows, columns)],
        learner_ids=[market.learner_ids[row] for row in rows],
        guide_ids=[market.guide_ids[column] for column in columns],
    )
    assert partners(BestTotal().match(market), market) == partners(BestTotal().match(shuffled), shuffled)


@pytest.mark.parametrize(("name", "places", "total"), CONFERENCES)
def test_conference_bids_reach_their_known_optimum(name: str, places: int, total: float) -> None:
    data = shared_data()
    if data is None:
        pytest.skip("the conference bids are not here; the optimum is tested on generated cohorts")
    fit = bids(data / "instances" / f"{name}.in")
    market = Market(fit, np.full(len(fit), 3), np.full(fit.shape[1], places))
    matching = BestTotal().match(market)
    matching.verify(market)
    assert (matching.total, matching.gap) == (total, 0)


def best_by_the_hungarian_method(market: Market) -> tuple[int, float]:
    """Places and total fit of the optimum for one place each, by scipy."""
    above_all = 1000.0  # more than all fits of an augmenting path
    worth = np.where(market.allowed, above_all + np.nan_to_num(market.fit), 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    chosen = market.fit[rows, columns]
    return int((~np.isnan(chosen)).sum()), float(np.nansum(chosen))


def best_by_integer_programming(market: Market) -> tuple[tuple[int, int], float]:
    """Covered learners and guides, and total fit of the optimum, by HiGHS.

    Everyone can be covered or not at all in these cohorts; where not, the covered are counted first.
    """
    pairs = np.argwhere(market.allowed)
    count = len(pairs)
    people = market.learners + market.guides
    of_person = np.concatenate([pairs[:, 0], market.learners + pairs[:, 1]])
    touches = sparse.csr_array(
        (np.ones(2 * count), (of_person, np.tile(np.arange(count), 2))), (people, count)
    )
    covered = sparse.hstack([touches, -sparse.eye_array(people)])
    loads = sparse.hstack([touches, sparse.csr_array((people, people))])
    places = np.concatenate([market.learner_places, market.guide_places])
    limits = [LinearConstraint(loads, 0, places), LinearConstraint(covered, 0, np.inf)]
    fit = np.concatenate([market.fit[pairs[:, 0], pairs[:, 1]], np.zeros(people)])
    reached_people = []
    for start, stop in ((0, market.learners), (market.learners, people)):
        aim = np.zeros(count + people)
        aim[count + start : count + stop] = 1
        reached_people.append(round(aim @ solved(aim, limits, count)))
        limits.append(LinearConstraint(aim[None, :], reached_people[-1], np.inf))
    return (reached_people[0], reached_people[1]), float(fit @ solved(fit, limits, count))


def solved(aim: np.ndarray, limits: list[LinearConstraint], count: int) -> np.ndarray:
    whole = np.zeros(len(aim))
    whole[:count] = 1
    result = milp(-aim, constraints=limits, integrality=whole, bounds=(0, 1), options={"mip_rel_gap": 0})
    assert result.success
    return np.round(result.x)


def reached(matching: Matching) -> tuple[int, int]:
    return len(set(matching.pairs[:, 0])), len(set(matching.pairs[:, 1]))


def partners(matching: Matching, market: Market) -> set[tuple[str, str]]:
    return {(market.learner_ids[learner], market.guide_ids[guide]) for learner, guide in matching.pairs}


def bids(path) -> np.ndarray:
    learners, guides, *values = path.read_text().split()
    return np.array(values, dtype=float).reshape(int(learners), int(guides))
