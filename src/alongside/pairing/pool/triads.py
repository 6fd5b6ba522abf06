"""Triads: a pool in groups of three, so that what the others in a group are to each person adds up to the most.

Small pools are solved whole, as a choice among all groups (set packing, by HiGHS); larger ones by exchanging two
people as long as it helps (Kernighan and Lin 1970), from several starts. Either way a bound says how much is missing.
"""

from dataclasses import dataclass
from itertools import combinations
from math import fsum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import CertificateError, MarketError, PairingError
from alongside.pairing.parameters import check_whole
from alongside.pairing.pool.pool import Pool
from alongside.pairing.pool.relaxation import Relaxation

Groups = list[tuple[int, ...]]

SIZE = 3
MOST_SOLVED_WHOLE = 60
"""People; of more there are too many groups to choose among."""
STARTS = 24
ROUNDING = 1e-6


@dataclass(frozen=True)
class Triads:
    """Solver of a pool; holds parameters only. seed: draws where the exchanges of large pools start."""

    seed: int = 0

    def __post_init__(self) -> None:
        check_whole("seed", self.seed)

    def match(self, pool: Pool) -> "FormedTriads":
        """The best groups that were found; as few of two as can be, and nobody with somebody they may not meet.

        Places and fixed pairs have no meaning here. Raises MarketError where pairs are fixed.
        """
        if len(pool.fixed):
            raise MarketError("Triads keep no pair fixed: release it.")
        turn = np.argsort(np.array(pool.ids), kind="stable")
        fit = pool.fit[np.ix_(turn, turn)]
        is_whole = pool.people <= MOST_SOLVED_WHOLE
        found = chosen(fit) if is_whole else exchanged(fit, self.seed)
        groups = sorted(tuple(sorted(turn[list(group)].tolist())) for group in found)
        total = fsum(worth_of(pool, group) for group in groups)
        gap = 0.0 if is_whole else max(bound_of(pool) - total, 0.0)
        return FormedTriads(
            groups=tuple(groups),
            total=total,
            bound=total + gap,
            gap=gap if gap > ROUNDING * max(1, pool.people) else 0.0,
            unplaced=np.setdiff1d(np.arange(pool.people), [row for group in groups for row in group]),
            solver=self,
        )


@dataclass(frozen=True, eq=False)
class FormedTriads:
    """Groups of three, and of two where three do not come out even.

    groups: rows, in order. total: for each person the mean fit with the others of their group, added up. bound:
    a total that no groups exceed; gap: bound less total. A gap of 0 is HiGHS's own word, that no other groups
    place more people, more of them in threes, or fit better, in that order. unplaced: rows of whoever is in no
    group.
    """

    groups: tuple[tuple[int, ...], ...]
    total: float
    bound: float
    gap: float
    unplaced: Integers
    solver: Triads

    def verify(self, pool: Pool) -> None:
        """Check groups and sums from the pool alone. Raises CertificateError."""
        rows = [row for group in self.groups for row in group]
        if sorted([*rows, *self.unplaced.tolist()]) != list(range(pool.people)):
            raise CertificateError("Somebody is in two groups, or neither in one nor named as unplaced.")
        if any(len(group) not in {2, SIZE} for group in self.groups):
            raise CertificateError("A group is neither of three nor of two.")
        if any(np.isnan(worth_of(pool, group)) for group in self.groups):
            raise CertificateError("Two who may not meet are in one group.")
        if fsum(worth_of(pool, group) for group in self.groups) != self.total:
            raise CertificateError("The total is not what the pool says.")
        if self.total > bound_of(pool) + ROUNDING * max(1, pool.people):
            raise CertificateError("The total lies above the bound.")


def worth_of(pool: Pool, group: tuple[int, ...]) -> float:
    """What a group is to its people: for each the mean fit with the others, added up; NaN where two may not meet."""
    return 2 * fsum(float(pool.fit[pair]) for pair in combinations(group, 2)) / (len(group) - 1)


def bound_of(pool: Pool) -> float:
    """A total that no groups of two and three exceed.

    Let each two pay what they would be worth as a pair: of three people, any price for each that covers all
    three pairs covers their group. So the prices of the best fractional pairs cover every grouping (weak duality).
    """
    if not len(pool.links):
        return 0.0
    proof = Relaxation(pool := Pool(pool.fit)).prices()
    price = np.maximum(2 * proof.price - pool.worth_of_a_pair, 0.0)
    covered = price[pool.links.one] + price[pool.links.other] - 2 * pool.links.fit
    return fsum(price) + pool.people * max(0.0, -float(covered.min())) / 2


