"""Peers: the most pairs of one pool, and then the highest total, or the best worst pair, with proof."""

from dataclasses import dataclass, replace
from math import fsum
from typing import Literal, get_args

import numpy as np

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import CertificateError
from alongside.pairing.parameters import check_word
from alongside.pairing.pool.pool import Pool
from alongside.pairing.pool.proof import PoolProof
from alongside.pairing.pool.relaxation import Relaxation

Aim = Literal["total", "floor"]

ROUNDING = 1e-9
"""For each person, so much of a fit may be lost where floats are added up."""


@dataclass(frozen=True)
class Peers:
    """Solver of a pool; holds parameters only.

    aim: "total" for the most pairs and then the highest total fit. "floor" for the most pairs, then the best
    worst pair, then the highest total with no pair below it.
    """

    aim: Aim = "total"

    def __post_init__(self) -> None:
        check_word("aim", self.aim, get_args(Aim))

    def match(self, pool: Pool) -> "PeerMatching":
        """The best pairs of the pool with their proof, the same for any order of its rows."""
        turn = np.argsort(np.array(pool.ids), kind="stable")
        ordered = _in_order(pool, turn)
        pairs, proof = Relaxation(ordered).solve()
        if self.aim == "total":
            return _matching(self, pool, turn, pairs, proof)
        floor = _best_floor(ordered, pairs)
        pairs, proof = Relaxation(without_below(ordered, floor.fit)).solve()
        return _matching(self, pool, turn, pairs, proof, floor)


@dataclass(frozen=True, eq=False)
class PeerMatching:
    """Pairs of a pool, and a bound that no other pairs can exceed.

    pairs: k × 2 rows, each pair once, the lower row first. fit: of each pair. total: their sum. bound: the
    highest total with as many pairs (and none below the floor); gap: bound less total, exactly 0 where the
    optimum is proved. unmatched: rows of people in no pair. proof: of the bound, and that there are no more
    pairs. floor: no pair that is not fixed lies below it; minus infinity where that was not aimed for.
    floor_is_best: whether it is proved that no higher floor has as many pairs, by proof_of_floor, or because
    nothing fits better.
    """

    pairs: Integers
    fit: Floats
    total: float
    bound: float
    gap: float
    unmatched: Integers
    solver: Peers
    proof: PoolProof
    floor: float = -np.inf
    floor_is_best: bool = False
    proof_of_floor: PoolProof | None = None

    def __len__(self) -> int:
        return len(self.pairs)

    def verify(self, pool: Pool) -> None:
        """Check rules, places and proof from the pool alone, in O(pairs × odd sets). Raises CertificateError."""
        _check_feasible(pool, self.pairs)
        if not np.array_equal(self.unmatched, np.setdiff1d(np.arange(pool.people), self.pairs)):
            raise CertificateError("Those who are named as unmatched are not those in no pair.")
        if not np.array_equal(self.fit, pool.fit_of(*self.pairs.T)) or fsum(self.fit) != self.total:
            raise CertificateError("The total or a fit is not what the pool says.")
        if _gap(without_below(pool, self.floor), self.pairs, self.proof) != self.gap:
            raise CertificateError("The gap is not what the proof gives.")
        if self.bound != self.total + self.gap:
            raise CertificateError("The bound is not total plus gap.")
        if self.floor_is_best:
            _check_floor(pool, self.floor, len(self.pairs), self.proof_of_floor)


def without_below(pool: Pool, floor: float) -> Pool:
    """The pool without the pairs whose fit is below a floor; fixed pairs stay."""
    fit = np.where(pool.fit < floor, np.nan, pool.fit)
    one, other = pool.fixed.T
    fit[one, other] = fit[other, one] = pool.fit_of(one, other)
    return Pool(fit, pool.places, pool.fixed, ids=pool.ids)


def _in_order(pool: Pool, turn: Integers) -> Pool:
    ids = [pool.ids[row] for row in turn]
    return Pool(pool.fit[np.ix_(turn, turn)], pool.places[turn], np.argsort(turn)[pool.fixed], ids=ids)


