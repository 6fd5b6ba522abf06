"""A matching with its proof: who is paired, how well, and why nothing better exists."""

from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CertificateError
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.certificate import Proof, check_feasible, check_proof, check_unmatched
from alongside.pairing.proofs.objective import Objective, objective_for

Kind = TypeVar("Kind", bound="Matching")


class Solver(Protocol):
    """Parameters only; the market goes to the call."""

    def match(self, market: Market) -> "Matching":
        """The best matching of the market, by what this solver holds to be best."""
        ...


@dataclass(frozen=True, eq=False)
class Matching:
    """Pairs, their fit, the total, and a bound that no matching of this market can exceed.

    pairs: k × 2 rows of learner and guide, in the order of learners, then guides. fit: of each pair. total:
    sum of fits, on the grid of the objective. bound: highest total that any matching with as many places
    (or people) could reach. gap: bound minus total; exactly 0 where the optimum is proved.
    solver: what made it. proof: of the bound; None where a solver is not after the total, which then says
    itself what its bound means.
    """

    pairs: Integers
    fit: NDArray[np.float64]
    total: float
    bound: float
    gap: float
    solver: Solver
    objective: Objective
    proof: Proof | None
    unmatched_learners: Integers
    unmatched_guides: Integers

    def __len__(self) -> int:
        return len(self.pairs)

    @cached_property
    def floor(self) -> float:
        """The summed fit of the worst-off learner among those who have a guide; 0 where nobody has one."""
        if not len(self.pairs):
            return 0.0
        begins = np.flatnonzero(np.diff(self.pairs[:, 0], prepend=-1))
        return float(np.add.reduceat(self.fit, begins).min())

    def verify(self, market: Market) -> None:
        """Check rules, places and proof from the market alone, independently of the solver.

        Time: one pass over all pairs for each leaf of the proof, usually one. Raises CertificateError.
        """
        check_feasible(market, self.pairs)
        check_proof(market, self)
        check_unmatched(market, self)

    def check_sums(self, market: Market, most: float) -> None:
        """Raise CertificateError unless fits, total, bound and gap follow from the market and a highest total."""
        fit = market.fit_of(self.pairs[:, 0], self.pairs[:, 1])
        if fsum(fit) != self.total or not np.array_equal(fit, self.fit):
            raise CertificateError("The total or a fit is not what the market says.")
        if self.gap != max(most - self.total, 0.0) or self.bound != self.total + self.gap:
            raise CertificateError("The bound or the gap is not what the market says.")


def matching_of(
    kind: type[Kind], solver: Solver, market: Market, pairs: Integers, *, most: float, **more: object
) -> Kind:
    """A matching of this kind, in order, with all that follows from its pairs.

    most: a total that no matching exceeds, which becomes the bound. more: what else this kind holds.
    """
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    fit = market.fit_of(pairs[:, 0], pairs[:, 1])
    total = fsum(fit)
    gap = max(most - total, 0.0)
    follows: dict[str, Any] = {
        "fit": fit,
        "total": total,
        "bound": total + gap,
        "gap": gap,
        "objective": objective_for(market, "places"),
        "unmatched_learners": np.setdiff1d(np.arange(market.learners), pairs[:, 0]),
        "unmatched_guides": np.setdiff1d(np.arange(market.guides), pairs[:, 1]),
    }
    return kind(pairs=pairs, solver=solver, proof=None, **(follows | more))
