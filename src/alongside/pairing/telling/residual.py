"""Everything that could still move in an optimal matching, and what each chain of moves would gain.

The residual network of the flow (Ahuja, Magnanti and Orlin 1993, chapter 2): a learner may take a guide whom
they do not have, a guide may give up a learner who is not fixed, and the hub stands for free places. A chain
of moves is a path, so any single change to the market costs exactly one best path. The best paths from one
node to all others, or from all others to one, are found at once by label correcting (Bellman 1958).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import PairingError
from alongside.pairing.markets.blocks import fits_of, turned
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.market_input import Fits
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.proofs.objective import Objective
from alongside.pairing.telling.effect import Effect, effect_of_reward

NEVER = -(2**62)  # no path
POSSIBLE = -(2**61)  # every real path gains more


@dataclass(frozen=True, eq=False)
class Gains:
    """What the best path gains, for the hub, each learner and each guide; NEVER where there is none."""

    hub: int
    learners: Integers
    guides: Integers


@dataclass(frozen=True, eq=False)
class _Moves:
    """The arcs of the network in one direction; givers and takers are learners and guides, or the reverse.

    offers(gains, rising): the best that each taker is offered by the givers whose own gain rose. held: matched
    pairs that are not fixed, giver and taker, and held_rewards what they gain. enter, leave:
    what a giver's next unit from the hub gains, or giving up the last. end, begin: likewise for takers.
    """

    offers: Callable[[Integers, Integers], Integers]
    held: Integers
    held_rewards: Integers
    enter: Integers
    leave: Integers
    end: Integers
    begin: Integers


@dataclass(frozen=True, eq=False)
class Residual:
    """The moves that are left in a matching that is the best of its market; nobody may be kept apart in it.

    Rewards are whole numbers of the residual's own objective.
    """

    market: Market
    matching: Matching

    def __post_init__(self) -> None:
        if len(self.market.apart):
            raise PairingError("Where people are kept apart, a change is more than a chain: solve again.")

    def from_hub(self) -> Gains:
        """What the best path from the hub to each node gains."""
        return _spread(self._forward, self._nowhere(hub=0))

    def to_hub(self) -> Gains:
        """What the best path from each node to the hub gains."""
        return _turned(_spread(self._backward, _turned(self._nowhere(hub=0))))

    def from_learner(self, learner: int) -> Gains:
        """What the best path from this learner to each node gains."""
        start = self._nowhere()
        start.learners[learner] = 0
        return _spread(self._forward, start)

    def to_learner(self, learner: int) -> Gains:
        """What the best path from each node to this learner gains."""
        start = self._nowhere()
        start.learners[learner] = 0
        return _turned(_spread(self._backward, _turned(start)))

    def to_guide(self, guide: int) -> Gains:
        """What the best path from each node to this guide gains."""
        start = self._nowhere()
        start.guides[guide] = 0
        return _turned(_spread(self._backward, _turned(start)))

    def rewards(self, learners: Integers | int, guides: Integers | int) -> Integers:
        """The whole-number rewards of pairs, NEVER where one is not allowed."""
        fit = self.market.fit_of(learners, guides)
        return np.where(np.isnan(fit), NEVER, self.objective.of_fit(fit))

    def effect(self, reward: int) -> Effect | None:
        """What a reward of this residual means for the whole; None for one that no path reaches."""
        return effect_of_reward(self.objective, reward) if reward > POSSIBLE else None

    @cached_property
    def objective(self) -> Objective:
        """The matching's objective, with room for one pair more than it was made for."""
        given, market = self.matching.objective, self.market
        if not given.in_order:
            return given
        room = 4 * given.units * market.largest_fit
        if given.first_guide:
            first_learner = given.first_learner + room
            return replace(
                given, first_guide=first_learner * (market.guides + 2), first_learner=first_learner
            )
        return replace(given, pair=given.pair + room)

    @cached_property
    def filled_learners(self) -> Integers:
        """How many guides each learner has."""
        return np.bincount(self.matching.pairs[:, 0], minlength=self.market.learners)

    @cached_property
    def filled_guides(self) -> Integers:
        """How many learners each guide has."""
        return np.bincount(self.matching.pairs[:, 1], minlength=self.market.guides)

    @cached_property
    def _forward(self) -> _Moves:
        objective, market = self.objective, self.market
        fixed = set(map(tuple, market.fixed.tolist()))
        pairs = [pair for pair in self.matching.pairs.tolist() if tuple(pair) not in fixed]
        held = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return _Moves(
            offers=self._offers(market.fit, self.matching.pairs),
            held=held,
            held_rewards=self.rewards(held[:, 0], held[:, 1]),
            enter=_next_unit(self.filled_learners, market.learner_places, objective.first_guide),
            leave=_last_unit(self.filled_learners, objective.first_guide),
            end=_next_unit(self.filled_guides, market.guide_places, objective.first_learner),
            begin=_last_unit(self.filled_guides, objective.first_learner, market.guide_minimum),
        )

    @cached_property
    def _backward(self) -> _Moves:
        """The same arcs turned round: a path to somewhere, read from its end, is a path of these."""
        ahead = self._forward
        return replace(
            ahead,
            offers=self._offers(turned(self.market.fit), self.matching.pairs[:, ::-1]),
            held=ahead.held[:, ::-1],
            enter=ahead.end,
            leave=ahead.begin,
            end=ahead.enter,
            begin=ahead.leave,
        )

    def _offers(self, fit: Fits, pairs: Integers) -> Callable[[Integers, Integers], Integers]:
        """What givers offer to whom they may have and do not; pairs: those matched, giver and taker."""
        if isinstance(fit, Edges):
            rewards = self.objective.of_fit(fit.value)
            rewards[fit.find(*pairs.T)] = NEVER
            return lambda gains, rising: _listed_offers(fit, rewards, gains, rising)

        def offers(gains: Integers, rising: Integers) -> Integers:
            best = np.full(fit.shape[1], NEVER)
            for rows, fits in fits_of(fit, rising):
                offered = joined(gains[rows, None], self._open(rows, fits, pairs))
                np.maximum(best, offered.max(axis=0, initial=NEVER), out=best)
            return best

        return offers

    def _open(self, rows: Integers, fits: NDArray[np.float64], pairs: Integers) -> Integers:
        """Rewards of the pairs of these rows that are allowed and not matched, NEVER for the others."""
        rewards = np.where(np.isnan(fits), NEVER, self.objective.of_fit(fits))
        matched = pairs[np.isin(pairs[:, 0], rows)]
        rewards[np.searchsorted(rows, matched[:, 0]), matched[:, 1]] = NEVER
        return rewards

    def _nowhere(self, hub: int = NEVER) -> Gains:
        return Gains(hub, np.full(self.market.learners, NEVER), np.full(self.market.guides, NEVER))


