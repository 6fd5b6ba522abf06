from dataclasses import replace
from itertools import combinations
from math import fsum, inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alongside.pairing import BestTotal, CannotMatchError, Market, PairingError
from alongside.pairing.total.incremental import rematch, rows_of
from tests.pairing.small_markets import markets


def without_guide(market: Market, guide: int) -> Market:
    """The market after a guide has left, who keeps the row but has no place."""
    places, least = market.guide_places.copy(), market.guide_minimum.copy()
    places[guide] = least[guide] = 0
    return replace(market, guide_places=places, guide_minimum=least)


def every_matching(market: Market) -> list[list[tuple[int, int]]]:
    """Every way to fill places, by brute force."""
    allowed = [tuple(pair) for pair in np.argwhere(market.allowed).tolist()]
    found = []
    for size in range(len(allowed) + 1):
        for pairs in combinations(allowed, size):
            chosen = np.array(pairs, dtype=int).reshape(-1, 2)
            loads = (np.bincount(chosen[:, 0], minlength=market.learners) <= market.learner_places).all()
            if loads and (np.bincount(chosen[:, 1], minlength=market.guides) <= market.guide_places).all():
                found.append(list(pairs))
    return found


@given(market=markets(minimum=True), first=st.sampled_from(["places", "people"]), guide=st.integers(0, 6))
@settings(max_examples=100, deadline=None)
def test_after_a_departure_every_pair_that_may_be_is_kept(market: Market, first: str, guide: int) -> None:
    assume(guide < market.guides and not (market.fixed[:, 1] == guide).any())
    try:
        before = BestTotal(first).match(market)
    except CannotMatchError:
        return
    try:
        after = rematch(without_guide(market, guide), before.pairs, solver=BestTotal(first))
    except CannotMatchError:  # the others cannot all have their minimum with every pair kept
        assert market.guide_minimum.any() or len(market.apart)
        return
    after.verify()
    assert set(after.ended[:, 1]) <= {guide}
    assert set(map(tuple, after.kept.tolist())) <= set(map(tuple, after.pairs.tolist()))
    assert len(after.kept) + len(after.made) == len(after.pairs)


@given(market=markets(largest=3, fixed=False, apart=False), seed=st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_a_price_of_change_gives_the_best_of_all_matchings_less_what_changes_cost(
    market: Market, seed: int
) -> None:
    standing = BestTotal(seed=seed).match(replace(market, fit=market.matrix[::-1, ::-1])).pairs
    standing = standing[market.allowed[standing[:, 0], standing[:, 1]]]
    stood = set(map(tuple, standing.tolist()))
    options = every_matching(market)
    most = max(map(len, options))
    full = [pairs for pairs in options if len(pairs) == most]

    def worth(pairs: list[tuple[int, int]], price: float) -> float:
        return fsum(market.matrix[pair] for pair in pairs) - price * len(stood - set(pairs))

    again = rematch(market, standing, price_of_change=0.3)
    again.verify()
    assert worth(list(map(tuple, again.pairs.tolist())), 0.3) == pytest.approx(
        max(worth(pairs, 0.3) for pairs in full), abs=1e-7
    )
    fewest = rematch(market, standing, price_of_change=inf)
    least = min(len(stood - set(pairs)) for pairs in full)
    assert len(fewest.ended) == least
    assert fewest.total == pytest.approx(
        max(worth(pairs, 0) for pairs in full if len(stood - set(pairs)) == least), abs=1e-6
    )


def test_the_fit_is_the_one_without_the_price() -> None:
    again = rematch(Market([[0.5, 0.6]]), [(0, 0)], price_of_change=0.2)
    assert again.pairs.tolist() == [[0, 0]]
    assert again.total == 0.5
    assert rematch(Market([[0.5, 0.6]]), [(0, 0)], price_of_change=0.05).made.tolist() == [[0, 1]]


def test_a_late_joiner_takes_a_free_place_and_nobody_moves() -> None:
    market = Market([[0.9, 0.1], [0.2, 0.3], [1.0, 0.2]], guide_places=[1, 2])
    again = rematch(market, [(0, 0), (1, 1)])
    assert again.made.tolist() == [[2, 1]]
    assert not len(again.disturbed_learners)


def test_where_a_guide_has_fewer_places_the_best_pairs_stay() -> None:
    market = Market([[0.9, 0.1], [0.2, 0.3]], guide_places=[1, 1])
    again = rematch(market, [(0, 0), (1, 0)])
    assert again.kept.tolist() == [[0, 0]]
    assert again.disturbed_learners.tolist() == [1]
    assert again.disturbed_guides.tolist() == [0]


def test_a_declined_pair_is_gone_and_the_others_stay() -> None:
    market = Market([[0.9, 0.5], [0.8, 0.4]], forbidden=[(0, 0)])
    assert rematch(market, [(0, 0), (1, 1)]).pairs.tolist() == [[1, 1]]
    assert rematch(market, [(0, 0), (1, 1)], price_of_change=inf).pairs.tolist() == [[0, 1], [1, 0]]


def test_pairs_of_ids_become_rows_without_those_who_left() -> None:
    market = Market(np.ones((2, 1)), learner_ids=["ana", "ben"], guide_ids=["cleo"])
    assert rows_of(market, [("ben", "cleo"), ("ana", "dan")]).tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("standing", "price"), [([(0, 9)], None), ([(0, 0)], -1.0), ([(0, 0)], float("nan"))]
)
def test_what_makes_no_sense_is_refused(standing: list[tuple[int, int]], price: float | None) -> None:
    with pytest.raises(PairingError):
        rematch(Market(np.ones((1, 1))), standing, price_of_change=price)
