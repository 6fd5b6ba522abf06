"""A heap of numbered things by their distance, each of which can be brought nearer, in compiled code."""

from typing import NamedTuple

import numpy as np
from numba import njit

from alongside.pairing.arrays import Integers

OUT = -1  # not in the heap
SETTLED = -2


class Heap(NamedTuple):
    """Numbers from 0 by their distance, the nearest at the root.

    key: the distance of each place of the heap. number: what stands there. place: where each number stands, OUT
    or SETTLED. size: an array of one.
    """

    key: Integers
    number: Integers
    place: Integers
    size: Integers


@njit(nogil=True, cache=True)
def empty_heap(count: int) -> Heap:
    """Room for so many numbers."""
    return Heap(
        np.empty(count, np.int64), np.empty(count, np.int64), np.full(count, OUT), np.zeros(1, np.int64)
    )


@njit(nogil=True, cache=True)
def push(heap: Heap, number: int, key: int) -> None:
    """Put a number in, or bring it nearer."""
    place = heap.place[number]
    if place < 0:
        place = heap.size[0]
        heap.size[0] += 1
    while place > 0 and heap.key[(place - 1) // 2] > key:
        above = (place - 1) // 2
        _set(heap, place, heap.number[above], heap.key[above])
        place = above
    _set(heap, place, number, key)


@njit(nogil=True, cache=True)
def pop(heap: Heap) -> int:
    """Take the nearest number out."""
    nearest = heap.number[0]
    heap.place[nearest] = SETTLED
    heap.size[0] -= 1
    size = heap.size[0]
    if size:
        number, key, place = heap.number[size], heap.key[size], 0
        while 2 * place + 1 < size:
            below = 2 * place + 1
            if below + 1 < size and heap.key[below + 1] < heap.key[below]:
                below += 1
            if heap.key[below] >= key:
                break
            _set(heap, place, heap.number[below], heap.key[below])
            place = below
        _set(heap, place, number, key)
    return nearest


@njit(nogil=True, cache=True)
def _set(heap: Heap, place: int, number: int, key: int) -> None:
    heap.key[place], heap.number[place], heap.place[number] = key, number, place
