from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from alongside.pairing import BestTotal, CannotMatchError, Market, MarketError, Matching, Table, score
from alongside.pairing.criteria import Same
from alongside.pairing.rules import Locked, NotSame
from alongside.pairing.telling.effect import NO_EFFECT, Effect
from alongside.pairing.telling.prices import place_prices, rule_prices
from tests.pairing.small_markets import markets

FIRSTS = st.sampled_from(["places", "people", None])


def solved(market: Market, first: str | None) -> Matching:
    """The best matching; markets in which nothing is possible are left out."""
    try:
        return BestTotal(first, price_alone=0.2).match(market)
    except CannotMatchError:
        reject()


def solved_again(market: Market, solver: BestTotal, side: str, row: int, step: int) -> Effect | None:
    places = getattr(market, f"{side}_places").copy()
    places[row] += step
    try:
        changed = solver.match(replace(market, **{f"{side}_places": places}))
    except (MarketError, CannotMatchError):
        return None
    before = solver.match(market)
    people = [
        len(set(after.pairs[:, side])) - len(set(before.pairs[:, side]))
        for after in [changed]
        for side in (0, 1)
    ]
    fit = changed.total - before.total
    if solver.first == "people":
        return Effect(*people, fit=fit)
    if solver.first is None:
        return Effect(fit=fit + solver.price_alone * (len(changed) - len(before)))
    return Effect(places=len(changed) - len(before), fit=fit)


def same(one: Effect | None, other: Effect | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, fit=0.0) == replace(other, fit=0.0) and one.fit == pytest.approx(other.fit, abs=1e-7)


@given(market=markets(minimum=True), first=FIRSTS, side=st.sampled_from(["learner", "guide"]))
@settings(max_examples=70, deadline=None)
def test_both_ends_of_every_price_are_what_solving_again_gives(
    market: Market, first: str | None, side: str
) -> None:
    solver = BestTotal(first, price_alone=0.2)
    matching = solved(market, first)
    for price in place_prices(market, matching, side):
        assert same(price.one_more, solved_again(market, solver, side, price.row, 1))
        assert same(
            price.one_fewer, solved_again(market, solver, side, price.row, -1) if price.places else None
        )


@given(market=markets(apart=False, minimum=True), first=FIRSTS)
@settings(max_examples=100, deadline=None)
def test_one_fewer_costs_at_least_what_one_more_gains(market: Market, first: str | None) -> None:
    for price in place_prices(market, solved(market, first)):
        assert price.one_more >= NO_EFFECT
        if price.one_fewer:
            assert -price.one_fewer >= price.one_more


def test_a_price_tells_pairs_apart_from_fit() -> None:
    market = Market([[0.9, 0.2], [0.8, np.nan], [0.5, np.nan]], guide_places=[1, 1])
    first, second = place_prices(market, BestTotal().match(market))
    assert first.one_more == Effect(places=1, fit=pytest.approx(0.5))
    assert first.one_fewer == Effect(places=-1, fit=pytest.approx(-0.8))
    assert second.one_fewer == Effect(places=-1, fit=pytest.approx(-0.1))


def test_the_price_of_a_rule_is_what_the_whole_would_gain_without_it() -> None:
    learners = Table(["ana", "ben"], {"field": ["Law", "Art"], "site": ["North", "South"]})
    guides = Table(["cleo", "dan"], {"field": ["Law", "Art"], "site": ["North", "South"]})
    scored = score(learners, guides, [Same(field="field")], [NotSame(field="site"), NotSame(field="field")])
    market = scored.market()
    site, field = rule_prices(scored, market, BestTotal().match(market))
    assert (site.alone_forbids, site.set_aside) == (0, NO_EFFECT)
    assert (field.alone_forbids, field.set_aside) == (0, NO_EFFECT)

    scored = score(learners, guides, [Same(field="field")], [NotSame(field="site")])
    market = scored.market()
    (site,) = rule_prices(scored, market, BestTotal().match(market))
    assert (site.alone_forbids, site.set_aside) == (2, Effect(fit=2.0))


def test_the_price_of_a_lock_is_what_the_whole_would_gain_without_it() -> None:
    learners = Table(["ana", "ben"], {"field": ["Law", "Art"]})
    guides = Table(["cleo", "dan"], {"field": ["Law", "Art"]})
    scored = score(learners, guides, [Same(field="field")], [Locked(pairs=[["ana", "dan"]])])
    market = scored.market()
    *_, locked = rule_prices(scored, market, BestTotal().match(market))
    assert (locked.rule.kind, locked.alone_forbids, locked.set_aside) == ("locked", 0, Effect(fit=2.0))
