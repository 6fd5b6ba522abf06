"""Fit as an inner product: each person a short vector, and the fit of a pair the product of the two.

Additive criteria fold into such vectors, so that a market of any size is scored in blocks and never stored.
Every number is rounded to a binary grid, so coarse that each product and each sum of products is exact in
64-bit floats. The fit of a pair is then one number, whatever machine, block or order of summation it comes
from.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import ceil, log2

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import threadpool_limits

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.candidates import (
    LEAST,
    Barred,
    Best,
    Exact,
    Prices,
    add_lookups,
    keep_best,
    lookups,
)
from alongside.pairing.markets.comparison import Comparison, Tabled

Hashes = NDArray[np.uint64]

EXACT_BITS = 52  # of the 53 that a float holds
FINEST_BITS = 46
ROUGHLY = 1.01 * 2.0**-24  # by how much rounding to 32 bits changes a number, with a little to spare
BLOCK_BYTES = 16 * 2**20
NO_PAIRS = np.empty((0, 2), np.int64)


@dataclass(frozen=True, eq=False)
class Vectors:
    """A fit for every pair of n learners and m guides, held in (n + m) × d numbers.

    learners: n × d; guides: m × d. The fit of a pair is their inner product, plus what each of `tables` says
    of it (at most 1 where it is judged block by block). forbidding: comparisons that are true where a pair is
    not allowed. forbidden: k × 2 rows of further pairs that are not allowed. grid: the step on which every fit
    lies; the vectors are rounded so that it does.

    Raises MarketError for vectors that are not finite or not equally long.
    """

    learners: Floats
    guides: Floats
    tables: Sequence[Comparison] = ()
    forbidding: Sequence[Comparison] = ()
    forbidden: Integers = field(default_factory=NO_PAIRS.copy)
    grid: float = field(init=False)

    def __post_init__(self) -> None:
        learners, guides = _matrix(self.learners, "learners"), _matrix(self.guides, "guides")
        if learners.shape[1] != guides.shape[1]:
            raise MarketError(
                f"A learner has {learners.shape[1]} numbers and a guide {guides.shape[1]}: give both as many."
            )
        bits = _exact_bits(learners, guides, self.tables)
        learner_bits, guide_bits = _split(bits, learners, guides)
        settle = object.__setattr__  # the dataclass is frozen once its numbers are on the grid
        settle(self, "learners", _rounded(learners, learner_bits))
        settle(self, "guides", _rounded(guides, guide_bits))
        settle(self, "tables", [each.mapped(partial(_rounded, bits=bits)) for each in self.tables])
        settle(self, "forbidden", np.asarray(self.forbidden, np.int64).reshape(-1, 2))
        settle(self, "grid", 2.0**-bits)

    @property
    def shape(self) -> tuple[int, int]:
        """How many learners and how many guides."""
        return len(self.learners), len(self.guides)

    @property
    def largest(self) -> float:
        """A number that no fit exceeds in size."""
        return _largest(self.learners, self.guides, self.tables)

    def block(self, rows: slice) -> Floats:
        """The fit of these learners with every guide; NaN where the pair is not allowed."""
        start, stop, _step = rows.indices(len(self.learners))
        fit = np.asarray(self.learners[start:stop] @ self.guides.T)
        for each in self.tables:
            fit += each.block(slice(start, stop))
        for rule in self.forbidding:
            fit[rule.block(slice(start, stop))] = np.nan
        learner, guide = self.forbidden.T
        here = (learner >= start) & (learner < stop)
        fit[learner[here] - start, guide[here]] = np.nan
        return fit

    def of(self, learner: ArrayLike, guide: ArrayLike) -> Floats:
        """The fit of listed pairs, by rows that broadcast; NaN where the pair is not allowed."""
        rows, columns = np.broadcast_arrays(np.asarray(learner, np.int64), np.asarray(guide, np.int64))
        one, other = rows.ravel(), columns.ravel()
        fit = np.empty(len(one))
        for part in _parts(len(one), 8 * max(1, self.learners.shape[1])):
            fit[part] = np.einsum("ij,ij->i", self.learners[one[part]], self.guides[other[part]])
        for table in self.tables:
            fit += table.of(one, other)
        fit[~self.allows(one, other)] = np.nan
        return fit.reshape(rows.shape)

    def allows(self, learner: Integers, guide: Integers) -> NDArray[np.bool_]:
        """Which of k listed pairs are allowed; learner and guide: length k."""
        width = len(self.guides)
        allowed = ~np.isin(learner * width + guide, self.forbidden[:, 0] * width + self.forbidden[:, 1])
        for rule in self.forbidding:
            allowed &= ~rule.of(learner, guide)
        return allowed

    def transposed(self) -> "Vectors":
        """The same fits with the sides exchanged."""
        return Vectors(
            self.guides,
            self.learners,
            [each.transposed() for each in self.tables],
            [each.transposed() for each in self.forbidding],
            self.forbidden[:, ::-1],
        )

    def best(
        self,
        count: int,
        *,
        rows: slice = slice(None),
        price: ArrayLike | None = None,
        least: ArrayLike | None = None,
        units: int = 10**9,
        ties: tuple[Hashes, Hashes] | None = None,
    ) -> Best:
        """The allowed guides with the highest gain for each learner of these rows, `count` of them, exactly.

        Gain: the fit in whole units, less the guide's price (length m, default 0). least: length n; only guides
        are sought whose gain is above it, which is quicker the fewer there are. ties: a number for each
        learner and each guide, by which equal gains are told apart; default: their rows.
        Time: one product of all vectors. Memory: the answer, and a block of fits for each processor.
        """
        learners, guides = self.shape
        first, last, _step = rows.indices(learners)
        count = min(count, guides)
        best = Best(np.full((last - first, count), -1, np.int32), np.zeros((last - first, count), np.int64))
        if not count:
            return best
        by_rows = np.arange(learners, dtype=np.uint64), np.arange(guides, dtype=np.uint64)
        asked = np.zeros(guides, np.int64) if price is None else np.asarray(price, np.int64)
        above = np.full(learners, LEAST) if least is None else np.asarray(least, np.int64)
        prices = Prices(float(units), asked, above, *(ties or by_rows))
        barred, exact = self._barred(), self._exact()
        kind: type[np.floating] = np.float32 if exact.is_rough else np.float64
        own, across = self.learners[first:last].astype(kind), np.ascontiguousarray(self.guides.T, kind)

        def search(part: slice) -> None:
            some = slice(first + part.start, first + part.stop)
            block = own[part] @ across
            add_lookups(block, some.start, exact.tables)
            self._judge(block, some)
            found = Best(best.columns[part], best.gain[part])
            keep_best(block, some.start, prices, barred, exact, found)

        # Each block is multiplied on one thread: two kinds of threads would wait for each other.
        with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(search, _parts(last - first, own.itemsize * guides)))
        return best

    def _judge(self, block: NDArray[np.floating], rows: slice) -> None:
        """Add what is not in a table; a pair that is not allowed becomes infinitely bad."""
        for each in self.tables:
            if not isinstance(each, Tabled):
                block += each.block(rows)
        for rule in self.forbidding:
            if not isinstance(rule, Tabled):
                block[rule.block(rows)] = -np.inf

    def _exact(self) -> Exact:
        """How blocks are worked out: in 32 bits first, unless something has to be judged block by block."""
        tables = [each for each in self.tables if isinstance(each, Tabled)]
        looked_up = lookups(tables, self.shape, np.float64)
        if len(tables) < len(self.tables):
            return Exact(False, self.learners, self.guides, looked_up, np.zeros(len(self.learners)))  # noqa: FBT003
        longest = np.linalg.norm(self.guides, axis=1).max(initial=0)
        most = np.linalg.norm(self.learners, axis=1) * longest + sum(
            np.abs(each.table).max() for each in tables
        )
        roundings = (
            self.learners.shape[1] + 2 * len(tables) + 4
        )  # of products, sums and the numbers themselves
        return Exact(True, self.learners, self.guides, looked_up, ROUGHLY * roundings * most)  # noqa: FBT003

    def _barred(self) -> Barred:
        rules = [rule for rule in self.forbidding if isinstance(rule, Tabled)]
        learner, guide = self.forbidden[np.lexsort(self.forbidden.T[::-1])].T
        first = np.searchsorted(learner, np.arange(len(self.learners) + 1))
        return Barred(lookups(rules, self.shape, np.bool_), first, guide.astype(np.int32))


def _matrix(vectors: ArrayLike, side: str) -> Floats:
    matrix = np.asarray(vectors, np.float64)
    if matrix.ndim != 2:
        raise MarketError(f"The vectors of {side} must have two dimensions; they have {matrix.ndim}.")
    if not np.isfinite(matrix).all():
        row = int(np.argwhere(~np.isfinite(matrix))[0, 0])
        raise MarketError(f"The vector of row {row} of {side} holds something else than finite numbers.")
    return matrix


def _largest(learners: Floats, guides: Floats, tables: Sequence[Comparison]) -> float:
    largest = float(np.abs(learners).max(axis=0, initial=0) @ np.abs(guides).max(axis=0, initial=0))
    for each in tables:
        largest += float(np.abs(each.table).max(initial=0)) if isinstance(each, Tabled) else 1.0
    return largest


def _exact_bits(learners: Floats, guides: Floats, tables: Sequence[Comparison]) -> int:
    """How many binary places all sums may have: what is left of a float's bits beside the largest sum."""
    return min(FINEST_BITS, EXACT_BITS - ceil(log2(max(_largest(learners, guides, tables), 1.0))))


def _split(bits: int, learners: Floats, guides: Floats) -> tuple[Integers, Integers]:
    """Binary places of each component of both sides; where one side is whole numbers the other has them all."""
    half = np.full(learners.shape[1], bits // 2)
    whole_learners, whole_guides = (np.all(side == np.rint(side), axis=0) for side in (learners, guides))
    learner_bits = np.where(whole_guides, bits, np.where(whole_learners, 0, half))
    return learner_bits, np.where(whole_guides, 0, np.where(whole_learners, bits, half))


def _rounded(numbers: Floats, bits: Integers | int) -> Floats:
    return np.ascontiguousarray(np.ldexp(np.rint(np.ldexp(numbers, bits)), -np.asarray(bits)))


def _parts(count: int, bytes_each: int) -> Iterator[slice]:
    """Rows in parts that fill a block of memory each."""
    step = max(1, BLOCK_BYTES // max(1, bytes_each))
    return (slice(start, min(start + step, count)) for start in range(0, count, step))
