"""The best guides of each learner, found block by block in compiled code.

A block of products is read once. Most pairs are passed over by one comparison with the worst that a learner
keeps so far; rules are asked, and a product in 32 bits is worked out again exactly, only for a pair that could
enter (0.2 to 6% of the pairs in practice).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.markets.comparison import Tabled

LEAST = np.iinfo(np.int64).min
LAST_TIE = np.uint64(2**64 - 1)
CHUNK = 64  # pairs that are passed over together when none of them can enter


class Best(NamedTuple):
    """What a search found: guides and gains, n × count, the best first; a guide is -1 where there is none left."""

    columns: NDArray[np.int32]
    gain: NDArray[np.int64]


class Lookups(NamedTuple):
    """Several tables of what two answers are worth together, laid end to end for compiled code.

    values: all tables. first: where each begins. width: how many columns each has. learner, guide: each
    person's row or column, a line for each table.
    """

    values: NDArray[Any]
    first: NDArray[np.int64]
    width: NDArray[np.int64]
    learner: NDArray[np.int32]
    guide: NDArray[np.int32]


class Prices(NamedTuple):
    """How a fit becomes a gain: in units, less the guide's price; ties are told apart by numbers of both.

    least: of each learner; a gain that is not above it is passed over.
    """

    units: float
    price: NDArray[np.int64]
    least: NDArray[np.int64]
    learner_tie: NDArray[np.uint64]
    guide_tie: NDArray[np.uint64]


class Barred(NamedTuple):
    """Pairs that are not allowed: by rules as tables, and guides listed for each learner, in order.

    first: where each learner's guides begin in the list, length n + 1.
    """

    rules: Lookups
    first: NDArray[np.int64]
    guides: NDArray[np.int32]


class Heap(NamedTuple):
    """The best pairs of one learner so far, the worst of them at the root."""

    gain: NDArray[np.int64]
    tie: NDArray[np.uint64]
    column: NDArray[np.int32]


class Exact(NamedTuple):
    """How a fit that was worked out in 32 bits is worked out again exactly, if it could enter.

    is_rough: whether blocks hold such fits. learners and guides: vectors on their grid. tables: what is added to
    their product. off: of each learner, by how much a rough fit may be off.
    """

    is_rough: bool
    learners: NDArray[np.float64]
    guides: NDArray[np.float64]
    tables: Lookups
    off: NDArray[np.float64]


def as_given(learners: int) -> Exact:
    """Blocks that hold exact fits already."""
    nothing = np.empty((0, 0))
    return Exact(False, nothing, nothing, lookups([], (learners, 0), np.float64), np.zeros(learners))  # noqa: FBT003


def lookups(tables: Sequence[Tabled], shape: tuple[int, int], kind: type[np.generic]) -> Lookups:
    """Comparisons laid end to end; shape: how many learners and guides."""
    sizes = np.array([table.table.size for table in tables], np.int64)
    flat = [np.ascontiguousarray(table.table, kind).ravel() for table in tables]
    return Lookups(
        np.concatenate([*flat, np.empty(0, kind)]),
        np.cumsum(sizes) - sizes,
        np.array([table.table.shape[1] for table in tables], np.int64),
        np.array([table.learner_codes for table in tables], np.int32).reshape(len(tables), shape[0]),
        np.array([table.guide_codes for table in tables], np.int32).reshape(len(tables), shape[1]),
    )


@njit(nogil=True, cache=True)
def add_lookups(block: NDArray[np.floating], start: int, tables: Lookups) -> None:
    """Add to each product what the tables say of the pair; start: the learner of the block's first row."""
    for row in range(block.shape[0]):
        for table in range(len(tables.first)):
            begin = tables.first[table] + tables.learner[table, start + row] * tables.width[table]
            worth = tables.values[begin : begin + tables.width[table]]
            for guide in range(block.shape[1]):
                block[row, guide] += worth[tables.guide[table, guide]]


@njit(nogil=True, cache=True)
def keep_best(
    block: NDArray[np.floating], start: int, prices: Prices, barred: Barred, exact: Exact, best: Best
) -> None:
    """The best guides of the learners of a block, written to `best`; start: the learner of its first row."""
    cost = prices.price.astype(np.float64)
    for row in range(block.shape[0]):
        heap = Heap(
            np.full(best.gain.shape[1], prices.least[start + row]),
            np.full(best.gain.shape[1], LAST_TIE),
            np.full(best.gain.shape[1], np.int32(-1)),
        )
        _keep_best_of_row(block[row], start + row, cost, prices, barred, exact, heap)
        _write_sorted(heap, best.columns[row], best.gain[row])


