import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import CannotMatchError, CertificateError, Market, MarketError, Stable
from tests.cohorts import shared_data

QUICK = settings(max_examples=80, deadline=None)
DATA = shared_data()
INSTANCES = DATA / "instances" / "hr" if DATA else Path("absent")


@st.composite
def ranked_markets(draw: st.DrawFn, *, strict: bool = False, several: bool = True) -> Market:
    """A market of at most twelve pairs with preferences of both sides, ties and people not accepted."""
    learners, guides = draw(st.sampled_from([(1, 1), (2, 3), (3, 3), (4, 3), (3, 4), (5, 2), (2, 6)]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shape = (learners, guides)
    wishes = [random.random(shape) if strict else random.integers(0, 3, shape) for _side in range(2)]
    closed = random.random(shape) < 0.2
    ranks = dense_ranks(wishes[0], closed), dense_ranks(wishes[1].T, closed.T).T
    return Market(
        np.where(random.random(shape) < 0.1, np.nan, random.random(shape)),
        random.integers(0, 3, learners) if several else 1,
        random.integers(0, 3, guides),
        learner_ranks=ranks[0],
        guide_ranks=ranks[1],
        learner_ids=[f"learner-{row}" for row in range(learners)],
        guide_ids=[f"guide-{row}" for row in range(guides)],
    )


def dense_ranks(wishes: np.ndarray, closed: np.ndarray) -> np.ndarray:
    """Ranks within each row without holes, the smallest number best; 0 where closed."""
    ranks = np.zeros(wishes.shape, int)
    for row, (numbers, out) in enumerate(zip(wishes, closed, strict=True)):
        ranks[row, ~out] = np.unique(numbers[~out], return_inverse=True)[1] + 1
    return ranks


def ranks_of(market: Market) -> tuple[np.ndarray, np.ndarray]:
    """Ranks of both sides as arrays, 0 where not acceptable."""
    both = market.learner_ranks, market.guide_ranks
    return tuple(np.nan_to_num(ranks.block(slice(None))).astype(int) for ranks in both)


def stable_matchings(market: Market) -> list[set[tuple[int, int]]]:
    """Every stable matching, by trying every set of pairs."""
    pairs = [tuple(pair) for pair in np.argwhere(market.allowed).tolist()]
    ranks = ranks_of(market)
    found = []
    for take in product([False, True], repeat=len(pairs)):
        chosen = {pair for pair, taken in zip(pairs, take, strict=True) if taken}
        if is_within_places(market, chosen) and not any(
            blocks(market, ranks, chosen, *pair) for pair in pairs
        ):
            found.append(chosen)
    return found


def is_within_places(market: Market, chosen: set[tuple[int, int]]) -> bool:
    return all(
        sum(pair[side] == who for pair in chosen) <= most
        for side, places in enumerate((market.learner_places, market.guide_places))
        for who, most in enumerate(places)
    )


def blocks(market: Market, ranks, chosen: set[tuple[int, int]], learner: int, guide: int) -> bool:
    if (learner, guide) in chosen:
        return False
    guides = [other for who, other in chosen if who == learner]
    learners = [who for who, other in chosen if other == guide]
    learner_wants = len(guides) < market.learner_places[learner] or any(
        ranks[0][learner, guide] < ranks[0][learner, other] for other in guides
    )
    guide_wants = len(learners) < market.guide_places[guide] or any(
        ranks[1][learner, guide] < ranks[1][other, guide] for other in learners
    )
    nobody = market.learner_places[learner] == 0 or market.guide_places[guide] == 0
    return learner_wants and guide_wants and not nobody


def as_set(pairs: np.ndarray) -> set[tuple[int, int]]:
    return set(map(tuple, pairs.tolist()))


@pytest.mark.parametrize("ties", ["seed", "promotion"])
@pytest.mark.parametrize("proposing", ["learners", "guides"])
@given(market=ranked_markets())
@QUICK
def test_what_it_finds_is_among_all_stable_matchings(market: Market, proposing: str, ties: str) -> None:
    matching = Stable(proposing, ties=ties).match(market)
    matching.verify(market)
    assert len(matching.blocking) == 0
    assert as_set(matching.pairs) in stable_matchings(market)


@pytest.mark.parametrize(("proposing", "side"), [("learners", 0), ("guides", 1)])
@given(market=ranked_markets(strict=True))
@QUICK
def test_the_side_that_proposes_gets_its_best_of_all_stable_matchings(
    market: Market, proposing: str, side: int
) -> None:
    ranks = ranks_of(market)[side]
    ours = as_set(Stable(proposing).match(market).pairs)
    for other in stable_matchings(market):
        for who in range((market.learners, market.guides)[side]):
            got, might = (sorted(ranks[pair] for pair in each if pair[side] == who) for each in (ours, other))
            assert len(got) == len(might)
            assert all(rank <= its for rank, its in zip(got, might, strict=True))


@given(market=ranked_markets(several=False))
@QUICK
def test_a_second_chance_places_two_thirds_of_the_most_where_guides_have_ties(market: Market) -> None:
    closed = ~market.allowed
    strict = dense_ranks(np.random.default_rng(market.learners).random(closed.shape), closed)
    market = Market(
        np.ones(closed.shape),
        1,
        market.guide_places,
        learner_ranks=strict,
        guide_ranks=dense_ranks(np.nan_to_num(market.guide_ranks.block(slice(None))).T, closed.T).T,
    )
    most = max(len(each) for each in stable_matchings(market))
    assert 3 * len(Stable(ties="promotion").match(market)) >= 2 * most


def test_a_second_chance_places_whom_a_drawn_order_leaves_over() -> None:
    learner_ranks = np.array([[1, 2], [1, 0]])
    guide_ranks = np.array([[1, 1], [1, 1]])
    market = Market(np.ones((2, 2)), learner_ranks=learner_ranks, guide_ranks=guide_ranks)
    sizes = {len(Stable(seed=seed).match(market)) for seed in range(12)}
    promoted = {len(Stable(seed=seed, ties="promotion").match(market)) for seed in range(12)}
    assert (sizes, promoted) == ({1, 2}, {2})


def test_without_ranks_the_higher_fit_is_preferred() -> None:
    market = Market([[0.9, 0.8], [0.95, 0.1]])
    matching = Stable().match(market)
    assert matching.pairs.tolist() == [[0, 1], [1, 0]]
    obtained = matching.obtained(market)
    assert (obtained.learners.mean, obtained.guides.mean) == (1.5, 1.0)
    assert obtained.learners.distribution.tolist() == [1, 1]


def test_a_fixed_pair_is_kept_and_nobody_can_leave_it() -> None:
    market = Market([[0.9, 0.8], [0.95, 0.1]], fixed=[[0, 0]])
    matching = Stable().match(market)
    matching.verify(market)
    assert matching.pairs.tolist() == [[0, 0], [1, 1]]


def test_an_exchange_that_two_would_leave_for_each_other_fails() -> None:
    market = Market([[0.9, 0.8], [0.95, 0.1]])
    matching = Stable().match(market)
    pairs, fit = np.array([[0, 0], [1, 1]]), np.array([0.9, 0.1])
    with pytest.raises(CertificateError, match="would both rather have each other"):
        replace(matching, pairs=pairs, fit=fit, total=1.0, gap=matching.bound - 1.0).verify(market)


def test_a_bound_that_is_not_everybodys_best_fails() -> None:
    market = Market([[0.9, 0.8], [0.95, 0.1]])
    matching = Stable().match(market)
    with pytest.raises(CertificateError, match="bound or the gap"):
        replace(matching, bound=matching.total, gap=0.0).verify(market)


def test_a_minimum_that_stability_leaves_open_is_named() -> None:
    market = Market([[0.9, 0.8]], guide_minimum=[0, 1], guide_ids=["ana", "ben"])
    with pytest.raises(CannotMatchError, match=r"minimum: ben\."):
        Stable().match(market)


def test_learners_to_be_kept_apart_are_refused_politely() -> None:
    with pytest.raises(MarketError, match="use BestTotal"):
        Stable().match(Market(np.ones((2, 1)), apart=[[0, 1]]))


@pytest.mark.skipif(not INSTANCES.exists(), reason="the public instances are not kept with the project")
@pytest.mark.parametrize("number", range(1, 61))
def test_on_public_markets_with_ties_nobody_blocks(number: int) -> None:
    market = hospital_market(INSTANCES / f"{number}.txt")
    for proposing, ties in product(["learners", "guides"], ["seed", "promotion"]):
        matching = Stable(proposing, ties=ties).match(market)
        matching.verify(market)
        chosen = as_set(matching.pairs)
        assert not any(
            blocks(market, ranks_of(market), chosen, *pair) for pair in np.argwhere(market.allowed)
        )


def hospital_market(path: Path) -> Market:
    """A published market: learners' lists, then guides with a minimum, places and a list; (…) is a tie."""
    first, *lines = [line for line in path.read_text().splitlines() if line.strip()]
    learners, guides = map(int, first.split()[:2])
    ranks = [np.zeros((learners, guides), int), np.zeros((guides, learners), int)]
    places = np.zeros(guides, int)
    for row, line in enumerate(lines[: learners + guides]):
        *head, wishes = line.split(":")
        side, who = (0, row) if row < learners else (1, row - learners)
        if side:
            places[who] = int(head[2])
        for rank, tied in enumerate(re.findall(r"\(([^)]*)\)|(\d+)", wishes), start=1):
            ranks[side][who, [int(each) - 1 for each in "".join(tied).split()]] = rank
    return Market(np.ones((learners, guides)), 1, places, learner_ranks=ranks[0], guide_ranks=ranks[1].T)
