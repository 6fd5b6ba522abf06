"""What a matching is to reach, in order, written as whole-number rewards.

`places`: most places filled, then the highest total fit.
`people`: most learners with at least one guide, then most guides with at least one learner, then the highest
total fit.
None of these: the highest total of fit and a stated price for each place that would stay empty.

Each earlier aim is worth more than everything that later aims can add up to, so the highest sum of rewards
reaches the aims in order. Fit is read on a grid (a billionth, coarser for very large markets), so that sums
are exact and the same on every machine.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.market import Market, check_market

# OR-Tools multiplies rewards by the number of nodes and keeps them in 64 bits.
LARGEST_REWARD_TIMES_NODES = 2**60

First = Literal["places", "people"]
AIMS = get_args(First)


@dataclass(frozen=True)
class Objective:
    """Rewards, in units of the grid: of fit 1, of a filled place, of a first guide and of a first learner.

    in_order: whether an earlier aim outweighs all that later ones add up to; else places have a price in fit.
    """

    units: int
    pair: int
    first_guide: int
    first_learner: int
    in_order: bool = True

    def of_fit(self, fit: NDArray[np.float64]) -> Integers:
        """Rewards of pairs with these fits; what is not allowed becomes 0."""
        return np.rint(np.nan_to_num(fit) * self.units).astype(np.int64) + self.pair


def objective_for(market: Market, first: First | None, price_alone: float = 0.0) -> Objective:
    """The finest grid on which the aims of this market stay in order and within 64 bits."""
    check_market(market)
    largest = market.largest_fit
    most_pairs = int(
        min(
            np.minimum(market.learner_places, market.guides).sum(),
            np.minimum(market.guide_places, market.learners).sum(),
        )
    )
    nodes = market.learners + market.guides + 1
    units = 10**9
    while True:
        above_all_fit = 2 * most_pairs * largest * units + 1
        levels = market.guides + 1 if first == "people" else 1
        if above_all_fit * levels * nodes <= LARGEST_REWARD_TIMES_NODES:
            break
        if units == 1:
            raise MarketError(
                f"Fits of up to {largest:g} are too large for so many people: divide all by the same number."
            )
        units //= 10
    if first is None:
        return Objective(units, round(price_alone * units), 0, 0, in_order=False)
    if first == "people":
        return Objective(units, 0, above_all_fit * levels, above_all_fit)
    return Objective(units, above_all_fit, 0, 0)
