"""A stable matching: no learner and guide who are not paired would both rather have each other.

Method: deferred acceptance (Gale and Shapley 1962; Roth 1984 for several places on both sides). The side that
proposes gets, each person at once, the best that any stable matching holds for them. Ties are broken by one
drawn order for everybody (Abdulkadiroğlu, Pathak and Roth 2009), or used to place more people by a second
chance for those who are left over (Király 2011).
"""

from dataclasses import dataclass
from math import inf
from typing import Any, Literal, get_args

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError, CertificateError, MarketError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market, check_market
from alongside.pairing.markets.open_pairs import (
    OpenPairs,
    best_first,
    open_pairs,
    total_without_rules,
    transposed,
)
from alongside.pairing.parameters import check_whole, check_word
from alongside.pairing.proofs.certificate import check_feasible, check_unmatched
from alongside.pairing.proofs.matching import Matching, matching_of
from alongside.pairing.stable.deferred import Proposers, Receivers, accepted

Side = Literal["learners", "guides"]
Ties = Literal["seed", "promotion"]
Both = tuple[NDArray[Any], NDArray[Any]]
Lists = tuple[Integers, NDArray[np.int32], Integers, Integers]  # start, receiver, and both keys of each pair
NOBODY = np.iinfo(np.int64).max  # a key worse than every other


@dataclass(frozen=True)
class Stable:
    """Solver of a stable matching; holds parameters only.

    Preferences are the market's ranks; where a side has none, it prefers the higher fit. proposing: the side
    that gets the best stable result for each of its people. seed: draws the order that breaks ties. ties:
    "seed" breaks them by that order; "promotion" prefers, among equals, whoever would otherwise be left over,
    so that more people are placed. Where only the side that does not propose has ties, and each of the
    proposing side wants one partner, that reaches at least two thirds of the most that is possible (Király
    2011).
    """

    proposing: Side = "learners"
    seed: int = 0
    ties: Ties = "seed"

    def __post_init__(self) -> None:
        check_word("proposing", self.proposing, get_args(Side))
        check_whole("seed", self.seed, -inf)
        check_word("ties", self.ties, get_args(Ties))

    def match(self, market: Market) -> "StableMatching":
        """The stable matching with its report, the same on every run and for any order of rows.

        Fixed pairs are kept and take their places; nobody can leave one for a better partner. Raises
        MarketError when learners are to be kept apart, for which a stable matching need not exist, and
        CannotMatchError when a guide would have fewer learners than the minimum.
        """
        check_market(market)
        if len(market.apart):
            raise MarketError("Stable cannot keep learners apart: leave the rule out, or use BestTotal.")
        wishes = wishes_of(market, self.seed)
        chosen = self._chosen(wishes)
        pairs = np.concatenate([market.fixed, wishes.open.pairs(chosen)])
        _check_minimum(market, pairs)
        most = total_without_rules(market, wishes.open)
        return matching_of(StableMatching, self, market, pairs, most=most, blocking=pairs[:0])

    def _chosen(self, wishes: "Wishes") -> NDArray[np.bool_]:
        """Which of the open pairs are matched."""
        held = wishes.open
        places, turns = (held.learner_places, held.guide_places), (held.learner_turn, held.guide_turn)
        if self.proposing == "learners":
            lists = held.start, held.guide, wishes.learner_key, wishes.guide_key
            return self._accepted(lists, places, turns)
        start, learner, entry = transposed(held.start, held.guide, len(held.guide_places))
        lists = start, learner, wishes.guide_key[entry], wishes.learner_key[entry]
        chosen = np.empty(len(entry), np.bool_)
        chosen[entry] = self._accepted(lists, places[::-1], turns[::-1])
        return chosen

    def _accepted(self, lists: Lists, places: Both, turns: Both) -> NDArray[np.bool_]:
        """Which pairs the second of both sides holds in the end, when the first proposes."""
        start, receiver, proposer_key, receiver_key = lists
        best = best_first(start, receiver, proposer_key, turns[1])
        useful = np.minimum(places[1], np.bincount(receiver, minlength=len(places[1])))
        proposers = Proposers(start, places[0], np.argsort(turns[0]), turns[0])
        held = np.empty(len(best), np.bool_)
        receivers = Receivers(receiver[best], receiver_key[best], useful)
        held[best] = accepted(proposers, receivers, self.ties == "promotion")
        return held


