"""Numbers of listed pairs, learner after learner (compressed sparse rows): fits or ranks of a sparse market."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from alongside.pairing.arrays import Floats, Integers


@dataclass(frozen=True, eq=False)
class Edges:
    """k listed pairs of n learners and `width` guides, each with a number; every other pair is absent.

    start: length n + 1, where each learner's pairs begin. guide: length k, ascending within a learner.
    value: length k.
    """

    start: Integers
    guide: NDArray[np.int32]
    value: NDArray[Any]
    width: int

    @classmethod
    def of_matrix(cls, matrix: sparse.csr_array) -> "Edges":
        """The stored entries of a matrix in canonical form, zeros among them."""
        return cls(
            matrix.indptr.astype(np.int64),
            matrix.indices.astype(np.int32, copy=False),
            matrix.data,
            matrix.shape[1],
        )

    @classmethod
    def of_blocks(cls, shape: tuple[int, int], block: Callable[[slice], Floats], step: int) -> "Edges":
        """The numbers of dense blocks of rows, NaN left out; block(rows) gives rows × m."""
        counts, guides, values = [], [], []
        for begin in range(0, shape[0], step):
            dense = block(slice(begin, min(begin + step, shape[0])))
            present = ~np.isnan(dense)
            counts.append(present.sum(axis=1))
            guides.append(np.nonzero(present)[1].astype(np.int32))
            values.append(dense[present])
        start = np.concatenate([[0], np.cumsum(np.concatenate([*counts, np.empty(0, np.int64)]))])
        return cls(
            start.astype(np.int64),
            np.concatenate([*guides, np.empty(0, np.int32)]),
            np.concatenate([*values, np.empty(0)]),
            shape[1],
        )

    @property
    def shape(self) -> tuple[int, int]:
        """How many learners and how many guides."""
        return len(self.start) - 1, self.width

    def __len__(self) -> int:
        return len(self.guide)

    @cached_property
    def learner(self) -> NDArray[np.int32]:
        """The learner of each listed pair, length k."""
        return np.repeat(np.arange(self.shape[0], dtype=np.int32), np.diff(self.start))

    def find(self, learner: ArrayLike, guide: ArrayLike) -> Integers:
        """Where pairs are listed, by rows that broadcast; -1 where they are not. Time: log of the longest row."""
        rows, columns = np.asarray(learner, np.int64), np.asarray(guide, np.int64)
        low, end, columns = np.broadcast_arrays(self.start[rows], self.start[rows + 1], columns)
        return _find(self.guide, low.ravel(), end.ravel(), columns.ravel()).reshape(columns.shape)

    def of(self, learner: ArrayLike, guide: ArrayLike) -> Floats:
        """The numbers of pairs, by rows that broadcast; NaN where a pair is not listed."""
        place = self.find(learner, guide)
        values = np.full(place.shape, np.nan)
        values[place >= 0] = self.value[place[place >= 0]]
        return values

    def same_pairs(self, other: "Edges") -> bool:
        """Whether another lists the same pairs."""
        return all(
            one is two or np.array_equal(one, two)
            for one, two in ((self.start, other.start), (self.guide, other.guide))
        )

    def row(self, learner: int) -> tuple[Integers, Floats]:
        """The guides of one learner's pairs, and the number of each."""
        listed = slice(self.start[learner], self.start[learner + 1])
        return self.guide[listed].astype(np.int64), self.value[listed]

    def block(self, rows: slice) -> Floats:
        """The numbers of these learners with every guide, NaN where a pair is not listed."""
        first, last, _step = rows.indices(self.shape[0])
        part = slice(self.start[first], self.start[last])
        values = np.full((last - first, self.width), np.nan)
        row = np.repeat(np.arange(last - first), np.diff(self.start[first : last + 1]))
        values[row, self.guide[part]] = self.value[part]
        return values

    def kept(self, keep: NDArray[np.bool_]) -> "Edges":
        """Only the pairs that are marked, length k."""
        counts = np.concatenate([[0], np.cumsum(keep)])
        return Edges(counts[self.start], self.guide[keep], self.value[keep], self.width)

    def with_pair(self, learner: int, guide: int, value: float) -> "Edges":
        """The same pairs with one more, or with another number for it."""
        place = self.find(learner, guide).item()
        if place >= 0:
            values = self.value.copy()
            values[place] = value
            return Edges(self.start, self.guide, values, self.width)
        row = slice(self.start[learner], self.start[learner + 1])
        at = row.start + np.searchsorted(self.guide[row], guide)
        start = self.start + (np.arange(len(self.start)) > learner)
        return Edges(
            start,
            np.insert(self.guide, at, np.int32(guide)),
            np.insert(self.value, at, value),
            self.width,
        )

    def transposed(self) -> "Edges":
        """The same pairs guide after guide, with the sides exchanged."""
        matrix = sparse.csr_array((np.arange(len(self)), self.guide, self.start), shape=self.shape)
        turned = matrix.tocsc()
        return Edges(
            turned.indptr.astype(np.int64),
            turned.indices.astype(np.int32),
            self.value[turned.data],
            self.shape[0],
        )


@njit(nogil=True, cache=True)
def _find(guide: NDArray[np.int32], low: Integers, end: Integers, sought: Integers) -> Integers:
    """Where each guide is listed between low and end, found by halving; -1 where they are not."""
    place = np.full(len(sought), -1, np.int64)
    for pair in range(len(sought)):
        first, last = low[pair], end[pair]
        while first < last:
            middle = (first + last) // 2
            if guide[middle] < sought[pair]:
                first = middle + 1
            else:
                last = middle
        if first < end[pair] and guide[first] == sought[pair]:
            place[pair] = first
    return place
