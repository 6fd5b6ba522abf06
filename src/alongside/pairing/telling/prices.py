"""What a place is worth: what one more would gain, and what one fewer would cost.

The two are the ends of the interval of optimal dual prices (Shapley and Shubik 1971; Ahuja, Magnanti and
Orlin 1993, chapter 9). Each is one best path from or to the hub, so all of them take two searches. The price
of a rule is what the whole would gain without it; for that the market is solved again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.rules import Rule
from alongside.pairing.scoring import Scored
from alongside.pairing.telling.effect import NO_EFFECT, Effect, effect_between
from alongside.pairing.telling.residual import Residual
from alongside.pairing.telling.view import Side


@dataclass(frozen=True)
class PlacePrice:
    """The price of somebody's places: what the whole gains by one more, and by one fewer (never above 0).

    one_fewer is None where there is none to take away, or fixed pairs and minima need every one.
    """

    side: Side
    row: int
    places: int
    filled: int
    one_more: Effect
    one_fewer: Effect | None

    @property
    def is_full(self) -> bool:
        """Whether every place is filled; where one is free, one fewer costs nothing."""
        return self.filled == self.places


@dataclass(frozen=True)
class RulePrice:
    """What a rule costs: how many pairs it alone forbids, and what the whole would gain without it."""

    rule: Rule
    alone_forbids: int
    set_aside: Effect


def place_prices(market: Market, matching: Matching, side: Side = "guide") -> list[PlacePrice]:
    """The price of the places of everyone on one side, by row.

    matching: the best of this market, from BestTotal. Time: two searches over all pairs; where people are kept
    apart, two solutions for each person instead.
    """
    if len(market.apart):
        return [_solved_again(market, matching, side, row) for row in range(len(_places(market, side)))]
    residual = Residual(market, matching)
    from_hub, to_hub = residual.from_hub(), residual.to_hub()
    objective = residual.objective
    if side == "guide":
        ends = from_hub.guides, to_hub.guides
        filled, first = residual.filled_guides, objective.first_learner
    else:
        ends = to_hub.learners, from_hub.learners
        filled, first = residual.filled_learners, objective.first_guide
    more, fewer = ends[0] + np.where(filled == 0, first, 0), ends[1] - np.where(filled == 1, first, 0)

    def price(row: int) -> PlacePrice:
        places = int(_places(market, side)[row])
        if filled[row] < places:
            return PlacePrice(side, row, places, int(filled[row]), NO_EFFECT, NO_EFFECT)
        one_more = residual.effect(max(0, int(more[row]))) or NO_EFFECT
        one_fewer = residual.effect(int(fewer[row])) if places > _least(market, side, row) else None
        return PlacePrice(side, row, places, places, one_more, one_fewer)

    return [price(row) for row in range(len(filled))]


def rule_prices(scored: Scored, market: Market, matching: Matching) -> list[RulePrice]:
    """The price of every rule that may be set aside: of those that forbid pairs, then of those that lock some.

    scored, market, matching: as they were computed from one another. Time: one solution for each rule.
    """
    forbidding = [
        RulePrice(rule, int(alone.sum()), _without_rule(scored, market, matching, alone))
        for rule, alone in _forbidden_alone(scored, market)
    ]
    locking = [
        RulePrice(rule, 0, _without_locks(market, matching, locks))
        for rule in scored.rules
        if rule.may_be_relaxed and (locks := rule.fixes(scored.learners, scored.guides))
    ]
    return [*forbidding, *locking]


def _forbidden_alone(scored: Scored, market: Market) -> Iterator[tuple[Rule, NDArray[np.bool_]]]:
    """For each rule that may be set aside, the pairs that it and no other rule forbids."""
    marks = [(rule, found.block(slice(None)).astype(np.bool_)) for rule, found in scored.marks()]
    shape = market.learners, market.guides
    counts = sum((marked.astype(np.int16) for _, marked in marks), np.zeros(shape, np.int16))
    return ((rule, marked & (counts == 1)) for rule, marked in marks if rule.may_be_relaxed)


def _without_rule(scored: Scored, market: Market, matching: Matching, alone: NDArray[np.bool_]) -> Effect:
    learners, guides = np.nonzero(alone)
    if not len(learners):
        return NO_EFFECT
    fit = market.matrix.copy()
    fit[learners, guides] = scored.fit_without_rules(learners, guides)
    return _effect(market, matching, market.changed(fit=fit)) or NO_EFFECT


def _without_locks(market: Market, matching: Matching, locks: list[tuple[int, int]]) -> Effect:
    kept = [pair for pair in market.fixed.tolist() if tuple(pair) not in set(locks)]
    changed = replace(market, fixed=np.array(kept, np.int64).reshape(-1, 2))
    return _effect(market, matching, changed) or NO_EFFECT


def _solved_again(market: Market, matching: Matching, side: Side, row: int) -> PlacePrice:
    places = int(_places(market, side)[row])
    filled = int((matching.pairs[:, 0 if side == "learner" else 1] == row).sum())
    # Beside a free place one more may still gain: two may come together who could not come one by one.
    one_more = _effect(market, matching, _with_places(market, side, row, places + 1)) or NO_EFFECT
    if filled < places:
        return PlacePrice(side, row, places, filled, one_more, NO_EFFECT)
    fewer = places > _least(market, side, row)
    one_fewer = _effect(market, matching, _with_places(market, side, row, places - 1)) if fewer else None
    return PlacePrice(side, row, places, filled, one_more, one_fewer)


def _effect(market: Market, matching: Matching, changed: Market) -> Effect | None:
    """What the whole gains by the change, solved again; None where nothing would be possible."""
    try:
        return effect_between(market, matching, matching.solver.match(changed))
    except CannotMatchError:
        return None


def _least(market: Market, side: Side, row: int) -> int:
    """How many places somebody must keep: for pairs that are fixed, and for a guide's minimum."""
    fixed = int((market.fixed[:, 0 if side == "learner" else 1] == row).sum())
    return fixed if side == "learner" else max(fixed, int(market.guide_minimum[row]))


def _with_places(market: Market, side: Side, row: int, places: int) -> Market:
    changed = _places(market, side).copy()
    changed[row] = places
    if side == "learner":
        return market.changed(learner_places=changed)
    return market.changed(guide_places=changed)


def _places(market: Market, side: Side) -> Integers:
    return market.learner_places if side == "learner" else market.guide_places
