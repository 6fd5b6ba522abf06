"""Late joiners: a best matching kept the best while people join, one path at a time, without solving again.

Method: the new learner is put in along one shortest augmenting path at the prices that prove the matching
(Jonker and Volgenant 1987); the prices after it prove the new one. What a join costs is the path, and a look at
everybody's place; not the pairs that there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.pairing.errors import MarketError, PairingError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.certificate import Leaf, bound_of, gained
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.proofs.objective import Objective
from alongside.pairing.total.auction import NOBODY, Choices
from alongside.pairing.total.augmenting import insert, least_costs

ROOM = 1024  # learners, at the least, who may join before the arrays are copied


@dataclass(frozen=True)
class Move:
    """A learner who has another guide than before; None: nobody."""

    learner: int
    before: int | None
    after: int | None


class LateJoiners:
    """A market and its best matching, to which learners with one place each may be added.

    market, matching: from BestTotal with `first="places"`, proved (gap 0); learners want one guide each, nobody
    is kept apart and no guide has a minimum. Raises PairingError for others: match those again.
    """

    def __init__(self, market: Market, matching: Matching) -> None:
        leaf = _proof_to_go_on_from(market, matching)
        self._start = market
        self._matched_by, self._objective = matching.solver, _with_room(market, matching.objective)
        hub, _, of_guide = np.split(leaf.price, [1, 1 + market.learners])
        listed = market.edges
        self._ids = list(market.learner_ids)
        self._first = _Growing(listed.start)
        self._guide, self._fit = _Growing(listed.guide), _Growing(listed.value.astype(np.float64))
        self._alone = market.largest_fit * self._objective.units + self._objective.pair
        self._cost = _Growing(self._alone - self._objective.of_fit(listed.value))
        self._price = np.maximum(hub - of_guide, 0)
        fixed = np.bincount(market.fixed[:, 1], minlength=market.guides)
        self._places = market.guide_places - fixed
        chosen = np.full(market.learners, NOBODY)
        free = matching.pairs[~np.isin(matching.pairs[:, 0], market.fixed[:, 0])]
        chosen[free[:, 0]] = listed.find(free[:, 0], free[:, 1])
        self._chosen = _Growing(chosen)
        # Being alone costs more than the prices were made for: whoever is shows it to them once more.
        alone = (chosen == NOBODY) & (market.learner_places > 0)
        alone[market.fixed[:, 0]] = False
        insert(self._choices, self._chosen.used, self._price, np.flatnonzero(alone))

    def join(self, learner: str, guides: ArrayLike, fit: ArrayLike) -> tuple[Move, ...]:
        """Add a learner and say who has another guide for it, the new one first.

        learner: an id that nobody has. guides: rows of those who are allowed. fit: with each of them.
        Time: one shortest path, and O(learners) for finding who moved.
        """
        rows, fits = self._checked(learner, guides, fit)
        before = self._chosen.used.copy()
        self._ids.append(learner)
        self._guide.add(rows)
        self._fit.add(fits)
        self._cost.add(self._alone - self._objective.of_fit(fits))
        self._first.add([len(self._guide.used)])
        self._chosen.add([NOBODY])
        new = len(before)
        insert(self._choices, self._chosen.used, self._price, np.array([new]))
        moved = np.flatnonzero(self._chosen.used[:new] != before).tolist()
        self.__dict__.pop("matching", None)
        self.__dict__.pop("market", None)
        return tuple(
            Move(row, None if row == new else self._has(before[row]), self._has(self._chosen.used[row]))
            for row in (new, *moved)
        )

    @cached_property
    def market(self) -> Market:
        """The market as it is now."""
        start, joined = self._start, len(self._ids) - self._start.learners
        return Market(
            Edges(self._first.used, self._guide.used, self._fit.used, start.guides),
            np.concatenate([start.learner_places, np.ones(joined, np.int64)]),
            start.guide_places,
            fixed=start.fixed,
            learner_ids=self._ids,
            guide_ids=start.guide_ids,
        )

    @cached_property
    def matching(self) -> Matching:
        """The best matching of the market as it is now, with its proof. Time: one look at every pair."""
        market, objective = self.market, self._objective
        held = np.flatnonzero(self._chosen.used != NOBODY)
        pairs = np.concatenate(
            [market.fixed, np.column_stack([held, self._guide.used[self._chosen.used[held]]])]
        )
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        worth = least_costs(self._choices, self._price)
        # Nobody asks for whom there is no place with.
        asked = np.where(self._places > 0, self._price, 2 * self._alone)
        leaf = Leaf(np.concatenate([[0], self._alone - worth, -asked]))
        fit = market.fit_of(pairs[:, 0], pairs[:, 1])
        total = fsum(fit)
        gap = (bound_of(market, objective, leaf) - gained(market, objective, pairs)) / objective.units
        return Matching(
            pairs=pairs,
            fit=fit,
            total=total,
            bound=total + gap,
            gap=gap,
            solver=self._matched_by,
            objective=objective,
            proof=leaf,
            unmatched_learners=np.setdiff1d(np.arange(market.learners), pairs[:, 0]),
            unmatched_guides=np.setdiff1d(np.arange(market.guides), pairs[:, 1]),
        )

    @property
    def _choices(self) -> Choices:
        return Choices(self._first.used, self._guide.used, self._cost.used, self._places, self._alone)

    def _has(self, edge: int) -> int | None:
        return None if edge == NOBODY else int(self._guide.used[edge])

    def _checked(
        self, learner: str, guides: ArrayLike, fit: ArrayLike
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        rows, fits = np.asarray(guides, np.int32).ravel(), np.asarray(fit, np.float64).ravel()
        if len(rows) != len(fits) or len(np.unique(rows)) != len(rows):
            raise MarketError("guides must be different rows, and fit as long: one number for each.")
        if not np.isfinite(fits).all():
            raise MarketError("fit must be finite: leave out guides who are not allowed.")
        if len(rows) and not 0 <= rows.min() <= rows.max() < self._start.guides:
            raise MarketError("guides names a row that does not exist: rows count from 0.")
        if learner in self._known:
            raise MarketError(f"{learner!r} is in the market already: every id must be its own.")
        self._keep_order(fits)
        self._known.add(learner)
        order = np.argsort(rows)
        return rows[order], fits[order]

    def _keep_order(self, fits: NDArray[np.float64]) -> None:
        """Refuse to grow so far that a place filled would no longer be worth more than all fit."""
        largest = max(self._start.largest_fit, int(np.ceil(np.abs(fits).max(initial=1.0))))
        most = min(len(self._ids) + 1, int(self._start.guide_places.sum()))
        if self._objective.pair <= most * largest * self._objective.units:
            raise PairingError("So many have joined, or so high a fit, that numbers run out: match again.")

    @cached_property
    def _known(self) -> set[str]:
        return set(self._ids)


def _with_room(market: Market, objective: Objective) -> Objective:
    """The objective with a place filled worth more than all fit, also after so many have joined."""
    most = min(market.learners, int(market.guide_places.sum())) + ROOM
    return replace(objective, pair=max(objective.pair, 2 * most * market.largest_fit * objective.units + 1))


class _Growing:
    """An array with room to grow at its end."""

    def __init__(self, begin: NDArray[Any]) -> None:
        self._held, self._length = begin.copy(), len(begin)

    @property
    def used(self) -> NDArray[Any]:
        """What is in it."""
        return self._held[: self._length]

    def add(self, more: Sequence[Any] | NDArray[Any]) -> None:
        """Put more at the end."""
        needed = self._length + len(more)
        if needed > len(self._held):
            wider = np.empty(needed + max(ROOM, needed // 4), self._held.dtype)
            wider[: self._length] = self.used
            self._held = wider
        self._held[self._length : needed] = more
        self._length = needed


def _proof_to_go_on_from(market: Market, matching: Matching) -> Leaf:
    """The prices that prove the matching; raises PairingError where a path would not do."""
    if matching.objective.first_guide or not matching.objective.in_order:
        raise PairingError("Late joiners are for BestTotal with places first: use rematch for others.")
    if (market.learner_places > 1).any() or market.guide_minimum.any() or len(market.apart):
        raise PairingError("Late joiners are for one place a learner, no minimum, nobody apart: use rematch.")
    if not isinstance(matching.proof, Leaf) or matching.gap:
        raise PairingError("Late joiners need a proved optimum to go on from: use rematch.")
    return matching.proof
