"""Why nothing is possible: a smallest set of demands that cannot be met together, in words.

Method: QuickXplain (Junker 2004). The set is irreducible: without any one of its demands the others could be
met. Demands are what a market asks beyond places and allowed pairs: fixed pairs, people kept apart, minima.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_flow

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError
from alongside.pairing.markets.market import Market
from alongside.pairing.reasons import in_words

MOST_NAMED = 6
MOST_TRIES = 400  # solutions of a market; beyond it the set may hold more than it must

Possible = Callable[[Market], bool]


@dataclass(frozen=True)
class Demand:
    """One thing that a market asks: the pair of rows that is fixed or apart, or the guide with a minimum."""

    kind: Literal["fixed", "apart", "minimum"]
    rows: tuple[int, ...]


def conflict_in(market: Market, possible: Possible) -> CannotMatchError:
    """The error that names a smallest conflicting set of this market, and the cure.

    possible: whether a market has any matching at all; asked only where people are kept apart.
    """
    found = smallest_conflict(market, possible)
    told = [_told(market, demand) for demand in found]
    if not found:
        return CannotMatchError("The locked pairs and the rules cannot be met together.")
    if len(told) > MOST_NAMED:
        told = [*told[: MOST_NAMED - 1], f"{len(told) - MOST_NAMED + 1} more like these"]
    begin = "This cannot be met" if len(found) == 1 else "These cannot be met together"
    cure = "it" if len(found) == 1 else "any one of them"
    return CannotMatchError(
        f"{begin}: {in_words(told)}.{_room(market, found)} Unlock or ease {cure}, or allow more pairs or places.",
        found,
    )


def smallest_conflict(market: Market, possible: Possible) -> list[Demand]:
    """Demands of which any one less could be met; empty where all of them can be, or none of them matters."""
    search = _Search(market, possible)
    every = demands_of(market)
    if search.can_meet(every) or not search.can_meet([]):
        return []
    return sorted(search.explain([], every, is_new=False), key=lambda demand: (demand.kind, demand.rows))


def demands_of(market: Market) -> list[Demand]:
    """Everything that the market asks beyond places and allowed pairs."""
    return [
        *(Demand("minimum", (int(guide),)) for guide in np.flatnonzero(market.guide_minimum)),
        *(Demand("apart", tuple(pair)) for pair in market.apart.tolist()),
        *(Demand("fixed", tuple(pair)) for pair in market.fixed.tolist()),
    ]


@dataclass
class _Search:
    market: Market
    possible: Possible
    tries: int = 0

    def can_meet(self, demands: Sequence[Demand]) -> bool:
        """Whether the market with these demands alone has a matching."""
        self.tries += 1
        minimum = np.zeros_like(self.market.guide_minimum)
        for demand in demands:
            if demand.kind == "minimum":
                minimum[demand.rows[0]] = self.market.guide_minimum[demand.rows[0]]
        asked = replace(
            self.market,
            fixed=_pairs(demands, "fixed"),
            apart=_pairs(demands, "apart"),
            guide_minimum=minimum,
        )
        return self.possible(asked) if len(asked.apart) else _fills_minima(asked)

    def explain(self, given: list[Demand], open_ones: list[Demand], *, is_new: bool) -> list[Demand]:
        """The demands among the open ones that conflict with one another and with those given.

        is_new: whether demands were added to those given since it was last asked if they can be met.
        """
        if is_new and not self.can_meet(given):
            return []
        if len(open_ones) == 1 or self.tries > MOST_TRIES:
            return open_ones
        half = len(open_ones) // 2
        first, second = open_ones[:half], open_ones[half:]
        of_second = self.explain([*given, *first], second, is_new=bool(first))
        of_first = self.explain([*given, *of_second], first, is_new=bool(of_second))
        return [*of_first, *of_second]


def _fills_minima(market: Market) -> bool:
    """Whether every guide can have the minimum beside the fixed pairs: one maximum flow (Dinitz 1970)."""
    learner, guide = market.fixed.T
    left = market.learner_places - np.bincount(learner, minlength=market.learners)
    needed = np.maximum(market.guide_minimum - np.bincount(guide, minlength=market.guides), 0)
    if not needed.any():
        return True
    listed = market.edges
    open_ones = listed.kept(needed[listed.guide] > 0)
    is_open = np.ones(len(open_ones), np.bool_)
    is_open[(place := open_ones.find(learner, guide))[place >= 0]] = False
    source, sink = market.learners + market.guides, market.learners + market.guides + 1
    learners, guides = np.arange(market.learners), market.learners + np.arange(market.guides)
    tail = np.concatenate([np.full(market.learners, source), open_ones.learner[is_open], guides])
    head = np.concatenate(
        [learners, market.learners + open_ones.guide[is_open], np.full(market.guides, sink)]
    )
    most = np.concatenate([left, np.ones(int(is_open.sum()), np.int64), needed])
    most = np.minimum(most, np.iinfo(np.int32).max).astype(np.int32)
    network = sparse.csr_array((most, (tail, head)), shape=(sink + 1, sink + 1))
    return int(maximum_flow(network, source, sink).flow_value) == int(needed.sum())


def _pairs(demands: Sequence[Demand], kind: str) -> Integers:
    return np.array([each.rows for each in demands if each.kind == kind], np.int64).reshape(-1, 2)


def _told(market: Market, demand: Demand) -> str:
    if demand.kind == "minimum":
        guide = demand.rows[0]
        return f"{market.name_of('guide', guide)} needs at least {market.guide_minimum[guide]}"
    one, other = demand.rows
    if demand.kind == "fixed":
        return f"{market.name_of('learner', one)} and {market.name_of('guide', other)} are locked together"
    return f"{market.name_of('learner', one)} and {market.name_of('learner', other)} must not share anybody"


def _room(market: Market, demands: Sequence[Demand]) -> str:
    """How many places those have who are allowed for the guides with a minimum."""
    guides = [demand.rows[0] for demand in demands if demand.kind == "minimum"]
    if not guides:
        return ""
    # A learner counts once for each of these guides, and no more often than their places.
    allowed = np.zeros(market.learners, np.int64)
    for guide in guides:
        allowed[market.learners_of(guide)[0]] += 1
    room = int(np.minimum(allowed, market.learner_places).sum())
    needed = int(market.guide_minimum[guides].sum())
    return f" {needed} places must be filled, and those who are allowed can fill {room}."
