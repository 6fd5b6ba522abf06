"""A matching with its proof: who is paired, how well, and why nothing better exists."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.certificate import Proof, check_feasible, check_proof
from alongside.pairing.circulation import Integers
from alongside.pairing.market import Market
from alongside.pairing.objective import Objective


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
    solver: what made it.
    """

    pairs: Integers
    fit: NDArray[np.float64]
    total: float
    bound: float
    gap: float
    solver: Solver
    objective: Objective
    proof: Proof
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