@dataclass(frozen=True)
class _Floor:
    """The highest floor found; whether none is higher, and the proof, where something fits better."""

    fit: float = -np.inf
    is_best: bool = True
    proof: PoolProof | None = None


def _best_floor(pool: Pool, pairs: Integers) -> _Floor:
    """The highest floor with as many pairs, by halving."""
    floors = np.unique(pool.links.fit)
    if not len(floors):
        return _Floor()
    low, high, floor = 0, len(floors), _Floor()
    while high - low > 1:
        middle = (low + high) // 2
        above = without_below(pool, floors[middle])
        found, why = Relaxation(above).solve(_least(above, len(pairs)))
        if len(found) == len(pairs):
            low = middle
        else:
            is_proved = why.bound(above) < _least(above, len(pairs))
            high, floor = middle, _Floor(is_best=is_proved, proof=why if is_proved else None)
    return replace(floor, fit=float(floors[low]))


def _matching(
    solver: Peers,
    pool: Pool,
    turn: Integers,
    pairs: Integers,
    proof: PoolProof,
    floor: _Floor | None = None,
) -> PeerMatching:
    """The matching in the pool's own rows; turn: its row of each ordered one."""
    rows = np.sort(turn[pairs], axis=1)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    own = _turned_back(proof, turn)
    fit = pool.fit_of(*rows.T)
    floor = floor or _Floor(is_best=False)
    total, gap = fsum(fit), _gap(without_below(pool, floor.fit), rows, own)
    return PeerMatching(
        pairs=rows,
        fit=fit,
        total=total,
        bound=total + gap,
        gap=gap,
        unmatched=np.setdiff1d(np.arange(pool.people), rows),
        solver=solver,
        proof=own,
        floor=floor.fit,
        floor_is_best=floor.is_best,
        proof_of_floor=None if floor.proof is None else _turned_back(floor.proof, turn),
    )


def _turned_back(proof: PoolProof, turn: Integers) -> PoolProof:
    place = np.argsort(turn)
    return PoolProof(proof.price[place], tuple(members[place] for members in proof.odd_sets), proof.toll)


def _gap(pool: Pool, pairs: Integers, proof: PoolProof) -> float:
    reached = len(pairs) * pool.worth_of_a_pair + fsum(pool.fit_of(*pairs.T))
    short = proof.bound(pool) - reached
    if short < -ROUNDING * pool.people:
        raise CertificateError("The bound lies below the matching itself: the proof is wrong.")
    return short if short > ROUNDING * pool.people else 0.0


def _check_feasible(pool: Pool, pairs: Integers) -> None:
    if ((pairs < 0) | (pairs >= pool.people)).any() or (pairs[:, 0] >= pairs[:, 1]).any():
        raise CertificateError("A pair names a row that the pool does not have, or not the lower row first.")
    if len(np.unique(pairs, axis=0)) != len(pairs) or np.isnan(pool.fit_of(*pairs.T)).any():
        raise CertificateError("A pair is matched twice, or is not allowed.")
    if (np.bincount(pairs.ravel(), minlength=pool.people) > pool.places).any():
        raise CertificateError("Somebody meets more people than they have places.")
    if not {*map(tuple, pool.fixed.tolist())} <= {*map(tuple, pairs.tolist())}:
        raise CertificateError("A fixed pair is missing.")


def _check_floor(pool: Pool, floor: float, pairs: int, proof: PoolProof | None) -> None:
    above = without_below(pool, np.nextafter(floor, np.inf))
    if not pairs or (proof is None and not (pool.links.fit > floor).any()):
        return
    if proof is None or proof.bound(above) >= _least(above, pairs):
        raise CertificateError("The proof does not show that no higher floor has as many pairs.")


def _least(pool: Pool, pairs: int) -> float:
    """What so many pairs come to at the very least, less what rounding may take."""
    lowest = float(pool.links.fit.min(initial=0.0))
    return pairs * (pool.worth_of_a_pair + lowest) - ROUNDING * pool.people