@dataclass(frozen=True, eq=False, kw_only=True)
class StableMatching(Matching):
    """A matching with its report of stability.

    blocking: pairs that would both rather have each other, k × 2: none. bound: the highest total that any
    matching could have if rules and the guides' places were no obstacle; the gap therefore says what stability
    costs at most, not that something better was missed.
    """

    blocking: Integers

    def verify(self, market: Market) -> None:
        """Check rules, places and stability from the market alone, in time linear in the pairs.

        Raises CertificateError.
        """
        check_feasible(market, self.pairs)
        self.check_sums(market, total_without_rules(market, open_pairs(market, 0)))
        if not np.array_equal(blocking_pairs(market, self.pairs), self.blocking):
            raise CertificateError(
                "A learner and a guide who are not paired would both rather have each other."
            )
        check_unmatched(market, self)

    def obtained(self, market: Market) -> "Obtained":
        """Which rank each pair has for its learner and for its guide."""
        wishes = wishes_of(market, 0)
        held = wishes.open
        chosen = held.chosen(self.pairs)
        start, _, entry = transposed(held.start, held.guide, market.guides)
        of_guide = np.empty(len(entry), np.int64)
        of_guide[entry] = _rank_in_rows(start, wishes.guide_key[entry], chosen[entry])
        of_learner = _rank_in_rows(held.start, wishes.learner_key, chosen)
        return Obtained(Ranks(of_learner[chosen]), Ranks(of_guide[chosen]))


@dataclass(frozen=True, eq=False)
class Ranks:
    """The ranks obtained, one for each matched pair that was not fixed: 1 + how many would have been liked better."""

    rank: Integers

    @property
    def mean(self) -> float:
        """The mean rank; NaN when nobody is matched."""
        return float(self.rank.mean()) if len(self.rank) else float("nan")

    @property
    def distribution(self) -> Integers:
        """How many obtained rank 1, 2, 3 and so on."""
        return np.bincount(self.rank)[1:]


@dataclass(frozen=True, eq=False)
class Obtained:
    """Ranks obtained by both sides."""

    learners: Ranks
    guides: Ranks


@dataclass(frozen=True, eq=False)
class Wishes:
    """The open pairs and what each side thinks of them: the lowest key is the best."""

    open: OpenPairs
    learner_key: Integers
    guide_key: Integers


def wishes_of(market: Market, seed: int) -> Wishes:
    """Preferences of both sides: the market's ranks, and the higher fit where a side has none."""
    held = open_pairs(market, seed)
    keys = [
        -held.level if ranks is None else _listed(ranks, held)
        for ranks in (market.learner_ranks, market.guide_ranks)
    ]
    return Wishes(held, *keys)


def _listed(ranks: Edges, held: OpenPairs) -> Integers:
    """The ranks of the open pairs; every allowed pair has one."""
    if np.array_equal(ranks.start, held.start) and np.array_equal(ranks.guide, held.guide):
        return ranks.value.astype(np.int64, copy=False)
    return ranks.value[ranks.find(held.learner, held.guide)].astype(np.int64, copy=False)


def blocking_pairs(market: Market, pairs: Integers) -> Integers:
    """Pairs, k × 2, in which each strictly prefers the other to a free place or to somebody they have.

    Worked out from the market and the pairs alone; a fixed pair can be left by nobody.
    """
    wishes = wishes_of(market, 0)
    held = wishes.open
    chosen = held.chosen(pairs)
    worst_of_learner = _worst(held.learner, wishes.learner_key, chosen, held.learner_places)
    worst_of_guide = _worst(held.guide, wishes.guide_key, chosen, held.guide_places)
    wanted = wishes.learner_key < worst_of_learner[held.learner]
    blocking = wanted & (wishes.guide_key < worst_of_guide[held.guide]) & ~chosen
    return held.pairs(blocking)


def _worst(who: NDArray[np.int32], key: Integers, chosen: NDArray[np.bool_], places: Integers) -> Integers:
    """What each person would give up for somebody better: the worst key they hold, or a free place."""
    count = np.bincount(who[chosen], minlength=len(places))
    worst = np.full(len(places), np.iinfo(np.int64).min)
    np.maximum.at(worst, who[chosen], key[chosen])
    return np.where(count < places, NOBODY, worst)


def _check_minimum(market: Market, pairs: Integers) -> None:
    load = np.bincount(pairs[:, 1], minlength=market.guides)
    short = np.flatnonzero(load < market.guide_minimum)
    if len(short):
        who = ", ".join(market.name_of("guide", guide) for guide in short[:5].tolist())
        raise CannotMatchError(
            f"The stable matching leaves these guides with fewer learners than their minimum: {who}. "
            "Lower the minimum, or use BestTotal."
        )


@njit(nogil=True, cache=True)
def _rank_in_rows(start: Integers, key: Integers, chosen: NDArray[np.bool_]) -> Integers:
    """For each chosen entry, 1 + how many entries of its row have a lower key; 0 for the others."""
    rank = np.zeros(len(key), np.int64)
    for row in range(len(start) - 1):
        for entry in range(start[row], start[row + 1]):
            if chosen[entry]:
                rank[entry] = 1
                for other in range(start[row], start[row + 1]):
                    rank[entry] += key[other] < key[entry]
    return rank