def chosen(fit: Floats) -> Groups:
    """The best of all groups of three and two: most people, most of them in threes, then the highest total."""
    groups = [
        group
        for size in (2, SIZE)
        for group in combinations(range(len(fit)), size)
        if not _is_forbidden(fit, group)
    ]
    if not groups:
        return []
    pool = Pool(fit)
    worth = np.array([worth_of(pool, group) for group in groups])
    size = np.array([len(group) for group in groups])
    above_all_fit = 1 + 2 * len(fit) * float(np.abs(worth).max())
    reward = worth + above_all_fit * (len(fit) * size - (size == 2))
    rows = np.concatenate([np.array(group) for group in groups])
    inside = sparse.csr_array((np.ones(len(rows)), (rows, np.repeat(np.arange(len(groups)), size))))
    result = milp(
        -reward / above_all_fit,
        constraints=LinearConstraint(inside, -np.inf, 1),
        integrality=np.ones(len(groups)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        raise PairingError(f"The groups could not be worked out: {result.message}")
    return [groups[place] for place in np.flatnonzero(result.x > 0.5)]


def exchanged(fit: Floats, seed: int) -> Groups:
    """Good groups of a larger pool: from several starts, two people exchanged as long as the total rises."""
    forbidden = -4 * (1 + float(np.nanmax(np.abs(fit), initial=0.0)))
    worth = np.nan_to_num(fit, nan=forbidden)
    np.fill_diagonal(worth, 0.0)
    random = np.random.default_rng(seed)
    found = [_improved(worth, random.permutation(_sizes(len(fit)))) for _start in range(STARTS)]
    best = max(found, key=lambda group: _total(worth, group))
    return _allowed(fit, [tuple(np.flatnonzero(best == each).tolist()) for each in range(best.max() + 1)])


def _sizes(people: int) -> Integers:
    """The group of each person: as few groups of two as can be, which come last."""
    twos = {0: 0, 1: 2, 2: 1}[people % SIZE]
    threes = (people - 2 * twos) // SIZE
    return np.concatenate([np.repeat(np.arange(threes), SIZE), np.repeat(threes + np.arange(twos), 2)])


def _improved(worth: Floats, group: Integers) -> Integers:
    """The groups after every exchange that helps; of all exchanges the best of each person first."""
    people = np.arange(len(group))
    weight = 2 / (np.bincount(group) - 1.0)
    while True:
        share = np.zeros((len(group), group.max() + 1))
        np.add.at(share.T, group, worth)
        to, own = share[:, group], share[people, group]
        leaves = weight[group][:, None] * (to.T - own[:, None] - worth)
        gain = np.where(group[:, None] == group, -np.inf, leaves + leaves.T)
        partner = gain.argmax(axis=1)
        best = gain[people, partner]
        touched: set[int] = set()
        for person in np.argsort(-best, kind="stable").tolist():
            groups = {int(group[person]), int(group[partner[person]])}
            if best[person] > ROUNDING and not groups & touched:
                touched |= groups
                group[[person, partner[person]]] = group[[partner[person], person]]
        if not touched:
            return group


def _total(worth: Floats, group: Integers) -> float:
    together: NDArray[np.bool_] = group[:, None] == group
    return float(((worth * together).sum(axis=1) / (np.bincount(group)[group] - 1)).sum())


def _allowed(fit: Floats, groups: Groups) -> Groups:
    """Groups without two who may not meet: whoever is in the way is grouped with the others who were, or left."""
    kept, left = [], []
    for group in groups:
        able = [part for part in (group, *combinations(group, 2)) if not _is_forbidden(fit, part)]
        best = max(able, key=lambda part: (len(part), fit[part[0], part[1]]), default=())
        kept += [best] if best else []
        left += [row for row in group if row not in best]
    again = chosen(fit[np.ix_(left, left)]) if len(left) <= MOST_SOLVED_WHOLE else []
    return kept + [tuple(left[row] for row in group) for group in again]


def _is_forbidden(fit: Floats, group: tuple[int, ...]) -> bool:
    return bool(np.isnan([fit[pair] for pair in combinations(group, 2)]).any())
