"""Fairness between groups: the worst-off group as well off as can be, with as many places filled.

The aim is a linear programme over all ways to fill the places, with one more limit for each group (the weighted
approach to fairness of Kobren, Saha and McCallum 2019, with groups in the place of papers); HiGHS finds whole
pairs (Huangfu and Hall 2018). Prices of the relaxed programme bound every matching (weak duality).
"""

from dataclasses import dataclass, replace
from math import fsum
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import LinearConstraint, OptimizeResult, linprog, milp

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import CertificateError, MarketError, PairingError
from alongside.pairing.fair.choices import Choices, choices_of
from alongside.pairing.fair.floor import Cut, most_filled
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.open_pairs import OpenPairs, open_pairs, total_without_rules
from alongside.pairing.proofs.certificate import check_feasible, check_unmatched
from alongside.pairing.proofs.matching import Matching, Solver, matching_of

Flags = NDArray[np.bool_]
Of = Literal["mean", "rate"]

EXACT_PAIRS = 2_000  # up to which the search goes on until the optimum is proved
ALL_PAIRS, BEST_EACH = 20_000, 30  # above so many pairs each learner's best are searched, and all are priced
LARGE_GAP, BRANCHES = 1e-4, 2_000
TOLERANCE = 1e-7  # to which HiGHS keeps a limit


@dataclass(frozen=True, eq=False)
class GroupPrices:
    """What proves that no worst-off group is better off: a weight for each group, and prices of places.

    group: by name in order. learner, guide, minimum: by row, 0 or more. place: of filling a place at all.
    """

    group: Floats
    learner: Floats
    guide: Floats
    minimum: Floats
    place: float


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupFairMatching(Matching):
    """A matching that is fair between groups.

    of: what is compared: "mean", the summed fit of a group for each place that its people want, or "rate", the
    share of these places that is filled. groups: that of each group. worst: of the worst-off. worst_bound: no
    matching with as many places filled has a higher one; equal where that is proved. bound: the total if
    everybody had the best there is. filled: proves that no more places can be filled. prices: prove worst_bound.
    """

    of: Of
    groups: dict[str, float]
    worst: float
    worst_bound: float
    filled: Cut
    prices: GroupPrices

    def verify(self, market: Market) -> None:
        """Check rules, places, the number filled and both bounds from the market alone. Raises CertificateError."""
        check_feasible(market, self.pairs)
        held = open_pairs(market, 0)
        self.check_sums(market, total_without_rules(market, held))
        chosen = held.chosen(self.pairs)
        if self.filled.of != "places" or self.filled.most(held, np.ones_like(chosen)) != chosen.sum():
            raise CertificateError("The proof does not show that no more places can be filled.")
        shares = _Shares.of_market(market, held, self.of)
        groups = shares.reached(self.pairs, self.fit)
        if groups != self.groups or self.worst != min(groups.values(), default=0.0):
            raise CertificateError("The figures of a group are not what the pairs give.")
        if not np.isclose(self.worst_bound, _bound(self.worst, shares, held, chosen, self.prices), atol=1e-9):
            raise CertificateError("The bound of the worst-off group is not what its prices give.")
        check_unmatched(market, self)


@dataclass(frozen=True, eq=False)
class _Shares:
    """What a pair adds to its learner's group. name: of groups. group: of each learner. wanted: places by group.

    worth: of each open pair. of_fixed: what fixed pairs add, by group.
    """

    of: Of
    name: tuple[str, ...]
    group: Integers
    wanted: Integers
    worth: Floats
    of_fixed: Floats

    @classmethod
    def of_market(cls, market: Market, held: OpenPairs, of: Of) -> "_Shares":
        if market.groups is None:
            raise MarketError("The market names no groups: give groups, one for each learner.")
        name, group = np.unique(np.array(market.groups, dtype=str), return_inverse=True)
        wanted = np.bincount(group, market.learner_places, len(name)).astype(np.int64)
        fit = market.fit_of(market.fixed[:, 0], market.fixed[:, 1])
        added = fit if of == "mean" else np.ones_like(fit)
        fixed = np.bincount(group[market.fixed[:, 0]], added, len(name)).astype(np.float64)
        worth = held.fit if of == "mean" else np.ones_like(held.fit)
        return cls(of, tuple(map(str, name)), group, wanted, worth, fixed)

    def reached(self, pairs: Integers, fit: Floats) -> dict[str, float]:
        """What each group that wants a place has, for each place that it wants."""
        group = self.group[pairs[:, 0]]
        added = fit if self.of == "mean" else np.ones_like(fit)
        return {
            name: fsum(added[group == place]) / int(self.wanted[place])
            for place, name in enumerate(self.name)
            if self.wanted[place]
        }


