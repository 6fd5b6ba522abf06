"""Alternating paths: from somebody to whom they may have, to who holds that place, to whom these may have.

A search in breadth passes everybody once (Hopcroft and Karp 1973); where all pairs are bits, a word of 64
others at a time.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers

Mask = NDArray[np.bool_]
WORD = 64


@dataclass(frozen=True, eq=False)
class Holders:
    """Who holds the places of each other, and could leave them. start: where those of each other begin."""

    start: Integers
    row: Integers

    @classmethod
    def of_pairs(cls, pairs: Integers, others: int) -> "Holders":
        """From pairs of row and other, k × 2, in any order."""
        counts = np.bincount(pairs[:, 1], minlength=others)
        order = np.argsort(pairs[:, 1], kind="stable")
        return cls(np.concatenate([[0], np.cumsum(counts)]), np.ascontiguousarray(pairs[order, 0]))

    def of(self, others: Mask) -> Integers:
        """The rows that hold places of any of these, each once, in order."""
        return np.unique(self.row[np.repeat(others, np.diff(self.start))])


@njit(nogil=True, cache=True)
def along_bits(bits: NDArray[np.uint64], start: Integers, holder: Integers, row: int) -> Mask:
    """Which others are reached from a row, where the marks are bits: rows × words."""
    others, seen = np.zeros(len(start) - 1, np.bool_), np.zeros(bits.shape[1], np.uint64)
    queue, is_queued = np.empty(len(bits), np.int64), np.zeros(len(bits), np.bool_)
    queue[0], is_queued[row] = row, True
    first, last, unseen = 0, 1, len(others)
    while first < last and unseen:
        giver = queue[first]
        first += 1
        for word in range(bits.shape[1]):
            new = bits[giver, word] & ~seen[word]
            if new == 0:
                continue
            seen[word] |= new
            for bit in range(WORD):
                if (new >> np.uint64(bit)) & np.uint64(1):
                    other = WORD * word + bit
                    others[other] = True
                    unseen -= 1
                    last = _queue(holder[start[other] : start[other + 1]], queue, is_queued, last)
    return others


@njit(nogil=True, cache=True)
def along_lists(
    listed: Integers, column: NDArray[np.int32], start: Integers, holder: Integers, row: int
) -> Mask:
    """Which others are reached from a row, where the marks are listed row after row."""
    others = np.zeros(len(start) - 1, np.bool_)
    queue, is_queued = np.empty(len(listed) - 1, np.int64), np.zeros(len(listed) - 1, np.bool_)
    queue[0], is_queued[row] = row, True
    first, last = 0, 1
    while first < last:
        giver = queue[first]
        first += 1
        for place in range(listed[giver], listed[giver + 1]):
            other = column[place]
            if not others[other]:
                others[other] = True
                last = _queue(holder[start[other] : start[other + 1]], queue, is_queued, last)
    return others


@njit(nogil=True, cache=True)
def touching(bits: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> Mask:
    """Which rows have any of the wanted bits."""
    found = np.zeros(len(bits), np.bool_)
    for row in range(len(bits)):
        for word in range(len(wanted)):
            if bits[row, word] & wanted[word]:
                found[row] = True
                break
    return found


@njit(nogil=True, cache=True)
def _queue(holders: Integers, queue: Integers, is_queued: Mask, last: int) -> int:
    """Put those who are not in the queue yet at its end; returns where it ends then."""
    for each in holders:
        if not is_queued[each]:
            is_queued[each] = True
            queue[last] = each
            last += 1
    return last
