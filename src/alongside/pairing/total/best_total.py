"""The matching with the most places filled, or people reached, and then the highest total fit."""

from dataclasses import dataclass
from math import fsum, inf

import numpy as np

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError, PairingError
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.ties import tie_break
from alongside.pairing.parameters import check_number, check_whole, check_word
from alongside.pairing.proofs.certificate import Proof, bound_of, gained
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.proofs.objective import AIMS, First, Objective, objective_for
from alongside.pairing.total.apart import keep_apart, shares_a_guide
from alongside.pairing.total.circulation import Network
from alongside.pairing.total.conflicts import conflict_in
from alongside.pairing.total.large import Solved, is_large, solve_large
from alongside.pairing.total.large_several import solve_large_several
from alongside.pairing.total.problem import MOST_PAIRS_AT_ONCE, Problem

MOST_WITH_APART = 400_000_000  # pairs, allowed or not, among which people are kept apart


@dataclass(frozen=True)
class BestTotal:
    """Solver of the proved optimum; holds parameters only.

    first: "places" fills the most places, "people" gives the most learners one guide and then the most guides
    one learner; the highest total fit comes after either. None: a pair is made where its fit and price_alone,
    what it costs to leave a place empty, are above 0 together; the highest sum of both.
    seed: draws the order in which ties are broken. gap: how far the total may stay below its bound, as a share
    of the total; large markets are solved the sooner for it.
    """

    first: First | None = "places"
    seed: int = 0
    gap: float = 0.0
    price_alone: float = 0.0

    def __post_init__(self) -> None:
        if self.first is not None:
            check_word("first", self.first, [*AIMS, "None"])
        check_whole("seed", self.seed, -inf)
        check_number("gap", self.gap)
        check_number("price_alone", self.price_alone)

    def match(self, market: Market) -> Matching:
        """The best matching of the market with its proof, the same on every run and for any order of rows.

        Raises CannotMatchError when fixed pairs, minima and people apart cannot be met together; it names a
        smallest set of them that conflicts.
        """
        objective = objective_for(market, self.first, self.price_alone)
        try:
            pairs, proof, short = self._pairs(market, objective)
        except CannotMatchError:
            raise conflict_in(market, self._is_possible) from None
        return _matching(self, market, objective, pairs, proof, short)

    def _pairs(self, market: Market, objective: Objective) -> tuple[Integers, Proof, int | None]:
        """Pairs, their proof, and how far it leaves them below the best where that is known."""
        if _is_too_large_for_a_network(market, objective):
            solved = self._solved_large(market, objective)
            if not shares_a_guide(market, solved.pairs):
                return solved.pairs, solved.leaf, solved.short
            if market.learners * market.guides > MOST_WITH_APART:
                raise PairingError(
                    "People who are kept apart would share a guide, and the market is too large to settle that: "
                    "forbid some of their pairs, or match parts of the market."
                )
        return *keep_apart(market, _problem(market, objective), tie_break(market, self.seed)), None

    def _solved_large(self, market: Market, objective: Objective) -> Solved:
        """The best of a large market without its rule of apart; where nobody breaks it, the best with it too."""
        if is_large(market, objective):
            return solve_large(market, objective, self.seed, self.gap)
        return solve_large_several(market, objective, self.seed)

    def _is_possible(self, market: Market) -> bool:
        try:
            self._pairs(market, objective_for(market, self.first))
        except CannotMatchError:
            return False
        return True


def _is_too_large_for_a_network(market: Market, objective: Objective) -> bool:
    """Whether a network of every pair is slower; its matrices hold those that are not allowed too."""
    count = market.learners * market.guides if is_large(market, objective) else market.pair_count
    return count > MOST_PAIRS_AT_ONCE


def _problem(market: Market, objective: Objective) -> Problem:
    def gain(rows: Integers, columns: Integers) -> Integers:
        return objective.of_fit(market.fit_of(rows, columns))

    return Problem(market.allowed, market.fixed, gain, _places(market, objective))


def _places(market: Market, objective: Objective) -> Network:
    """Arcs of the hub: a first and further places of each learner and of each guide."""
    learner = 1 + np.arange(market.learners)
    guide = 1 + market.learners + np.arange(market.guides)
    least = np.minimum(market.guide_minimum, 1)
    one_each, one_taken = np.minimum(market.learner_places, 1), np.minimum(market.guide_places, 1)
    nothing, reward = np.zeros_like(learner), np.zeros_like(guide)
    arcs = [
        (0 * learner, learner, nothing, one_each, nothing + objective.first_guide),
        (0 * learner, learner, nothing, market.learner_places - one_each, nothing),
        (guide, 0 * guide, least, one_taken, reward + objective.first_learner),
        (guide, 0 * guide, market.guide_minimum - least, market.guide_places - one_taken, reward),
    ]
    tail, head, low, high, gain = (np.concatenate(each) for each in zip(*arcs, strict=True))
    return Network(1 + market.learners + market.guides, tail, head, low, high, gain)


def _matching(
    solver: BestTotal,
    market: Market,
    objective: Objective,
    pairs: Integers,
    proof: Proof,
    short: int | None = None,
) -> Matching:
    """The matching of these pairs; short: how far the proof leaves it below the best, in units, where known."""
    if short is None:
        short = bound_of(market, objective, proof) - gained(market, objective, pairs)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    fit = market.fit_of(pairs[:, 0], pairs[:, 1])
    total = fsum(fit)
    gap = short / objective.units
    return Matching(
        pairs=pairs,
        fit=fit,
        total=total,
        bound=total + gap,
        gap=gap,
        solver=solver,
        objective=objective,
        proof=proof,
        unmatched_learners=np.flatnonzero(np.bincount(pairs[:, 0], minlength=market.learners) == 0),
        unmatched_guides=np.flatnonzero(np.bincount(pairs[:, 1], minlength=market.guides) == 0),
    )
