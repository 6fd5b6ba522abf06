"""Markets too large to be priced as a whole: solved on each learner's best guides, and what that can have cost.

The optimum of the thinned market is proved as always. Its prices are then shown once to every pair of the
whole market. Where a pair that was left out would still gain, the learner's price is raised by that much;
the prices then bound the whole market, and what lies between them and the matching is the most that thinning
can have cost (linear programming duality, as in the pricing step of Dantzig and Wolfe 1960).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.candidates import Best
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.proofs.certificate import Leaf, bound_of, gained
from alongside.pairing.proofs.matching import Matching, Solver
from alongside.pairing.proofs.objective import Objective

BLOCK = 1_000_000  # pairs whose fit is worked out together

Search = Callable[..., Best]
"""What ``Vectors.best`` does, wherever it is done."""


@dataclass(frozen=True, eq=False)
class Thinned:
    """A matching on the best pairs of each learner, and how far the whole market can be ahead of it.

    market: the thinned market, by which the matching is verified. places_lost: how many more places, or
    people, the whole market might fill at most. fit_lost: how much higher the total might be at most with as
    many places filled; None where more places might be filled, because the fit then follows.
    """

    market: Market
    matching: Matching
    places_lost: int
    fit_lost: float | None


def match_thinned(market: Market, *, keep: int, solver: Solver, search: Search | None = None) -> Thinned:
    """Match on each learner's `keep` best guides; one search finds them, a second bounds the cost.

    market: one whose fit is Vectors. solver: one whose proof is a set of prices. search: as ``Vectors.best``,
    by default of the market's own vectors on this machine.
    Memory: n × keep pairs. Raises MarketError for other markets.
    """
    vectors = market.fit
    if not isinstance(vectors, Vectors):
        raise MarketError("Only a market of vectors is thinned: it holds every pair already otherwise.")
    search = search or vectors.best
    thinned = market.changed(fit=_listed(market, vectors, search(keep).columns))
    matching = solver.match(thinned)
    if matching.objective is None or not isinstance(matching.proof, Leaf):
        raise MarketError(
            "What thinning costs is bounded by prices: use a solver and rules that prove by them."
        )
    raised = _raised(thinned, matching.objective, matching.proof, search)
    lost = bound_of(thinned, matching.objective, raised) - gained(thinned, matching.objective, matching.pairs)
    return Thinned(thinned, matching, *_told(thinned, matching.objective, lost))


def _listed(market: Market, vectors: Vectors, columns: NDArray[np.int32]) -> Edges:
    """The pairs that were found and those that are fixed, with their fit."""
    in_order = np.sort(columns, axis=1)
    found = in_order >= 0
    start = np.concatenate([[0], np.cumsum(found.sum(axis=1))])
    pairs = _with_fixed(Edges(start, in_order[found], np.empty(0), market.guides), market.fixed)
    fit = np.empty(len(pairs))
    for begin in range(0, len(pairs), BLOCK):
        part = slice(begin, begin + BLOCK)
        fit[part] = vectors.of(pairs.learner[part], pairs.guide[part])
    return replace(pairs, value=fit)


def _with_fixed(found: Edges, fixed: Integers) -> Edges:
    """The same pairs, and those that are fixed but were not found."""
    learner, guide = fixed[found.find(*fixed.T) < 0].astype(np.int32).T
    if not len(learner):
        return found
    learners, guides = np.append(found.learner, learner), np.append(found.guide, guide)
    order = np.lexsort((guides, learners))
    start = np.searchsorted(learners[order], np.arange(len(found.start)))
    return Edges(start, guides[order], found.value, found.width)


def _raised(thinned: Market, objective: Objective, proof: Leaf, search: Search) -> Leaf:
    """Prices at which no pair that was left out gains."""
    price = proof.price.copy()
    of_learner = price[1 : 1 + thinned.learners]
    count = 1 + int(thinned.learner_places.max(initial=1))
    asked, least = -price[1 + thinned.learners :], of_learner - objective.pair
    best = search(count, price=asked, least=least, units=objective.units)
    listed = thinned.edges.find(np.arange(thinned.learners)[:, None], np.maximum(best.columns, 0)) >= 0
    # The first that was left out; where all that were found are listed, what was left out gains no more.
    first = np.where(listed.all(axis=1), best.columns.shape[1] - 1, np.argmin(listed, axis=1))
    row = np.arange(thinned.learners)
    there = best.columns[row, first] >= 0
    gain = best.gain[row, first] + objective.pair
    price[1 : 1 + thinned.learners] = np.where(there, np.maximum(of_learner, gain), of_learner)
    return Leaf(price, proof.toll)


def _told(market: Market, objective: Objective, lost: int) -> tuple[int, float | None]:
    """What is lost at most, in units, as places or people and as fit."""
    place = objective.pair or objective.first_learner
    comes_first = place > objective.units * market.largest_fit  # otherwise it is a price like any fit
    places = lost // place if comes_first else 0
    return places, None if places else lost / objective.units
