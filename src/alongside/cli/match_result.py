"""What `alongside match` has found."""

from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from alongside.pairing import Market, Matching, Rematch, Scored, Unmatched
from alongside.pairing.files.rules_file import RulesFile
from alongside.pairing.proofs.matching import Solver
from alongside.pairing.total.thinning import Thinned


@dataclass(frozen=True, eq=False)
class Result:
    """A matching with everything that a report tells of it.

    plain: the market as it was scored. market: the market that was solved, which differs where pairs that stand
    are kept. fit: of each pair, as scored. kept: what became of the pairs that stand, where there are any.
    strangers: pairs that stand of people who are in neither file. thinned: what the search for each learner's best
    can have cost, where there was one; both markets are then of these pairs alone. seconds: scoring and matching,
    without files.
    """

    rules: RulesFile
    scored: Scored
    plain: Market
    market: Market
    solver: Solver
    matching: Matching
    fit: NDArray[np.float64]
    unmatched: list[Unmatched]
    kept: Rematch | None
    strangers: list[tuple[str, str]]
    thinned: Thinned | None
    seconds: float

    @property
    def total(self) -> float:
        """Sum of the fits of all pairs."""
        return fsum(self.fit)

    @property
    def learner(self) -> str:
        """The word for a learner."""
        return self.rules.learners.called

    @property
    def guide(self) -> str:
        """The word for a guide."""
        return self.rules.guides.called

    @property
    def helped(self) -> int:
        """How many learners have somebody."""
        return self.market.learners - len(self.matching.unmatched_learners)

    @property
    def alone(self) -> int:
        """How many learners want somebody and have nobody."""
        return int((self.market.learner_places[self.matching.unmatched_learners] > 0).sum())
