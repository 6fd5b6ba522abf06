"""The best total of large markets in which learners want several guides, guides must have some, or people come first.

Method: units bid for places (transport.py), shortest paths make the result exact (transport_paths.py). Of a market
whose pairs are not listed only each learner's best guides are considered at first; the prices are then shown to
every pair there is, and those that could still gain are added until there are none (column generation, Dantzig and
Wolfe 1960). The prices that remain are the proof. Fixed pairs are set aside, and their places with them.
"""

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.ties import keys
from alongside.pairing.proofs.certificate import Leaf
from alongside.pairing.proofs.objective import Objective
from alongside.pairing.total.large import MODEST, MOST_LISTED, STEP, Solved, places_in
from alongside.pairing.total.transport import Trade, bid
from alongside.pairing.total.transport_paths import settle

GUIDES_EACH = 30  # of each learner's best, to begin with and whenever some are added
SCATTER = 1024  # equal gains are told apart below this, so that not everybody begins with the same guides


def solve_large_several(market: Market, objective: Objective, seed: int) -> Solved:
    """The best pairs and their proof. Raises CannotMatchError when minima cannot be met together."""
    return _Work(market, objective, seed).solved()


class _Work:
    """A market in the order of the seed, the pairs considered so far by their code, and which of them are taken.

    code: learner × guides + guide, both in the order of the seed, ascending. cost: of each pair, from the highest
    gain that any pair could have.
    """

    def __init__(self, market: Market, objective: Objective, seed: int) -> None:
        self.market, self.objective = market, objective
        self.order = [np.argsort(each, kind="stable") for each in keys(market, seed)]
        self.place = [places_in(each) for each in self.order]
        self.top = market.largest_fit * objective.units
        self.highest = self.top + objective.pair
        self.alone = min(self.highest, MODEST * self.top)
        self.had = [
            np.bincount(market.fixed[:, side], minlength=count)[self.order[side]]
            for side, count in enumerate((market.learners, market.guides))
        ]
        self.wants = market.learner_places[self.order[0]] - self.had[0]
        self.places = market.guide_places[self.order[1]] - self.had[1]
        self.least = np.maximum(market.guide_minimum[self.order[1]] - self.had[1], 0)
        self.fixed = np.sort(self._codes(*market.fixed.T))
        self.considers_all = isinstance(market.fit, Edges) or market.pair_count <= MOST_LISTED
        self.code, self.cost = self._listed() if self.considers_all else np.empty((2, 0), np.int64)
        self.taken = np.zeros(len(self.code), np.bool_)
        self.price = np.zeros(market.guides, np.int64)

    def solved(self) -> Solved:
        """Solve as if being alone cost little; then, if a unit is and a place is left, as it is."""
        if not self.considers_all:
            self._add(np.full(self.market.learners, np.iinfo(np.int64).max))
        trade = self._trade()
        self.taken, self.price = bid(trade, max(1, self.top // STEP), self.alone)
        self.price[self.places == 0] = self.highest + self.objective.first_guide  # so that nobody asks
        worth = self._settled()
        more, matched = self.highest - self.alone, int(self.taken.sum())
        everybody = matched == int(self.wants.sum())
        if more and not everybody and matched < int(self.places.sum()):
            self.alone += more
            worth, more = self._settled(), 0
        self._refuse_unmet_minima()
        return self._as_solved(worth, self.price + (0 if everybody else more), more if everybody else 0)

    def _settled(self) -> Integers:
        """Take the best of all pairs there are; the worth of each learner."""
        while True:
            worth = settle(self._trade(), self.taken, self.price)
            if self.considers_all or not self._add(worth):
                return worth

    def _trade(self) -> Trade:
        learner, guide = np.divmod(self.code, self.market.guides)
        objective = self.objective
        must = 2 * (self.highest + objective.first_guide + objective.first_learner)
        must += 2 * self.top * int(min(self.wants.sum(), self.places.sum()))
        return Trade(
            np.searchsorted(learner, np.arange(self.market.learners + 1)),
            learner.astype(np.int32),
            guide.astype(np.int32),
            self.cost,
            self.wants,
            self.places,
            self.least,
            self.alone,
            self.alone + np.where(self.had[0] > 0, 0, objective.first_guide),
            must,
            np.where(self.had[1] > 0, 0, objective.first_learner),
        )

    def _codes(self, learner: NDArray[np.integer], guide: NDArray[np.integer]) -> Integers:
        """Codes of pairs by the rows of the market."""
        return self.place[0][learner] * self.market.guides + self.place[1][guide]

    def _costs(self, fit: NDArray[np.float64]) -> Integers:
        return self.highest - self.objective.of_fit(fit)

    def _listed(self) -> tuple[Integers, Integers]:
        """Every allowed pair but the fixed ones."""
        edges = self.market.edges
        code = self._codes(edges.learner, edges.guide)
        order = np.argsort(code)
        order = order[~np.isin(code[order], self.fixed)]
        return code[order], self._costs(edges.value[order])

    def _add(self, worth: Integers) -> bool:
        """Consider more pairs, of each learner the best that cost less than their worth; whether there were any."""
        found = [self._found(rows, worth) for rows in self.market.blocks()]
        code, cost = np.hstack(found)
        if not len(code):
            return False
        held = self.code[self.taken]
        both, first = np.unique(np.concatenate([self.code, code]), return_index=True)
        self.code, self.cost = both, np.concatenate([self.cost, cost])[first]
        self.taken = np.zeros(len(self.code), np.bool_)
        self.taken[np.searchsorted(self.code, held)] = True
        return True

    def _found(self, rows: slice, worth: Integers) -> Integers:
        """Codes of pairs of these rows of the market that are to be considered, and a line of their costs."""
        fit = self.market.block(rows)[:, self.order[1]]
        learner = self.place[0][rows]
        cost = self._costs(fit)
        left = np.where(np.isnan(fit), -1, worth[learner, None] - cost - self.price)
        code = learner[:, None] * self.market.guides + np.arange(self.market.guides)
        known = np.searchsorted(self.code, code)
        left[np.append(self.code, -1)[known] == code] = -1
        left[np.isin(code, self.fixed)] = -1
        scattered = np.minimum(left, 2**52) * SCATTER + (code * 7919) % (SCATTER - 3)
        count = min(GUIDES_EACH, self.market.guides)
        best = np.argpartition(scattered, -count, axis=1)[:, -count:]
        row, place = np.nonzero(np.take_along_axis(left, best, 1) > 0)
        guide = best[row, place]
        return np.stack([code[row, guide], cost[row, guide]])

    def _refuse_unmet_minima(self) -> None:
        guide = self.code[self.taken] % self.market.guides
        if (np.bincount(guide, minlength=self.market.guides) < self.least).any():
            raise CannotMatchError("The locked pairs and the rules cannot be met together.")

    def _as_solved(self, worth: Integers, price: Integers, more: int) -> Solved:
        """Pairs and prices by the rows of the market."""
        market = self.market
        learner, guide = np.divmod(self.code[self.taken], market.guides)
        pairs = np.column_stack([self.order[0][learner], self.order[1][guide]])
        settled = np.zeros(1 + market.learners + market.guides, np.int64)
        settled[1 + self.order[0]] = self.alone + more - worth
        settled[1 + market.learners + self.order[1]] = -price
        return Solved(np.concatenate([market.fixed, pairs]), Leaf(settled), 0)
