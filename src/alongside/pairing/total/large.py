"""The best total of large markets: an auction, made exact, on the pairs that matter, priced over all the others.

Method: learners bid for places (auction.py), shortest augmenting paths make the result exact (augmenting.py). Where
not every pair is listed, this is done on the best guides of each learner, and the prices are then shown to every
pair there is; those that could still gain are added until there are none (column generation, Dantzig and Wolfe
1960). The prices that remain are the proof.

Learners and guides are taken in an order drawn from the seed and their ids, so that the order of rows changes
nothing.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.markets.candidates import LEAST, Barred, Best, Prices, as_given, keep_best, lookups
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.ties import keys
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.proofs.certificate import Leaf, exact_sum
from alongside.pairing.proofs.objective import Objective
from alongside.pairing.total.auction import NOBODY, WAITING, Choices, auction
from alongside.pairing.total.augmenting import least_costs, make_exact
from alongside.pairing.total.seed_order import costs_in_order, narrow

GUIDES_EACH = 30  # of each learner's best, to begin with and whenever some are added
MOST_LISTED = 5_000_000  # pairs that are considered all at once
ROUGH_STEPS = (50, 300)  # parts of the largest fit by which learners outbid each other while pairs are sought
STEP = 700  # the same once they are found; but one after the other where no place stays free:
FINER_STEPS = (2, 8, 32, 128, 512, 2048, 8192)
MODEST = 3  # times the largest fit: what being alone costs, until somebody is
BLOCK_ROWS_BYTES = 16 * 2**20


def is_large(market: Market, objective: Objective) -> bool:
    """Whether the market is of the kind that is solved here: one guide for each learner, and nothing that couples."""
    return not (objective.first_guide or (market.learner_places > 1).any() or market.guide_minimum.any())


@dataclass(frozen=True, eq=False)
class Solved:
    """Pairs, k × 2, the prices that prove them, and by how much, in units, they may fall short of the best."""

    pairs: Integers
    leaf: Leaf
    short: int


def solve_large(market: Market, objective: Objective, seed: int, gap: float) -> Solved:
    """The best pairs; gap: how far below the bound the total may stay, as a share of the total."""
    return _Work(market, objective, seed, gap).solved()


class _Work:
    """A market in the order of the seed, the pairs considered so far, and what is chosen among them."""

    def __init__(self, market: Market, objective: Objective, seed: int, gap: float) -> None:
        self.market, self.objective, self.gap = market, objective, gap
        self.keys = keys(market, seed)
        self.order = [np.argsort(each, kind="stable") for each in self.keys]
        self.top = market.largest_fit * objective.units
        self.alone = min(self.top + objective.pair, MODEST * self.top)
        self.free = market.guide_places - np.bincount(market.fixed[:, 1], minlength=market.guides)
        self.places = self.free[self.order[1]]
        self.takes_part = market.learner_places > 0
        self.takes_part[market.fixed[:, 0]] = False
        self.considers_all = isinstance(market.fit, Edges) or market.pair_count <= MOST_LISTED
        self.choices = self._listed() if self.considers_all else self._of_codes(*np.empty((2, 0), np.int64))
        self.chosen = np.full(market.learners, WAITING)
        self.price = np.zeros(market.guides, np.int64)

    def solved(self) -> Solved:
        """Solve as if being alone cost little; then, if somebody is and a place is left, as it is."""
        self._begin()
        worth, short = self._settle()
        matched = int((self.chosen >= 0).sum())
        more = self.top + self.objective.pair - self.alone
        if more and matched < min(int(self.takes_part.sum()), int(self.places.sum())):
            self.alone += more
            self.choices = Choices(*self.choices[:-1], self.alone)
            worth, short = self._settle()
            more = 0
        return self._as_solved(worth, short, more, everybody=matched == int(self.takes_part.sum()))

    def _begin(self) -> None:
        """An auction on all pairs; where they have to be searched for, rough ones first, whose prices find them."""
        if not self.considers_all:
            self._add(self._search())
            for step in ROUGH_STEPS:
                self._auction([step])
                self._add(self._search(None if step < ROUGH_STEPS[-1] else self._worth()))
        is_tight = self.places.sum() <= self.takes_part.sum()
        self._auction(FINER_STEPS if is_tight else [STEP])

    def _auction(self, steps: Sequence[int]) -> None:
        self.price = np.zeros_like(self.price)
        for step in steps:
            self.chosen = auction(self.choices, max(1, self.top // step), self.price)

    def _worth(self) -> Integers:
        """What each learner pays at the least among the pairs considered."""
        return least_costs(self.choices, self.price)

    def _settle(self) -> tuple[Integers, int]:
        """Make the choice exact over all pairs; what each learner pays at the least, and how much is left open."""
        while True:
            choices = self.choices
            make_exact(choices, self.chosen, self.price)
            worth = self._worth()
            if self.considers_all:
                return worth, 0
            found = self._search(worth)
            least = self._least(found, worth)
            short = exact_sum(worth - least)
            if short <= self.gap * abs(self._total(choices)):
                return least, short
            self._add(found)

    def _search(self, worth: Integers | None = None) -> Best:
        """The best guides of every learner at the present prices, by the rows of the market.

        worth: what each learner, in the order of the seed, pays now; only guides who cost less are sought.
        """
        least = np.full(self.market.learners, LEAST)
        if worth is not None:
            least[self.order[0]] = self.top - worth
        price = np.empty_like(self.price)
        price[self.order[1]] = self._asked()
        fit, units = self.market.fit, self.objective.units
        if isinstance(fit, Vectors):
            return fit.best(GUIDES_EACH, price=price, least=least, units=units, ties=self.keys)
        return _best_of_matrix(self.market.matrix, Prices(float(units), price, least, *self.keys))

    def _asked(self) -> Integers:
        """Prices, so high where there is no place that nobody asks."""
        return np.where(self.places > 0, self.price, self.top + self.objective.pair + self.alone)

    def _least(self, found: Best, worth: Integers) -> Integers:
        """What each learner, in the order of the seed, would pay at the least for any pair there is."""
        is_less = ((found.columns[:, 0] >= 0) & self.takes_part)[self.order[0]]
        return np.where(is_less, self.top - found.gain[self.order[0], 0], worth)

    def _add(self, found: Best) -> None:
        """Consider what was found."""
        rows = np.flatnonzero(self.takes_part[self.order[0]])
        guides, gain = found.columns[self.order[0][rows]], found.gain[self.order[0][rows]]
        place = places_in(self.order[1])[guides]
        is_open = (guides >= 0) & (self.places[place] > 0)
        code = (rows[:, None] * self.market.guides + place)[is_open]
        cost = (self.top - gain - self.price[place])[is_open]
        listed = np.repeat(np.arange(self.market.learners), np.diff(self.choices.start)) * self.market.guides
        listed += self.choices.guide
        held = listed[self.chosen[self.chosen >= 0]]
        both, first = np.unique(np.concatenate([listed, code]), return_index=True)
        self.choices = self._of_codes(both, np.concatenate([self.choices.cost, cost])[first])
        chosen = np.full_like(self.chosen, NOBODY)
        chosen[self.chosen >= 0] = np.searchsorted(both, held)
        self.chosen = chosen

    def _of_codes(self, code: Integers, cost: Integers) -> Choices:
        """Pairs by their code in the order of the seed, learner × guides + guide, which ascends."""
        learner, guide = np.divmod(code, self.market.guides)
        start = np.searchsorted(learner, np.arange(self.market.learners + 1))
        return Choices(start, guide.astype(np.int32), narrow(cost, self.top), self.places, self.alone)

    def _listed(self) -> Choices:
        """Every allowed pair, in the order of the seed."""
        listed = costs_in_order(
            self.market.edges,
            self.order[0],
            places_in(self.order[1]),
            (self.takes_part, self.free > 0),
            units=self.objective.units,
            top=self.top,
        )
        return Choices(*listed, self.places, self.alone)

    def _total(self, choices: Choices) -> int:
        """The fit of all that are chosen, in units."""
        chosen = self.chosen[self.chosen >= 0]
        return self.top * len(chosen) - exact_sum(choices.cost[chosen].astype(np.int64))

    def _as_solved(self, worth: Integers, short: int, more: int, *, everybody: bool) -> Solved:
        """Pairs and prices by the rows of the market; more: what being alone costs beyond what was reckoned with.

        It falls to the learners where everybody has a guide, else to the guides, whose places are all taken.
        """
        market = self.market
        rows = np.flatnonzero(self.chosen >= 0)
        guides = self.choices.guide[self.chosen[rows]]
        pairs = np.column_stack([self.order[0][rows], self.order[1][guides]])
        price = np.zeros(1 + market.learners + market.guides, np.int64)
        price[1 + market.learners + self.order[1]] = -self._asked() - (0 if everybody else more)
        price[1 + self.order[0]] = self.alone - worth + (more if everybody else 0)
        price[1 + np.flatnonzero(~self.takes_part)] = self._worth_of_others(price)
        return Solved(np.concatenate([market.fixed, pairs]), Leaf(price), short)

    def _worth_of_others(self, price: Integers) -> Integers:
        """Prices of learners who take no part, as they are fixed or want nobody: the most any pair would gain."""
        of_guide, others = price[1 + self.market.learners :], np.flatnonzero(~self.takes_part).tolist()
        most = np.zeros(len(others), np.int64)
        for place, learner in enumerate(others):
            guides, fit = self.market.guides_of(learner)
            most[place] = max(0, int((self.objective.of_fit(fit) + of_guide[guides]).max(initial=0)))
        return most


def places_in(order: Integers) -> Integers:
    """Where each row comes in an order."""
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place


def _best_of_matrix(fit: NDArray[np.float64], prices: Prices) -> Best:
    """The best guides of each learner where every fit is given; NaN: not allowed."""
    learners, guides = fit.shape
    count = min(GUIDES_EACH, guides)
    best = Best(np.full((learners, count), -1, np.int32), np.zeros((learners, count), np.int64))
    barred = Barred(lookups([], fit.shape, np.bool_), np.zeros(learners + 1, np.int64), np.empty(0, np.int32))

    exact = as_given(learners)

    def search(rows: slice) -> None:
        block = np.where(np.isnan(fit[rows]), -np.inf, fit[rows])
        keep_best(block, rows.start, prices, barred, exact, Best(best.columns[rows], best.gain[rows]))

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(search, _parts(learners, max(1, BLOCK_ROWS_BYTES // max(1, 8 * guides)))))
    return best


def _parts(count: int, step: int) -> Iterator[slice]:
    return (slice(start, min(start + step, count)) for start in range(0, count, step))
