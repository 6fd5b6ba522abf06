from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.pairing import CannotMatchError, CertificateError, Fairest, Market, MarketError, PairingError
from tests.pairing.fair.test_fairest import every_matching, small_markets

QUICK = settings(max_examples=50, deadline=None)
FIT = np.array([[0.9, 0.8], [0.6, 0.3], [0.7, 0.2]])
MARKET = Market(FIT, guide_places=[1, 1], groups=["north", "south", "south"])


def worst(market: Market, pairs: list[tuple[int, int]], of: str) -> float:
    """The worst-off group's sum, or number, of pairs for each place that it wants."""
    found = []
    for name in set(market.groups):
        rows = [row for row, group in enumerate(market.groups) if group == name]
        wanted = market.learner_places[rows].sum()
        its = [market.fit_of(*pair).item() if of == "mean" else 1.0 for pair in pairs if pair[0] in rows]
        if wanted:
            found.append(sum(its) / wanted)
    return round(min(found, default=0.0), 6)


@pytest.mark.parametrize("of", ["mean", "rate"])
@given(market=small_markets(several=True), seed=st.integers(0, 1000))
@QUICK
def test_no_matching_leaves_the_worst_off_group_better_off(market: Market, seed: int, of: str) -> None:
    names = np.random.default_rng(seed).choice(["north", "south", "west"], market.learners).tolist()
    market = Market(
        market.fit, market.learner_places, market.guide_places, market.guide_minimum, groups=names
    )
    every = every_matching(market)
    if not every:
        with pytest.raises(CannotMatchError):
            Fairest(groups=of).match(market)
        return
    filled = max(map(len, every))
    best = max(worst(market, each, of) for each in every if len(each) == filled)
    total = max(
        sum(market.fit_of(*pair).item() for pair in each)
        for each in every
        if len(each) == filled and worst(market, each, of) == best
    )
    matching = Fairest(groups=of).match(market)
    matching.verify(market)
    assert len(matching) == filled
    assert matching.worst == pytest.approx(best, abs=1e-5)
    assert matching.total >= total - 1e-5
    assert matching.worst_bound >= matching.worst


def test_equal_rates_are_reached_where_the_highest_total_favours_one_group() -> None:
    random = np.random.default_rng(6)
    fit = random.random((60, 30))
    fit[:30] += 1
    market = Market(fit, groups=["north"] * 30 + ["south"] * 30)
    matching = Fairest(groups="rate").match(market)
    matching.verify(market)
    assert matching.groups == {"north": 0.5, "south": 0.5}
    assert matching.worst_bound == matching.worst


def test_a_large_market_says_how_good_the_worst_off_group_could_be() -> None:
    random = np.random.default_rng(7)
    market = Market(random.random((200, 150)), groups=random.choice(["a", "b", "c"], 200).tolist())
    matching = Fairest(groups="mean").match(market)
    matching.verify(market)
    assert matching.worst <= matching.worst_bound <= 1.01 * matching.worst


@pytest.mark.parametrize(
    ("altered", "message"),
    [
        ({"worst": 0.9}, "figures of a group"),
        ({"worst_bound": 0.0}, "prices"),
        ({"total": 5.0}, "total"),
    ],
)
def test_an_altered_figure_fails(altered: dict[str, float], message: str) -> None:
    matching = Fairest(groups="mean").match(MARKET)
    matching.verify(MARKET)
    with pytest.raises(CertificateError, match=message):
        replace(matching, **altered).verify(MARKET)


def test_a_market_without_groups_is_named() -> None:
    with pytest.raises(MarketError, match="names no groups"):
        Fairest(groups="mean").match(Market(FIT))


def test_an_unknown_way_to_compare_groups_is_named() -> None:
    with pytest.raises(PairingError, match=r"groups is 'median': use one of mean, rate"):
        Fairest(groups="median")
