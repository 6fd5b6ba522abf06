"""The best fractional pairing of a pool, narrowed by odd sets until it is whole: Edmonds' polytope, step by step.

Pairs are brought in where they gain more than the prices ask (column generation), odd sets where the solution
breaks them (cutting planes, Grötschel and Holland 1985). Each programme is solved by HiGHS (Huangfu and Hall 2018).
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import PairingError
from alongside.pairing.pool.odd_sets import NEAR, overfull, whole_components
from alongside.pairing.pool.pool import Links, Pool
from alongside.pairing.pool.proof import OddSet, PoolProof, pairs_within

FIRST_TRIED = 8
"""Of each person, so many of their best pairs are looked at from the start."""
MOST_ADDED = 3
"""For each person, so many pairs are brought in at a time."""
GAINS = 1e-7
"""What a pair must gain beyond the prices to be brought in."""
MOST_ROUNDS = 400


@dataclass(eq=False)
class Relaxation:
    """The programme of a pool: which pairs are looked at, and which odd sets are kept.

    kept: of all pairs, those looked at.
    """

    pool: Pool
    kept: NDArray[np.bool_] = field(init=False)
    odd_sets: list[OddSet] = field(init=False)

    def __post_init__(self) -> None:
        links = self.pool.links
        self.gain = links.fit + self.pool.worth_of_a_pair
        self.is_fixed = np.isin(
            links.one * self.pool.people + links.other,
            self.pool.fixed[:, 0] * self.pool.people + self.pool.fixed[:, 1],
        )
        self.kept = self.is_fixed | _best_of_each(self.pool)
        self.odd_sets = whole_components(self.pool, links)

    def solve(self, least: float = -np.inf) -> tuple[Integers, PoolProof]:
        """The chosen pairs, k × 2, and the proof of how good they are.

        least: where the proof shows that so much cannot be reached, the search ends, with no pairs.
        """
        if not len(self.pool.links):
            return np.empty((0, 2), np.int64), self._proof(np.zeros(self.pool.people))
        for _round in range(MOST_ROUNDS):
            share, proof = self._prices()
            if self._brings_in(proof):
                continue
            if np.isfinite(least) and proof.bound(self.pool) < least:
                return np.empty((0, 2), np.int64), proof
            found = [] if _is_whole(share) else overfull(self.pool, self._links, share)
            known = {members.tobytes() for members in self.odd_sets}
            new = [members for members in found if members.tobytes() not in known]
            if not new:
                break
            self.odd_sets += new
        chosen = share if _is_whole(share) else self._made_whole(proof)
        links = self._links.only(chosen > 0.5)
        return np.stack([links.one, links.other], axis=1), proof

    def prices(self) -> PoolProof:
        """The prices of the best fractional pairs, without any odd set."""
        self.odd_sets = []
        while True:
            _share, proof = self._prices()
            if not self._brings_in(proof):
                return proof

    @property
    def _links(self) -> Links:
        return self.pool.links.only(self.kept)

    def _prices(self) -> tuple[Floats, PoolProof]:
        """Shares of the pairs looked at in the best solution, and the prices that prove it."""
        result = linprog(
            -self.gain[self.kept],
            A_ub=self._rows(),
            b_ub=self._room(),
            bounds=np.stack([self.is_fixed[self.kept], np.ones(self.kept.sum())], axis=1),
            method="highs-ds",
        )
        if result.x is None:
            raise PairingError(f"The pairs could not be worked out: {result.message}")
        dual = np.maximum(-result.ineqlin.marginals, 0.0)
        return np.asarray(result.x), self._proof(dual)

    def _proof(self, dual: Floats) -> PoolProof:
        price, toll = dual[: self.pool.people], dual[self.pool.people :]
        return PoolProof(price, tuple(self.odd_sets), toll)

    def _brings_in(self, proof: PoolProof) -> bool:
        """Look at the pairs that gain most beyond the prices too; whether there are any."""
        beyond = np.where(self.kept, 0.0, proof.beyond(self.pool.links, self.gain))
        gaining = np.flatnonzero(beyond > GAINS)
        best = gaining[np.argsort(-beyond[gaining], kind="stable")]
        self.kept[best[: MOST_ADDED * self.pool.people]] = True
        return bool(len(gaining))

    def _made_whole(self, proof: PoolProof) -> Floats:
        """The best whole solution, where odd sets alone did not lead to one.

        A pair that gains less beyond the prices than the first whole solution falls short of the bound is in no
        better one, so the second is sought among the others.
        """
        first = self._best_whole()
        short = proof.bound(self.pool) - float(self.gain[self.kept] @ first)
        before = self.kept.sum()
        self.kept |= proof.beyond(self.pool.links, self.gain) > -short
        return first if self.kept.sum() == before else self._best_whole()

    def _best_whole(self) -> Floats:
        """The best whole solution among the pairs looked at (branch and bound)."""
        result = milp(
            -self.gain[self.kept],
            constraints=LinearConstraint(self._rows(), -np.inf, self._room()),
            integrality=np.ones(self.kept.sum()),
            bounds=Bounds(self.is_fixed[self.kept].astype(float), np.ones(self.kept.sum())),
            options={"mip_rel_gap": 0.0},
        )
        if result.x is None:
            raise PairingError(f"The pairs could not be worked out: {result.message}")
        return np.rint(result.x)

    def _rows(self) -> Any:  # noqa: ANN401  a sparse matrix, for which scipy has no type
        links = self._links
        column = np.tile(np.arange(len(links)), 2)
        ends = np.concatenate([links.one, links.other])
        places = sparse.csr_array((np.ones(len(ends)), (ends, column)), shape=(self.pool.people, len(links)))
        sets = [sparse.csr_array(links.within(members)[None, :].astype(float)) for members in self.odd_sets]
        return sparse.vstack([places, *sets]).tocsr()

    def _room(self) -> Floats:
        sets = [pairs_within(self.pool, members) for members in self.odd_sets]
        return np.concatenate([self.pool.places, np.array(sets, np.int64)]).astype(float)


def _best_of_each(pool: Pool) -> NDArray[np.bool_]:
    """Of all pairs, the best few of each person."""
    links, count = pool.links, min(FIRST_TRIED, max(0, pool.people - 1))
    place = np.zeros((pool.people, pool.people), np.int64)
    place[links.one, links.other] = place[links.other, links.one] = 1 + np.arange(len(links))
    best = np.argsort(-np.nan_to_num(pool.fit, nan=-np.inf), axis=1, kind="stable")[:, :count]
    found = np.take_along_axis(place, best, axis=1).ravel()
    kept = np.zeros(len(links), np.bool_)
    kept[found[found > 0] - 1] = True
    return kept


def _is_whole(share: Floats) -> bool:
    return bool((np.abs(share - np.rint(share)) < NEAR).all())
