from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from alongside.pairing import (
    BestTotal,
    CannotMatchError,
    Market,
    MarketError,
    Matching,
    PairingError,
    Table,
    score,
)
from alongside.pairing.criteria import Same
from alongside.pairing.scoring import Scored
from alongside.pairing.telling.effect import Effect, effect_between
from alongside.pairing.telling.explain_pair import explain_pair, forced
from tests.pairing.small_markets import markets

FIRSTS = st.sampled_from(["places", "people", None])


def solved(market: Market, first: str | None) -> Matching:
    """The best matching; markets in which nothing is possible are left out."""
    try:
        return BestTotal(first, price_alone=0.2).match(market)
    except CannotMatchError:
        reject()


def scored_for(market: Market) -> Scored:
    return score(Table(market.learner_ids, {}), Table(market.guide_ids, {}), [])


def effect(market: Market, before: Matching, change: Callable[[], Market]) -> Effect | None:
    """What a change of the market does when it is solved again; None where nothing would be possible."""
    try:
        return effect_between(market, before, before.solver.match(change()))
    except (MarketError, CannotMatchError):
        return None


def close(one: Effect | None, other: Effect | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, fit=0.0) == replace(other, fit=0.0) and one.fit == pytest.approx(other.fit, abs=1e-7)


@given(market=markets(minimum=True), first=FIRSTS)
@settings(max_examples=120, deadline=None)
def test_what_the_whole_would_lose_without_a_pair_is_what_solving_again_gives(
    market: Market, first: str | None
) -> None:
    matching = solved(market, first)
    for learner, guide in matching.pairs.tolist():
        told = explain_pair(scored_for(market), market, matching, learner, guide)
        if not told.is_fixed:
            without = partial(replace, market, forbidden=[(learner, guide)])
            assert close(told.without, effect(market, matching, without))
            assert told.without is None or told.without <= Effect()
        assert all(reason.sentence() for reason in told.reasons)


@given(market=markets(apart=False, minimum=True), first=FIRSTS)
@settings(max_examples=80, deadline=None)
def test_the_next_best_of_each_side_is_the_best_of_all_that_solving_again_gives(
    market: Market, first: str | None
) -> None:
    matching = solved(market, first)
    matched = set(map(tuple, matching.pairs.tolist()))
    for pair in matched - set(map(tuple, market.fixed.tolist())):
        told = explain_pair(scored_for(market), market, matching, *pair)
        for side in ("learner", "guide"):
            own = 0 if side == "learner" else 1
            others = [
                tuple(other) for other in np.argwhere(market.allowed).tolist() if other[own] == pair[own]
            ]
            effects = {
                other: found
                for other in others
                if other not in matched
                and (found := effect(market, matching, partial(with_pair, market, other, forbidden=[pair])))
                is not None
            }
            instead = next((each for each in told.instead if each.side == side), None)
            assert (instead is None) == (not effects)
            if instead:
                assert close(instead.effect, max(effects.values()))
                assert close(instead.effect, effects[instead.learner, instead.guide])


def with_pair(market: Market, pair: tuple[int, int], **changes) -> Market:
    """The market with one pair more fixed."""
    return replace(market, fixed=np.concatenate([market.fixed, [pair]]), **changes)


@given(market=markets(apart=False, minimum=True), first=FIRSTS)
@settings(max_examples=80, deadline=None)
def test_forcing_a_pair_costs_what_solving_again_gives(market: Market, first: str | None) -> None:
    matching = solved(market, first)
    matched = set(map(tuple, matching.pairs.tolist()))
    for pair in set(map(tuple, np.argwhere(market.allowed).tolist())) - matched:
        again = effect(market, matching, partial(with_pair, market, pair))
        assert close(forced(market, matching, *pair), again)


LEARNERS = Table(["ana", "ben"], {"field": ["Law", "Law"], "level": [1, 2]}, names=["Ana", "Ben"])
GUIDES = Table(["cleo", "dan"], {"field": ["Law", "Art"], "level": [2, 1]}, names=["Cleo", "Dan"])


def sentences(scored: Scored, market: Market, learner: int, guide: int) -> list[str]:
    told = explain_pair(scored, market, BestTotal().match(market), learner, guide)
    return [reason.sentence() for reason in told.reasons]


def test_both_sides_the_next_best_and_what_would_change_it_are_told() -> None:
    scored = score(LEARNERS, GUIDES, [Same(field="field", weight=2), Same(field="level")])
    assert sentences(scored, scored.market(), 1, 0) == [
        "Nobody who is allowed fits Ben better than Cleo.",
        "Nobody who is allowed fits Cleo better than Ben.",
        "The next best for Ben is Dan: the whole would lose 66.7 points.",
        "Ben would have Dan if their fit were above 66.7 rather than 0.",
        "The next best for Cleo is Ana: the whole would lose 66.7 points.",
        "Without this pair the whole would lose 66.7 points.",
        "The pair would end if its fit were below 33.3 rather than 100.",
    ]


def test_a_place_that_would_stay_empty_comes_before_points() -> None:
    scored = score(LEARNERS, GUIDES, [Same(field="field")])
    market = Market(scored.fit, guide_places=[1, 0], forbidden=[(0, 0)])
    assert sentences(scored, market, 1, 0) == [
        "Nobody who is allowed fits Ben better than Cleo.",
        "Ben is the only one who is allowed for Cleo.",
        "Without this pair one place fewer would be filled.",
        "No lower fit would end the pair.",
    ]


def test_a_locked_pair_says_so() -> None:
    scored = score(LEARNERS, GUIDES, [Same(field="field")])
    assert "The pair is locked, so it stays whatever else there is." in sentences(
        scored, scored.market().changed(fix=[(0, 1)]), 0, 1
    )


def test_two_who_are_no_pair_are_refused() -> None:
    scored = score(LEARNERS, GUIDES, [Same(field="level")])
    with pytest.raises(PairingError, match="Ana and Cleo are no pair"):
        explain_pair(scored, scored.market(), BestTotal().match(scored.market()), 0, 0)
