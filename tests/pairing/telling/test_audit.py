import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.pairing import BestTotal, Market, PairingError
from alongside.pairing.telling.audit import Figures, audit, mean_of, ranks_obtained, suppressed, wilson


def test_a_rate_has_wilsons_interval() -> None:
    found = wilson(81, 263)  # the example of Newcombe (1998)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 10).low == 0
    assert round(wilson(0, 10).high, 4) == 0.2775


def test_a_mean_has_students_interval() -> None:
    found = mean_of(np.array([1.0, 2.0, 3.0, 4.0]))
    assert found.value == 2.5
    assert round(found.high - 2.5, 4) == 2.0543  # t(3, 0.975) = 3.18245 times 0.64550


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(1, 8))
def test_nothing_hidden_follows_by_subtraction(sizes: list[int], least: int) -> None:
    named = {str(number): size for number, size in enumerate(sizes)}
    hidden = suppressed(named, least)
    assert all(name in hidden for name, size in named.items() if 0 < size < least)
    shown_people = any(size for name, size in named.items() if name not in hidden)
    if hidden and shown_people:
        assert len(hidden) >= 2
        assert sum(named[name] for name in hidden) >= least


def test_nobody_is_hidden_without_need() -> None:
    assert suppressed({"a": 5, "b": 9}, 5) == frozenset()
    assert suppressed({"a": 5, "b": 9, "c": 2, "d": 7}, 5) == {"a", "c"}


def test_groups_are_told_with_rates_fits_and_ranks() -> None:
    fit = np.array([[0.9, 0.8], [0.8, 0.6], [0.9, 0.5], [0.2, np.nan]])
    market = Market(fit, guide_places=[2, 1])
    matching = BestTotal().match(market)
    found = audit(market, matching, ["north", "north", "south", "south"], least=1)
    assert found.everyone.matched == 3
    north, south = found.groups["north"], found.groups["south"]
    assert (north.people, north.matched, north.worst_fit) == (2, 2, 0.8)
    assert north.mean_fit is not None
    assert north.mean_fit.value == pytest.approx(0.8)
    assert north.mean_rank is not None
    assert north.mean_rank.value == 1.5
    assert (south.people, south.matched) == (2, 1)
    assert south.match_rate is not None
    assert south.match_rate.value == 0.5


def test_a_fit_of_one_person_alone_is_told_of_no_group() -> None:
    market = Market([[0.9, 0.8], [0.9, 0.7], [0.6, 0.5], [0.2, np.nan]], guide_places=[2, 1])
    found = audit(market, BestTotal().match(market), ["north", "north", "south", "south"], least=2)
    assert [found.groups[name].people for name in ("north", "south")] == [2, 2]
    assert [found.groups[name].mean_fit for name in ("north", "south")] == [None, None]


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    market = Market(np.full((12, 12), 0.5))
    names = ["a"] * 6 + ["b"] * 5 + [None]
    found = audit(market, BestTotal().match(market), names)
    assert found.groups["a"].people == 6
    assert found.groups["b"] == found.groups[""] == Figures()
    assert audit(Market([[1.0]]), BestTotal().match(Market([[1.0]]))).everyone.is_suppressed


def test_a_rank_counts_only_those_who_fit_better() -> None:
    market = Market([[0.9, 0.8, 0.8, np.nan]])
    assert ranks_obtained(market, np.array([[0, 2]]), "learner").tolist() == [2]
    assert ranks_obtained(market, np.array([[0, 2]]), "guide").tolist() == [1]


def test_who_wants_nobody_is_not_counted() -> None:
    market = Market(np.ones((6, 6)), learner_places=[0, 1, 1, 1, 1, 1])
    assert audit(market, BestTotal().match(market)).everyone.people == 5


@pytest.mark.parametrize("wrong", [{"groups": ["a"]}, {"least": 0}, {"confidence": 1.0}])
def test_what_makes_no_sense_is_refused(wrong: dict) -> None:
    market = Market(np.ones((2, 2)))
    with pytest.raises(PairingError):
        audit(market, BestTotal().match(market), **wrong)


def test_ranks_that_are_given_go_before_fits() -> None:
    market = Market([[0.9, 0.8, 0.7], [0.9, 0.8, 0.7]], learner_ranks=[[3, 2, 1], [1, 1, 0]])
    assert ranks_obtained(market, np.array([[0, 0], [1, 1]]), "learner").tolist() == [3, 1]
    assert ranks_obtained(market, np.array([[0, 0], [1, 1]]), "guide").tolist() == [1, 1]


def test_the_groups_of_the_market_are_taken_where_none_are_given() -> None:
    market = Market(np.full((6, 6), 0.5), groups=["a", "a", "a", "b", "b", "b"])
    assert set(audit(market, BestTotal().match(market), least=3).groups) == {"a", "b"}
