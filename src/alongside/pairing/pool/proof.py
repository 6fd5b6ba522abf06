"""Why no pairing of a pool is better: prices that anybody can check, without the solver.

By linear programming duality no matching gains more than all places at their prices, all odd sets at their
tolls, and what each pair gains beyond the prices of its two people and the tolls of the sets that hold both.
Of a set of people with an odd number of places one place stays empty, whoever meets whom (Edmonds 1965).
"""

from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Floats
from alongside.pairing.errors import CertificateError
from alongside.pairing.pool.pool import Links, Pool

OddSet = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PoolProof:
    """Prices of places, length n, and sets of people, each with its members (length n) and its toll; none below 0."""

    price: Floats
    odd_sets: tuple[OddSet, ...]
    toll: Floats

    def beyond(self, links: Links, gain: Floats) -> Floats:
        """What each pair gains beyond prices and tolls."""
        left = gain - self.price[links.one] - self.price[links.other]
        for members, toll in zip(self.odd_sets, self.toll.tolist(), strict=True):
            if toll:
                left = left - toll * links.within(members)
        return np.asarray(left)

    def bound(self, pool: Pool) -> float:
        """What no matching of the pool exceeds: pairs at the worth of a pair, and their fits."""
        if self.price.shape != (pool.people,) or (self.price < 0).any() or (self.toll < 0).any():
            raise CertificateError("A proof has a price for each person, and no price or toll below 0.")
        left = self.beyond(pool.links, pool.links.fit + pool.worth_of_a_pair)
        is_fixed = np.isin(_codes(pool, pool.links.one, pool.links.other), _codes(pool, *pool.fixed.T))
        capacities = [pairs_within(pool, members) for members in self.odd_sets]
        return fsum(
            [
                *(self.price * pool.places).tolist(),
                *(self.toll * np.array(capacities)).tolist(),
                *np.where(is_fixed, left, np.maximum(left, 0.0)).tolist(),
            ]
        )


def pairs_within(pool: Pool, members: OddSet) -> int:
    """How many pairs these people can form among themselves at most: half their places."""
    return int(pool.places[members].sum()) // 2


def _codes(pool: Pool, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    return one * pool.people + other
