"""Matching again after a late joiner, a decline or a departure, with as few people disturbed as can be.

Either the pairs that stand are fixed, and the rest is matched around them; or each of them is worth a stated
price more than its fit, so that it changes only where the whole gains more than that. Both are an ordinary
best total of a market that says so, and its proof is theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import fsum, inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError, PairingError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.matching import Matching, Solver
from alongside.pairing.total.best_total import BestTotal


@dataclass(frozen=True, eq=False)
class Rematch:
    """A new matching beside the one that stood.

    market: what was solved, in which the pairs that stood are fixed or worth more. matching: its solution, with
    its proof. pairs, fit, total: the new pairs with the fit that they really have. kept, ended, made: pairs
    that stand in both, only before, only now; each k × 2 rows.
    """

    market: Market
    matching: Matching
    fit: NDArray[np.float64]
    kept: Integers
    ended: Integers
    made: Integers

    @property
    def pairs(self) -> Integers:
        """All pairs now, in the order of learners, then guides."""
        return self.matching.pairs

    @property
    def total(self) -> float:
        """Sum of the fits that the pairs really have."""
        return fsum(self.fit)

    @property
    def disturbed_learners(self) -> Integers:
        """Rows of learners who lose a guide they had."""
        return np.unique(self.ended[:, 0])

    @property
    def disturbed_guides(self) -> Integers:
        """Rows of guides who lose a learner they had."""
        return np.unique(self.ended[:, 1])

    def verify(self) -> None:
        """Check the proof, independently of the solver. Raises CertificateError."""
        self.matching.verify(self.market)


def rematch(
    market: Market,
    standing: ArrayLike,
    *,
    solver: Solver | None = None,
    price_of_change: float | None = None,
) -> Rematch:
    """Match a market that has changed, around the pairs that stand.

    market: as it is now. standing: pairs that stand, k × 2 rows of this market (see ``rows_of``).
    price_of_change: None keeps every pair that may still be, or the most of them where places have become too
    few; a number, in fit, ends a pair where that gains more for the whole; infinity fills the most places and,
    of all the ways to do so, ends the fewest pairs.

    solver: default BestTotal; a price is only for that.

    Raises CannotMatchError when what stands and the rules cannot be met together, PairingError for pairs or a
    price that make no sense.
    """
    pairs = _checked(market, standing)
    if price_of_change is not None and not price_of_change >= 0:
        raise PairingError(
            f"price_of_change is {price_of_change}: give 0 or more, or None to keep every pair."
        )
    solver = solver or BestTotal()
    if price_of_change is not None and not isinstance(solver, BestTotal):
        raise PairingError("A price of change is weighed against the total: use it with BestTotal.")
    possible = pairs[~np.isnan(market.fit_of(pairs[:, 0], pairs[:, 1]))]
    if price_of_change is None:
        changed = market.changed(fix=_not_fixed(market, _most_that_can_stay(market, possible)))
    else:
        changed = _worth_more(market, possible, price_of_change)
    matching = solver.match(changed)
    is_kept, was_kept = _among(pairs, matching.pairs), _among(matching.pairs, pairs)
    return Rematch(
        changed,
        matching,
        fit=market.fit_of(matching.pairs[:, 0], matching.pairs[:, 1]),
        kept=pairs[is_kept],
        ended=pairs[~is_kept],
        made=matching.pairs[~was_kept],
    )


def rows_of(market: Market, pairs: Iterable[tuple[str, str]]) -> Integers:
    """Pairs of ids as rows of the market, without those of people who are not in it any more."""
    learners = {each: row for row, each in enumerate(market.learner_ids)}
    guides = {each: row for row, each in enumerate(market.guide_ids)}
    found = [(learners[one], guides[other]) for one, other in pairs if one in learners and other in guides]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _checked(market: Market, standing: ArrayLike) -> Integers:
    given = np.asarray(standing)
    pairs = given.astype(np.int64).reshape(-1, 2) if given.size else np.empty((0, 2), np.int64)
    if (pairs < 0).any() or (pairs >= (market.learners, market.guides)).any():
        raise PairingError("A pair that stands names a row that does not exist: rows count from 0.")
    return np.unique(pairs, axis=0)


def _most_that_can_stay(market: Market, pairs: Integers) -> Integers:
    """All of the pairs where places suffice; otherwise the most, and of these the best fit."""
    learner, guide = np.unique(np.concatenate([pairs, market.fixed]), axis=0).T
    shape = market.learners, market.guides
    alone = sparse.csr_array((market.fit_of(learner, guide), (learner, guide)), shape=shape)
    nobody = np.zeros_like(market.guide_minimum)
    try:
        return BestTotal().match(market.changed(fit=Edges.of_matrix(alone), guide_minimum=nobody)).pairs
    except CannotMatchError:
        return np.empty((0, 2), np.int64)


def _worth_more(market: Market, pairs: Integers, price: float) -> Market:
    """The market in which each of these pairs is worth the price more than its fit."""
    if price == inf:
        most = min(int(market.learner_places.sum()), int(market.guide_places.sum()))
        price = 1.0 + 2.0 * most * market.largest_fit
    if isinstance(market.fit, np.ndarray):
        fit = market.fit.copy()
        fit[pairs[:, 0], pairs[:, 1]] += price
        return market.changed(fit=fit)
    listed = market.edges
    value = listed.value.copy()
    value[listed.find(pairs[:, 0], pairs[:, 1])] += price
    return market.changed(fit=replace(listed, value=value))


def _not_fixed(market: Market, pairs: Integers) -> Integers:
    return pairs[~_among(pairs, market.fixed)]


def _among(pairs: Integers, others: Integers) -> NDArray[np.bool_]:
    known = set(map(tuple, others.tolist()))
    return np.array([tuple(pair) in known for pair in pairs.tolist()], dtype=np.bool_)