def fairest_between(solver: Solver, market: Market, held: OpenPairs, of: Of) -> GroupFairMatching:
    """As many places filled as can be, the worst-off group as well off as can be, then the highest total.

    Raises MarketError where the market names no groups or keeps learners apart.
    """
    if len(market.apart):
        raise MarketError(
            "Fairness between groups cannot keep learners apart: leave the rule out, or the groups."
        )
    shares = _Shares.of_market(market, held, of)
    choices = choices_of(held)
    matched, filled = most_filled(choices)
    programme = _Programme(choices, shares, matched)
    prices = programme.prices()
    pairs = np.concatenate([market.fixed, held.pairs(programme.solved())])
    fair = matching_of(
        GroupFairMatching,
        solver,
        market,
        pairs,
        most=total_without_rules(market, held),
        of=of,
        groups={},
        worst=0.0,
        worst_bound=0.0,
        filled=filled,
        prices=prices,
    )
    groups = shares.reached(fair.pairs, fair.fit)
    worst = min(groups.values(), default=0.0)
    bound = _bound(worst, shares, held, held.chosen(pairs), prices)
    return replace(fair, groups=groups, worst=worst, worst_bound=bound)


class _Programme:
    """The linear programme of listed pairs, the last variable being what the worst-off group has."""

    def __init__(self, choices: Choices, shares: _Shares, matched: Flags) -> None:
        self.choices, self.shares, self.matched = choices, shares, matched
        held = choices.open
        self.entry = np.flatnonzero(self._listed())
        self.pair = choices.pair[self.entry]
        learner, guide = held.learner[self.pair], held.guide[self.pair]
        count = len(self.pair)
        self.rows = [
            self._matrix(learner, np.ones(count), len(held.learner_places)),
            self._matrix(guide, np.ones(count), len(held.guide_places)),
            self._matrix(guide, -np.ones(count), len(held.guide_places)),
            self._groups(learner),
        ]
        self.high = [held.learner_places, held.guide_places, -held.guide_minimum, shares.of_fixed]
        self.filling = self._matrix(np.zeros(count, np.int64), np.ones(count), 1)

    def _listed(self) -> Flags:
        """Every pair of a small market; the best of each learner in a large one, and a filling."""
        if len(self.matched) <= ALL_PAIRS:
            return np.ones_like(self.matched)
        place = np.arange(len(self.matched)) - np.repeat(self.choices.start[:-1], np.diff(self.choices.start))
        return (place < BEST_EACH) | self.matched

    def _matrix(self, rows: NDArray[np.integer], values: Floats, height: int) -> sparse.csr_array:
        columns = np.arange(len(self.pair))
        return sparse.csr_array((values, (rows, columns)), shape=(height, len(self.pair) + 1))

    def _groups(self, learner: NDArray[np.integer]) -> sparse.csr_array:
        of_pairs = self._matrix(
            self.shares.group[learner], -self.shares.worth[self.pair], len(self.shares.name)
        )
        wanted = self.shares.wanted
        level = sparse.csr_array(
            (wanted.astype(np.float64), (np.arange(len(wanted)), np.full(len(wanted), len(self.pair)))),
            of_pairs.shape,
        )
        return sparse.csr_array(of_pairs + level)

    def prices(self) -> GroupPrices:
        """Prices of the relaxed programme, weights of the groups in all 1 for all their places."""
        result = self._relaxed(self._worst_off(), -np.inf)
        heights = np.cumsum([len(high) for high in self.high])[:-1]
        parts = np.split(np.maximum(-result.ineqlin.marginals, 0.0), heights)
        weight = float(parts[3] @ self.shares.wanted)
        scale = 1 / weight if weight > 0 else 0.0
        learner, guide, minimum, group = (part * scale for part in parts)
        return GroupPrices(group, learner, guide, minimum, -float(result.eqlin.marginals[0]) * scale)

    def solved(self) -> Flags:
        """Which open pairs: the worst-off group as well off as can be, then the highest total."""
        chosen = np.zeros(len(self.choices.pair), np.bool_)
        if len(self.pair):
            values = self._exact() if len(self.pair) <= EXACT_PAIRS else self._rounded()
            chosen[self.pair] = values[:-1] > 0.5
        return chosen

    def _exact(self) -> Floats:
        nothing, everything = np.zeros(len(self.pair)), np.ones(len(self.pair))
        first = self._whole(self._worst_off(), -np.inf, nothing, everything)
        return self._whole(self._total(), float(first[-1]) - TOLERANCE, nothing, everything)

    def _rounded(self) -> Floats:
        """The relaxed optimum, with only those learners decided anew who are broken in it.

        A corner of the programme breaks hardly more learners than there are groups.
        """
        worst = float(self._relaxed(self._worst_off(), -np.inf).x[-1])
        values = self._relaxed(self._total(), worst - abs(worst) * LARGE_GAP).x[:-1]
        learner = self.choices.open.learner[self.pair]
        is_broken = np.abs(values - np.rint(values)) > TOLERANCE
        is_open = np.isin(learner, learner[is_broken])
        settled = np.rint(values)
        low, high = np.where(is_open, 0.0, settled), np.where(is_open, 1.0, settled)
        return self._whole(self._worst_off(), -np.inf, low, high)

    def _worst_off(self) -> Floats:
        aim = np.zeros(len(self.pair) + 1)
        aim[-1] = -1
        return aim

    def _total(self) -> Floats:
        return np.append(-self.choices.open.fit[self.pair], 0.0)

    def _relaxed(self, aim: Floats, least: float) -> OptimizeResult:
        bounds = np.zeros((len(self.pair) + 1, 2))
        bounds[:, 1] = 1
        bounds[-1] = least, self._most()
        limits = sparse.vstack(self.rows)
        result = linprog(
            aim,
            limits,
            np.concatenate(self.high),
            self.filling,
            [self.matched.sum()],
            bounds=bounds,
            method="highs-ipm",
        )
        if result.x is None:
            raise PairingError(
                "The programme of groups could not be solved: look for fits of very different size."
            )
        return result

    def _whole(self, aim: Floats, least: float, low: Floats, high: Floats) -> Floats:
        filled = self.matched.sum()
        result = milp(
            aim,
            constraints=[
                LinearConstraint(sparse.vstack(self.rows).tocsr(), -np.inf, np.concatenate(self.high)),
                LinearConstraint(self.filling, filled, filled),
            ],
            integrality=np.append(np.ones(len(self.pair)), 0),
            bounds=(np.append(low, least), np.append(high, self._most())),
            options={"mip_rel_gap": 0.0, "node_limit": BRANCHES},
        )
        if result.x is None:
            raise PairingError("No matching was found that is fair between groups: use fewer groups.")
        return np.asarray(result.x)

    def _most(self) -> float:
        """More than any group has for a place."""
        of_pair, of_fixed = (
            np.abs(each).max(initial=0.0) for each in (self.shares.worth, self.shares.of_fixed)
        )
        return 1.0 + float(of_pair) + float(of_fixed)


def _bound(worst: float, shares: _Shares, held: OpenPairs, chosen: Flags, prices: GroupPrices) -> float:
    """What the worst-off group cannot exceed by these prices, of any sign or size; `worst` where it is as high."""
    group, learner, guide, minimum = (
        np.maximum(each, 0.0) for each in (prices.group, prices.learner, prices.guide, prices.minimum)
    )
    weight = float(group @ shares.wanted)
    if weight <= 0:
        return worst if not chosen.any() else float("inf")
    gain = group[shares.group[held.learner]] * shares.worth - prices.place
    gain += (minimum - guide)[held.guide] - learner[held.learner]
    most = (
        prices.place * int(chosen.sum()) + float(np.maximum(gain, 0.0).sum()) + float(group @ shares.of_fixed)
    )
    most += float(held.learner_places @ learner + held.guide_places @ guide - held.guide_minimum @ minimum)
    bound = most / weight
    return worst if bound <= worst + TOLERANCE else bound