def joined(one: Integers, other: Integers) -> Integers:
    """What two parts of a path gain together; NEVER where either is not there."""
    return np.where((one > POSSIBLE) & (other > POSSIBLE), one + other, NEVER)


def _spread(moves: _Moves, start: Gains) -> Gains:
    """Raise what is known to be gained along the arcs until nothing rises; learners are the givers."""
    best, rising = start, np.flatnonzero(start.learners > POSSIBLE)
    for _ in range(2 * (len(start.learners) + len(start.guides)) + 2):
        takers = np.maximum(best.guides, moves.offers(best.learners, rising))
        takers = _possible(np.maximum(takers, best.hub + moves.begin))
        hub = max(
            best.hub,
            int((best.learners + moves.leave).max(initial=NEVER)),
            int((takers + moves.end).max(initial=NEVER)),
        )
        hub = hub if hub > POSSIBLE else NEVER
        givers = np.maximum(best.learners, hub + moves.enter)
        np.maximum.at(givers, moves.held[:, 0], takers[moves.held[:, 1]] - moves.held_rewards)
        after = Gains(hub, _possible(givers), takers)
        rising = np.flatnonzero(after.learners > best.learners)
        if not len(rising) and hub == best.hub and np.array_equal(takers, best.guides):
            return after
        best = after
    raise PairingError("This matching is not the best of its market: a chain of moves would gain.")


def _listed_offers(edges: Edges, rewards: Integers, gains: Integers, rising: Integers) -> Integers:
    counts = edges.start[rising + 1] - edges.start[rising]
    ends = np.cumsum(counts)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(edges.start[rising] + counts - ends, counts)
    best = np.full(edges.width, NEVER)
    np.maximum.at(best, edges.guide[places], joined(np.repeat(gains[rising], counts), rewards[places]))
    return best


def _next_unit(filled: Integers, places: Integers, first: int) -> Integers:
    return np.where(filled < places, np.where(filled == 0, first, 0), NEVER)


def _last_unit(filled: Integers, first: int, least: Integers | int = 0) -> Integers:
    return np.where(filled > least, np.where(filled == 1, -first, 0), NEVER)


def _possible(gains: Integers) -> Integers:
    return np.where(gains > POSSIBLE, gains, NEVER)


def _turned(gains: Gains) -> Gains:
    return Gains(gains.hub, gains.guides, gains.learners)
