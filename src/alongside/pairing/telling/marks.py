"""Which pairs are marked, as one side sees them: a matrix of all pairs, only the marked ones listed, or worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.markets.blocks import fits_of
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.telling.alternating import Holders, Mask, along_bits, along_lists, touching


class Marks(Protocol):
    """Marked pairs of rows with others."""

    def of(self, row: int) -> Integers:
        """The others with whom this row is marked, in order."""
        ...

    def alternating_from(self, row: int, holders: Holders) -> Mask:
        """Which others a path reaches from this row: to a marked one, on to who holds it, to a marked one."""
        ...

    def reaching(self, others: Mask) -> Mask:
        """Which rows are marked with any of these others."""
        ...


@dataclass(frozen=True, eq=False)
class DenseMarks:
    """Marks of every pair, a bit each: rows × words of 64 others."""

    bits: NDArray[np.uint64]
    width: int

    @classmethod
    def of_matrix(cls, marks: Mask) -> "DenseMarks":
        """Marks given as a matrix, rows × others."""
        return cls(_bits(marks), marks.shape[1])

    def of(self, row: int) -> Integers:
        unpacked = np.unpackbits(self.bits[row].view(np.uint8), count=self.width, bitorder="little")
        return np.flatnonzero(unpacked)

    def alternating_from(self, row: int, holders: Holders) -> Mask:
        return along_bits(self.bits, holders.start, holders.row, row)

    def reaching(self, others: Mask) -> Mask:
        return touching(self.bits, _bits(others[None])[0])


@dataclass(frozen=True, eq=False)
class ListedMarks:
    """Only the marked pairs, row after row."""

    listed: Edges

    def of(self, row: int) -> Integers:
        return self.listed.row(row)[0]

    def alternating_from(self, row: int, holders: Holders) -> Mask:
        return along_lists(self.listed.start, self.listed.guide, holders.start, holders.row, row)

    def reaching(self, others: Mask) -> Mask:
        touched = others[self.listed.guide]
        return np.bincount(self.listed.learner[touched], minlength=self.listed.shape[0]) > 0


@dataclass(frozen=True, eq=False)
class ComputedMarks:
    """Pairs that vectors allow, worked out a block at a time, without some that are listed."""

    fit: Vectors
    without: Integers

    def of(self, row: int) -> Integers:
        return np.flatnonzero(self._reached_from(np.array([row])))

    def alternating_from(self, row: int, holders: Holders) -> Mask:
        others, passed = np.zeros(self.fit.shape[1], np.bool_), np.array([row])
        frontier = passed
        while len(frontier):
            reached = self._reached_from(frontier) & ~others
            others |= reached
            frontier = np.setdiff1d(holders.of(reached), passed)
            passed = np.union1d(passed, frontier)
        return others

    def reaching(self, others: Mask) -> Mask:
        found = np.zeros(self.fit.shape[0], np.bool_)
        for rows, marks in self._blocks(np.arange(len(found))):
            found[rows] = marks[:, others].any(axis=1)
        return found

    def _reached_from(self, rows: Integers) -> Mask:
        reached = np.zeros(self.fit.shape[1], np.bool_)
        for _, marks in self._blocks(rows):
            reached |= marks.any(axis=0)
        return reached

    def _blocks(self, rows: Integers) -> Iterator[tuple[Integers, Mask]]:
        for some, fits in fits_of(self.fit, np.unique(rows)):
            marks = ~np.isnan(fits)
            without = self.without[np.isin(self.without[:, 0], some)]
            marks[np.searchsorted(some, without[:, 0]), without[:, 1]] = False
            yield some, marks


def allowed_pairs(market: Market, without: Integers, *, turned: bool) -> Marks:
    """The allowed pairs without some, k × 2 rows of learner and guide; turned: as guides see them."""
    if isinstance(market.fit, Edges):
        keep = np.ones(len(market.fit), np.bool_)
        keep[market.fit.find(without[:, 0], without[:, 1])] = False
        listed = market.fit.kept(keep)
        return ListedMarks(listed.transposed() if turned else listed)
    if isinstance(market.fit, Vectors):
        if turned:
            return ComputedMarks(market.fit.transposed(), without[:, ::-1])
        return ComputedMarks(market.fit, without)
    marks = market.allowed.copy()
    marks[without[:, 0], without[:, 1]] = False
    return DenseMarks.of_matrix(marks.T if turned else marks)


def _bits(marks: Mask) -> NDArray[np.uint64]:
    """A bit for each mark, the first in the lowest, and rows filled up to whole words of 64."""
    packed = np.packbits(marks, axis=1, bitorder="little")
    whole = np.zeros((len(packed), 8 * -(-packed.shape[1] // 8)), np.uint8)
    whole[:, : packed.shape[1]] = packed
    return whole.view(np.uint64)
