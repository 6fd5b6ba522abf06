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

Mask = NDArray[np.bool_]


class Marks(Protocol):
    """Marked pairs of rows with others."""

    def of(self, row: int) -> Integers:
        """The others with whom this row is marked, in order."""
        ...

    def reached_from(self, rows: Integers) -> Mask:
        """Which others are marked with any of these rows."""
        ...

    def reaching(self, others: Mask) -> Mask:
        """Which rows are marked with any of these others."""
        ...


@dataclass(frozen=True, eq=False)
class DenseMarks:
    """Marks of every pair, rows × others."""

    marks: Mask

    def of(self, row: int) -> Integers:
        return np.flatnonzero(self.marks[row])

    def reached_from(self, rows: Integers) -> Mask:
        return np.asarray(self.marks[rows].any(axis=0))

    def reaching(self, others: Mask) -> Mask:
        return np.asarray(self.marks[:, others].any(axis=1))


@dataclass(frozen=True, eq=False)
class ListedMarks:
    """Only the marked pairs, row after row."""

    listed: Edges

    def of(self, row: int) -> Integers:
        return self.listed.row(row)[0]

    def reached_from(self, rows: Integers) -> Mask:
        reached = np.zeros(self.listed.width, np.bool_)
        for row in rows.tolist():
            reached[self.of(row)] = True
        return reached

    def reaching(self, others: Mask) -> Mask:
        touched = others[self.listed.guide]
        return np.bincount(self.listed.learner[touched], minlength=self.listed.shape[0]) > 0


@dataclass(frozen=True, eq=False)
class ComputedMarks:
    """Pairs that vectors allow, worked out a block at a time, without some that are listed."""

    fit: Vectors
    without: Integers

    def of(self, row: int) -> Integers:
        return np.flatnonzero(self.reached_from(np.array([row])))

    def reached_from(self, rows: Integers) -> Mask:
        reached = np.zeros(self.fit.shape[1], np.bool_)
        for _, marks in self._blocks(rows):
            reached |= marks.any(axis=0)
        return reached

    def reaching(self, others: Mask) -> Mask:
        found = np.zeros(self.fit.shape[0], np.bool_)
        for rows, marks in self._blocks(np.arange(len(found))):
            found[rows] = marks[:, others].any(axis=1)
        return found

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
    return DenseMarks(np.ascontiguousarray(marks.T) if turned else marks)
