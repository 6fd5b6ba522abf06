"""Which pairs are marked, as one side sees them: a matrix of all pairs, or only the marked ones listed."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.circulation import Integers
from alongside.pairing.edges import Edges
from alongside.pairing.market import Market

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


def allowed_pairs(market: Market, without: Integers, *, turned: bool) -> Marks:
    """The allowed pairs without some, k × 2 rows of learner and guide; turned: as guides see them."""
    if isinstance(market.fit, Edges):
        keep = np.ones(len(market.fit), np.bool_)
        keep[market.fit.find(without[:, 0], without[:, 1])] = False
        listed = market.fit.kept(keep)
        return ListedMarks(listed.transposed() if turned else listed)
    marks = market.allowed.copy()
    marks[without[:, 0], without[:, 1]] = False
    return DenseMarks(np.ascontiguousarray(marks.T) if turned else marks)
