"""Independent check of a matching: nothing of the solver is used, only the market and the proof.

A proof is a tree. A leaf holds one price for the hub, each learner and each guide, and by linear
programming duality no matching gains more than what the arcs gain beyond those prices. A branch says: this
guide may have this learner or that one, not both (they are apart), so one of the two pairs is absent; each
side has its own proof. `toll` is what a pair pays for each rule of apart it could break; it is given back
once for each rule, so any toll of 0 or more leaves the bound valid (Lagrangian relaxation, Held and Karp
1970).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import TYPE_CHECKING

import numpy as np

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CertificateError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import BLOCK, Market
from alongside.pairing.proofs.objective import Objective

if TYPE_CHECKING:
    from alongside.pairing.proofs.matching import Matching

Triple = tuple[int, int, int]  # two learners who are apart, and a guide
Pairs = frozenset[tuple[int, int]]


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
    if ((pairs < 0) | (pairs >= (market.learners, market.guides))).any():
        raise CertificateError("A pair names a row that the market does not have.")
    code = learner * market.guides + guide
    if len(np.unique(code)) != len(code):
        raise CertificateError("A pair is matched twice.")
    if np.isnan(market.fit_of(learner, guide)).any():
        raise CertificateError("A pair is matched that is not allowed.")
    if (np.bincount(learner, minlength=market.learners) > market.learner_places).any():
        raise CertificateError("A learner has more guides than wanted.")
    if (np.bincount(guide, minlength=market.guides) > market.guide_places).any():
        raise CertificateError("A guide has more learners than places.")
    if (np.bincount(guide, minlength=market.guides) < market.guide_minimum).any():
        raise CertificateError("A guide has fewer learners than the least that is asked.")
    if not np.isin(market.fixed[:, 0] * market.guides + market.fixed[:, 1], code).all():
        raise CertificateError("A fixed pair is missing.")
    together = set(map(tuple, pairs[np.isin(learner, market.apart)].tolist()))
    for one, other in market.apart.tolist():
        if any((other, taken) in together for taken in guide[learner == one].tolist()):
            raise CertificateError("Two learners who are kept apart share a guide.")


def check_unmatched(market: Market, matching: "Matching") -> None:
    """Raise CertificateError unless those named as unmatched are all who are in no pair."""
    for side, named, people in (
        (0, matching.unmatched_learners, market.learners),
        (1, matching.unmatched_guides, market.guides),
    ):
        if not np.array_equal(np.setdiff1d(np.arange(people), matching.pairs[:, side]), named):
            raise CertificateError("Those who are named as unmatched are not those in no pair.")


def check_proof(market: Market, matching: "Matching") -> None:
    """Raise CertificateError unless total, gap and bound are what pairs and proof say."""
    if matching.proof is None:
        raise CertificateError("The matching carries no proof of its total.")
    reached = gained(market, matching.objective, matching.pairs)
    bound = bound_of(market, matching.objective, matching.proof)
    if bound < reached:
        raise CertificateError("The bound lies below the matching itself: the proof is wrong.")
    if (bound - reached) / matching.objective.units != matching.gap:
        raise CertificateError("The gap is not what the proof gives.")
    fit = market.fit_of(matching.pairs[:, 0], matching.pairs[:, 1])
    if fsum(fit) != matching.total or not np.array_equal(fit, matching.fit):
        raise CertificateError("The total or a fit is not what the market says.")
    if matching.bound != matching.total + matching.gap:
        raise CertificateError("The bound is not total plus gap.")


def gained(market: Market, objective: Objective, pairs: Integers) -> int:
    """The whole-number reward of a matching."""
    fit = objective.of_fit(market.fit_of(pairs[:, 0], pairs[:, 1]))
    learners, guides = len(np.unique(pairs[:, 0])), len(np.unique(pairs[:, 1]))
    return exact_sum(fit) + learners * objective.first_guide + guides * objective.first_learner


def bound_of(market: Market, objective: Objective, proof: Proof) -> int:
    """The whole-number reward that no matching of the market can exceed, by the proof."""
    return _bound(market, objective, proof, frozenset())


def _bound(market: Market, objective: Objective, proof: Proof, forbidden: Pairs) -> int:
    if isinstance(proof, Leaf):
        return _leaf_bound(market, objective, proof, forbidden)
    if isinstance(proof, Impossible):
        if forbidden.isdisjoint(map(tuple, market.fixed.tolist())):
            raise CertificateError("A branch is called impossible, but no fixed pair is forbidden in it.")
        return int(np.iinfo(np.int64).min)
    one, other, guide = proof.triple
    _check_apart(market, one, other)
    without_first = _bound(market, objective, proof.without_first, forbidden | {(one, guide)})
    without_second = _bound(market, objective, proof.without_second, forbidden | {(other, guide)})
    return max(without_first, without_second)


def _check_apart(market: Market, one: int, other: int) -> None:
    if not ((market.apart == (one, other)) | (market.apart == (other, one))).all(axis=1).any():
        raise CertificateError("A proof keeps two learners apart whom the market does not.")


def _leaf_bound(market: Market, objective: Objective, leaf: Leaf, forbidden: Pairs) -> int:
    """Sum of what each arc gains beyond the prices, full where positive, at its least where negative."""
    if leaf.price.shape != (1 + market.learners + market.guides,):
        raise CertificateError("The proof has another number of prices than the market has people.")
    hub, of_learner, of_guide = np.split(leaf.price, [1, 1 + market.learners])
    into = objective.first_guide + of_learner - hub, of_learner - hub
    out = objective.first_learner + hub - of_guide, hub - of_guide
    return (
        sum(leaf.toll.values())
        + _places_bound(*into, market.learner_places, np.zeros_like(market.learner_places))
        + _places_bound(*out, market.guide_places, market.guide_minimum)
        + _pairs_bound(market, objective, of_learner, of_guide)
        + _corrections(market, objective, leaf, forbidden)
    )


def _places_bound(first: Integers, further: Integers, places: Integers, minimum: Integers) -> int:
    """What the arcs of places gain: the first place of each person, and the further ones."""
    low, high = np.minimum(minimum, 1), np.minimum(places, 1)
    return _arcs_bound(first, low, high) + _arcs_bound(further, minimum - low, places - high)


def _arcs_bound(gain: Integers, low: Integers, high: Integers) -> int:
    """Each arc full where it gains, at its least where it loses."""
    units = np.where(gain > 0, high, low)
    at_one = exact_sum(gain[units == 1])
    return at_one + sum(int(gain[row]) * int(units[row]) for row in np.flatnonzero(units > 1))


def _pairs_bound(market: Market, objective: Objective, of_learner: Integers, of_guide: Integers) -> int:
    """What all allowed pairs gain where they gain; time: one pass over them."""
    bound = 0
    if isinstance(market.fit, Edges):
        edges = market.fit
        for begin in range(0, len(edges), BLOCK):
            part = slice(begin, begin + BLOCK)
            prices = of_guide[edges.guide[part]] - of_learner[edges.learner[part]]
            left = objective.of_fit(edges.value[part]) + prices
            bound += exact_sum(left[left > 0])
        return bound
    for rows in market.blocks():
        fit = market.block(rows)
        left = objective.of_fit(fit) + of_guide[None, :] - of_learner[rows, None]
        bound += exact_sum(left[(left > 0) & ~np.isnan(fit)])
    return bound


def _corrections(market: Market, objective: Objective, leaf: Leaf, forbidden: Pairs) -> int:
    """What the pairs that are charged, forbidden in this branch or fixed gain otherwise than all the others."""
    fixed = set(map(tuple, market.fixed.tolist()))
    due: Counter[tuple[int, int]] = Counter()
    for learner, guide, amount in _tolls(market, leaf):
        due[learner, guide] += amount
    special = sorted(fixed | set(due) | forbidden)
    learners, guides = np.array(special, np.int64).reshape(-1, 2).T
    fit = market.fit_of(learners, guides)
    left = objective.of_fit(fit) + leaf.price[1 + market.learners + guides] - leaf.price[1 + learners]
    bound = 0
    for pair, gain, is_allowed in zip(special, left.tolist(), (~np.isnan(fit)).tolist(), strict=True):
        if is_allowed:
            charged = gain - due[pair]
            may_be = 0 if pair in forbidden else max(charged, 0)
            bound += (charged if pair in fixed else may_be) - max(gain, 0)
    return bound


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