@njit(nogil=True, cache=True)
def _keep_best_of_row(
    fit: NDArray[np.floating],
    learner: int,
    cost: NDArray[np.float64],
    prices: Prices,
    barred: Barred,
    exact: Exact,
    heap: Heap,
) -> None:
    units, off = prices.units, exact.off[learner] * prices.units
    enter = float(heap.gain[0]) - off
    for begin in range(0, len(fit), CHUNK):
        chunk, chunk_cost = fit[begin : begin + CHUNK], cost[begin : begin + CHUNK]
        if _highest(chunk, chunk_cost, units) < enter:
            continue
        for place in range(len(chunk)):
            if chunk[place] * units - chunk_cost[place] < enter:
                continue
            guide = begin + place
            if _is_barred(barred, learner, guide):
                continue
            value = _exact_fit(exact, learner, guide) if exact.is_rough else float(chunk[place])
            gain = np.int64(np.rint(value * units)) - prices.price[guide]
            if gain < heap.gain[0]:
                continue
            tie = _mixed(prices.learner_tie[learner], prices.guide_tie[guide])
            if _is_less(gain, tie, heap.gain[0], heap.tie[0]):
                continue
            _replace_worst(heap, len(heap.gain), gain, tie, guide)
            if heap.column[0] >= 0:
                enter = float(heap.gain[0]) - 1 - off  # rounding moves a gain by no more than a half


@njit(
    nogil=True, cache=True, fastmath={"reassoc", "nsz", "contract"}
)  # sums on the grid are exact in any order
def _exact_fit(exact: Exact, learner: int, guide: int) -> float:
    one, other = exact.learners[learner], exact.guides[guide]
    value = 0.0
    for component in range(len(one)):
        value += one[component] * other[component]
    tables = exact.tables
    for table in range(len(tables.first)):
        row = tables.first[table] + tables.learner[table, learner] * tables.width[table]
        value += tables.values[row + tables.guide[table, guide]]
    return value


@njit(
    nogil=True, cache=True, fastmath={"nnan", "nsz"}
)  # all are finite, which lets the processor take several
def _highest(fit: NDArray[np.floating], cost: NDArray[np.float64], units: float) -> float:
    highest = -np.inf
    if len(fit) == CHUNK:
        for place in range(CHUNK):
            highest = max(highest, fit[place] * units - cost[place])
        return highest
    return np.inf


@njit(nogil=True, cache=True)
def _mixed(learner: np.uint64, guide: np.uint64) -> np.uint64:
    """A number for a pair from a number of each (the finaliser of SplitMix64, Steele, Lea and Flood 2014)."""
    value = learner ^ (guide * np.uint64(0x9E3779B97F4A7C15))
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@njit(nogil=True, cache=True)
def _is_less(gain: int, tie: np.uint64, other_gain: int, other_tie: np.uint64) -> bool:
    return bool(gain < other_gain or (gain == other_gain and tie < other_tie))


@njit(nogil=True, cache=True)
def _is_barred(barred: Barred, learner: int, guide: int) -> bool:
    rules = barred.rules
    for rule in range(len(rules.first)):
        row = rules.first[rule] + rules.learner[rule, learner] * rules.width[rule]
        if rules.values[row + rules.guide[rule, guide]]:
            return True
    low, high = barred.first[learner], barred.first[learner + 1]
    while low < high:
        middle = (low + high) // 2
        if barred.guides[middle] < guide:
            low = middle + 1
        else:
            high = middle
    return bool(low < barred.first[learner + 1] and barred.guides[low] == guide)


@njit(nogil=True, cache=True)
def _replace_worst(heap: Heap, size: int, gain: int, tie: np.uint64, guide: int) -> None:
    """Put a pair in the place of the worst one of a heap whose root is the worst."""
    place = 0
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and _is_less(
            heap.gain[child + 1], heap.tie[child + 1], heap.gain[child], heap.tie[child]
        ):
            child += 1
        if not _is_less(heap.gain[child], heap.tie[child], gain, tie):
            break
        heap.gain[place], heap.tie[place] = heap.gain[child], heap.tie[child]
        heap.column[place] = heap.column[child]
        place = child
    heap.gain[place], heap.tie[place], heap.column[place] = gain, tie, guide


@njit(nogil=True, cache=True)
def _write_sorted(heap: Heap, best_columns: NDArray[np.int32], best_gains: NDArray[np.int64]) -> None:
    """The heap emptied from its worst pair on, into the answer from its last place on."""
    for place in range(len(heap.gain) - 1, -1, -1):
        best_columns[place], best_gains[place] = heap.column[0], heap.gain[0]
        _replace_worst(heap, place, heap.gain[place], heap.tie[place], heap.column[place])
