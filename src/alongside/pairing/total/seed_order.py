"""The listed pairs of a market in the order that a seed gives to learners and guides, in compiled code."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.markets.edges import Edges

Rows = NDArray[np.int32]
Flags = NDArray[np.bool_]
Costs = NDArray[np.signedinteger]


def costs_in_order(
    edges: Edges, order: Integers, place: Integers, kept: tuple[Flags, Flags], *, units: int, top: int
) -> tuple[Integers, Rows, Costs]:
    """Where each learner's pairs begin, the guide of each pair, and by how many units its fit is below top.

    order: learners in their order. place: where each guide comes. kept: by their rows, the learners and guides
    whose pairs are listed.
    """
    start = _begins(edges.start, edges.guide, order, *kept)
    listed = (
        start,
        np.empty(start[-1], np.int32),
        np.empty(start[-1], narrow(np.empty(0, np.int64), top).dtype),
    )
    _write((edges.start, edges.guide, edges.value), order, place, kept, (float(units), top), listed)
    return listed


def narrow(costs: Integers, top: int) -> Costs:
    """The same costs in 32 bits where they fit, as memory is what the solution waits for."""
    return costs.astype(np.int32) if 2 * top < 2**31 else costs


@njit(nogil=True, cache=True)
def _begins(
    start: Integers, guide: Rows, order: Integers, learner_kept: Flags, guide_kept: Flags
) -> Integers:
    begins = np.zeros(len(order) + 1, np.int64)
    for position in range(len(order)):
        row, count = order[position], 0
        if learner_kept[row]:
            for pair in range(start[row], start[row + 1]):
                count += guide_kept[guide[pair]]
        begins[position + 1] = begins[position] + count
    return begins


@njit(nogil=True, cache=True)
def _write(
    edges: tuple[Integers, Rows, Floats],
    order: Integers,
    place: Integers,
    kept: tuple[Flags, Flags],
    scale: tuple[float, int],
    listed: tuple[Integers, Rows, Costs],
) -> None:
    """Each learner's pairs by the place of the guide; sorted by one number that holds place and pair."""
    start, guide, fit = edges
    units, top = scale
    begins, guides, costs = listed
    for position in range(len(order)):
        row, count = order[position], 0
        if not kept[0][row]:
            continue
        packed = np.empty(start[row + 1] - start[row], np.int64)
        for pair in range(start[row], start[row + 1]):
            if kept[1][guide[pair]]:
                packed[count] = (place[guide[pair]] << 32) + pair - start[row]
                count += 1
        packed = packed[:count]
        packed.sort()
        for number in range(count):
            guides[begins[position] + number] = packed[number] >> 32
            value = fit[start[row] + (packed[number] & 0xFFFFFFFF)]
            costs[begins[position] + number] = top - np.int64(np.rint(value * units))
