"""Independent check of a matching: nothing of the solver is used, only the market and the proof.

A proof is a tree. A leaf holds one price for the hub, each learner and each guide, and by linear
programming duality no matching gains more than what the arcs gain beyond those prices. A branch says: this
guide may have this learner or that one, not both (they are apart), so one of the two pairs is absent; each
side has its own proof. `toll` is what a pair pays for each rule of apart it could break; it is given back
once for each rule, so any toll of 0 or more leaves the bound valid (Lagrangian relaxation, Held and Karp
1970).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.circulation import Integers
from alongside.pairing.errors import CertificateError
from alongside.pairing.market import Market
from alongside.pairing.objective import Objective

if TYPE_CHECKING:
    from alongside.pairing.matching import Matching

Triple = tuple[int, int, int]  # two learners who are apart, and a guide
BLOCK = 1_000_000


@dataclass(frozen=True, eq=False)
class Leaf:
    """Prices of the hub, the learners and the guides, and tolls, that bound every matching of this branch."""

    price: Integers
    toll: Mapping[Triple, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Impossible:
    """This branch forbids a pair that is fixed, so it holds no matching."""


@dataclass(frozen=True, eq=False)
class Branch:
    """The guide does without the first learner, or without the second."""

    triple: Triple
    without_first: "Proof"
    without_second: "Proof"


Proof = Leaf | Impossible | Branch


def check_feasible(market: Market, pairs: Integers) -> None:
    """Raise CertificateError unless the pairs obey the market: allowed, once, within places, fixed, apart."""
    learner, guide = pairs[:, 0], pairs[:, 1]
    if len(np.unique(pairs, axis=0)) != len(pairs):
        raise CertificateError("A pair is matched twice.")
    if not market.allowed[learner, guide].all():
        raise CertificateError("A pair is matched that is not allowed.")
    if (np.bincount(learner, minlength=market.learners) > market.learner_places).any():
        raise CertificateError("A learner has more guides than wanted.")
    if (np.bincount(guide, minlength=market.guides) > market.guide_places).any():
        raise CertificateError("A guide has more learners than places.")
    together = set(map(tuple, pairs.tolist()))
    if not set(map(tuple, market.fixed.tolist())) <= together:
        raise CertificateError("A fixed pair is missing.")
    for one, other in market.apart.tolist():
        if any((other, taken) in together for taken in guide[learner == one].tolist()):
            raise CertificateError("Two learners who are kept apart share a guide.")


def check_proof(market: Market, matching: "Matching") -> None:
    """Raise CertificateError unless total, gap and bound are what pairs and proof say."""
    reached = gained(market, matching.objective, matching.pairs)
    bound = bound_of(market, matching.objective, matching.proof)
    if bound < reached:
        raise CertificateError("The bound lies below the matching itself: the proof is wrong.")
    if (bound - reached) / matching.objective.units != matching.gap:
        raise CertificateError("The gap is not what the proof gives.")
    fit = market.fit[matching.pairs[:, 0], matching.pairs[:, 1]]
    if fsum(fit) != matching.total or not np.array_equal(fit, matching.fit):
        raise CertificateError("The total or a fit is not what the market says.")
    if matching.bound != matching.total + matching.gap:
        raise CertificateError("The bound is not total plus gap.")


def gained(market: Market, objective: Objective, pairs: Integers) -> int:
    """The whole-number reward of a matching."""
    fit = objective.of_fit(market.fit[pairs[:, 0], pairs[:, 1]])
    learners, guides = len(np.unique(pairs[:, 0])), len(np.unique(pairs[:, 1]))
    return exact_sum(fit) + learners * objective.first_guide + guides * objective.first_learner


def bound_of(market: Market, objective: Objective, proof: Proof) -> int:
    """The whole-number reward that no matching of the market can exceed, by the proof."""
    forbidden = np.zeros_like(market.allowed)
    return _bound(market, objective, proof, forbidden)


def _bound(market: Market, objective: Objective, proof: Proof, forbidden: NDArray[np.bool_]) -> int:
    if isinstance(proof, Leaf):
        return _leaf_bound(market, objective, proof, forbidden)
    if isinstance(proof, Impossible):
        if not forbidden[market.fixed[:, 0], market.fixed[:, 1]].any():
            raise CertificateError("A branch is called impossible, but no fixed pair is forbidden in it.")
        return int(np.iinfo(np.int64).min)
    one, other, guide = proof.triple
    _check_apart(market, one, other)
    without_first = _bound(market, objective, proof.without_first, _with(forbidden, one, guide))
    without_second = _bound(market, objective, proof.without_second, _with(forbidden, other, guide))
    return max(without_first, without_second)


def _with(forbidden: NDArray[np.bool_], learner: int, guide: int) -> NDArray[np.bool_]:
    more = forbidden.copy()
    more[learner, guide] = True
    return more


def _check_apart(market: Market, one: int, other: int) -> None:
    if not ((market.apart == (one, other)) | (market.apart == (other, one))).all(axis=1).any():
        raise CertificateError("A proof keeps two learners apart whom the market does not.")


def _leaf_bound(market: Market, objective: Objective, leaf: Leaf, forbidden: NDArray[np.bool_]) -> int:
    """Sum of what each arc gains beyond the prices, full where positive, at its least where negative."""
    hub, of_learner, of_guide = np.split(leaf.price, [1, 1 + market.learners])
    bound = sum(leaf.toll.values())
    into = objective.first_guide + of_learner - hub, of_learner - hub
    bound += _places_bound(*into, market.learner_places)
    out = objective.first_learner + hub - of_guide, hub - of_guide
    bound += _places_bound(*out, market.guide_places)
    toll = _tolls(market, leaf)
    fixed = np.zeros_like(market.allowed)
    fixed[market.fixed[:, 0], market.fixed[:, 1]] = True
    step = max(1, BLOCK // max(1, market.guides))
    for start in range(0, market.learners, step):
        rows = slice(start, start + step)
        left = objective.of_fit(market.fit[rows]) + of_guide[None, :] - of_learner[rows, None]
        for learner, guide, amount in toll:
            if start <= learner < start + step:
                left[learner - start, guide] -= amount
        may_be = market.allowed[rows] & ~forbidden[rows]
        bound += exact_sum(left[(may_be & (left > 0)) | fixed[rows]])
    return bound


def _places_bound(first: Integers, further: Integers, places: Integers) -> int:
    """What the arcs of places gain: the first place of each person, and the further ones."""
    firsts = np.where(places > 0, np.maximum(first, 0), 0)
    gain = exact_sum(firsts)
    more = np.flatnonzero((places > 1) & (further > 0))
    return gain + sum(int(further[row]) * int(places[row] - 1) for row in more)


def _tolls(market: Market, leaf: Leaf) -> list[tuple[int, int, int]]:
    tolls = []
    for (one, other, guide), amount in leaf.toll.items():
        _check_apart(market, one, other)
        if amount < 0:
            raise CertificateError("A toll is negative.")
        tolls += [(one, guide, amount), (other, guide, amount)]
    return tolls


def exact_sum(values: Integers) -> int:
    """Sum without overflow, as a Python integer."""
    return (int((values >> 32).sum()) << 32) + int((values & 0xFFFFFFFF).sum())
