"""The pairs that are still to be decided once the fixed ones are set, in compressed rows."""

from dataclasses import dataclass
from functools import cached_property
from math import fsum

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.market import Market, check_market
from alongside.pairing.markets.ties import keys
from alongside.pairing.markets.vectors import Vectors

UNITS = 10**9  # fits are compared on a grid of a billionth
LARGEST_LEVEL = 2**52
MOST_LISTED = 50_000_000  # pairs, each some 60 bytes of work space


@dataclass(frozen=True, eq=False)
class OpenPairs:
    """Allowed pairs that are not fixed, and the places that the fixed ones leave.

    start: where each learner's pairs begin, length n + 1. guide, fit: of each pair. level: fit as a whole
    number of `units`; equal levels are ties. learner_places, guide_places, guide_minimum: what is left of them.
    fixed_pairs, fixed_level: how many fixed pairs each learner has, and the sum of their levels. learner_turn,
    guide_turn: each person's position in the drawn order that breaks ties, whatever row they are.
    """

    start: Integers
    guide: NDArray[np.int32]
    fit: NDArray[np.float64]
    level: Integers
    units: int
    learner_places: Integers
    guide_places: Integers
    guide_minimum: Integers
    fixed_pairs: Integers
    fixed_level: Integers
    learner_turn: NDArray[np.int32]
    guide_turn: NDArray[np.int32]

    @cached_property
    def learner(self) -> NDArray[np.int32]:
        """The learner of each pair."""
        return rows_of(self.start)

    def pairs(self, chosen: NDArray[np.bool_]) -> Integers:
        """Rows of learner and guide of the chosen pairs, k × 2."""
        return np.stack([self.learner[chosen], self.guide[chosen]], axis=1).astype(np.int64)

    def chosen(self, pairs: Integers) -> NDArray[np.bool_]:
        """Which of the open pairs these rows of learner and guide are."""
        guides = len(self.guide_places)
        code = self.learner.astype(np.int64) * guides + self.guide
        return np.isin(code, pairs[:, 0] * guides + pairs[:, 1])


def open_pairs(market: Market, seed: int) -> OpenPairs:
    """The open pairs of a market; seed: draws the order that breaks ties.

    Raises MarketError for vectors of so many people that all their pairs cannot be listed.
    """
    check_market(market)
    if isinstance(market.fit, Vectors) and market.learners * market.guides > MOST_LISTED:
        raise MarketError(
            f"{market.learners:,} × {market.guides:,} pairs are too many to list: take each learner's best guides "
            "(Vectors.best) and give them as a sparse fit."
        )
    edges = market.edges
    learner, guide = market.fixed[:, 0], market.fixed[:, 1]
    if len(market.fixed):
        is_open = np.ones(len(edges), np.bool_)
        is_open[edges.find(learner, guide)] = False
        edges = edges.kept(is_open)
    units = units_for(market.largest_fit)
    fixed_level = np.zeros(market.learners, np.int64)
    np.add.at(fixed_level, learner, levels_of(market.fit_of(learner, guide), units))
    fixed_pairs = np.bincount(learner, minlength=market.learners)
    taken = np.bincount(guide, minlength=market.guides)
    learner_key, guide_key = keys(market, seed)
    return OpenPairs(
        start=edges.start,
        guide=edges.guide,
        fit=edges.value,
        level=levels_of(edges.value, units),
        units=units,
        learner_places=market.learner_places - fixed_pairs,
        guide_places=market.guide_places - taken,
        guide_minimum=np.maximum(market.guide_minimum - taken, 0),
        fixed_pairs=fixed_pairs,
        fixed_level=fixed_level,
        learner_turn=turns(learner_key),
        guide_turn=turns(guide_key),
    )


def units_for(largest: float) -> int:
    """The finest grid on which fits of this size are whole numbers of 52 bits, so that sums have room."""
    units = UNITS
    while units > 1 and largest * units > LARGEST_LEVEL:
        units //= 10
    return units


def levels_of(fit: NDArray[np.float64], units: int) -> Integers:
    """Fits as whole numbers of the grid."""
    return np.rint(fit * units).astype(np.int64)


def total_without_rules(market: Market, held: OpenPairs) -> float:
    """The total if every learner had the best guides there are, each as many as there are places.

    No matching has more, whatever else it is to do.
    """
    best = best_of_rows(held.start, held.fit, held.learner_places)
    return fsum([*best, *market.fit_of(market.fixed[:, 0], market.fixed[:, 1])])


@njit(nogil=True, cache=True)
def best_of_rows(start: Integers, fit: NDArray[np.float64], places: Integers) -> NDArray[np.float64]:
    """Each row's highest positive fits, as many as it has places, and 0 where there are fewer."""
    first = np.zeros(len(places) + 1, np.int64)
    first[1:] = np.cumsum(np.minimum(places, start[1:] - start[:-1]))
    best = np.zeros(first[-1])
    for row in range(len(places)):
        of_row = fit[start[row] : start[row + 1]]
        if first[row + 1] - first[row] == 1:
            best[first[row]] = max(0.0, of_row.max())
        elif first[row + 1] > first[row]:
            highest = np.sort(of_row)[len(of_row) - (first[row + 1] - first[row]) :]
            best[first[row] : first[row + 1]] = np.maximum(highest, 0.0)
    return best


def turns(key: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Each person's position when all are ordered by their keys."""
    turn = np.empty(len(key), np.int32)
    turn[np.argsort(key, kind="stable")] = np.arange(len(key), dtype=np.int32)
    return turn


def rows_of(start: Integers) -> NDArray[np.int32]:
    """The row of each entry of compressed rows."""
    return np.repeat(np.arange(len(start) - 1, dtype=np.int32), np.diff(start))


def starts_of(rows: NDArray[np.int32], count: int) -> Integers:
    """Where each row begins, of entries in the order of rows."""
    return np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))]).astype(np.int64)


@njit(nogil=True, cache=True)
def best_first(
    start: Integers, column: NDArray[np.int32], key: Integers, turn: NDArray[np.int32]
) -> Integers:
    """The entries of each row by key, the lowest first, and by the turn of their column among equals."""
    order = np.empty(len(column), np.int64)
    for row in range(len(start) - 1):
        begin, end = start[row], start[row + 1]
        if not _counted(key, begin, end, order):
            order[begin:end] = begin + np.argsort(key[begin:end])
        first = begin
        while first < end:
            last = first + 1
            while last < end and key[order[last]] == key[order[first]]:
                last += 1
            if last - first > 1:
                equal = order[first:last].copy()
                order[first:last] = equal[np.argsort(turn[column[equal]])]
            first = last
    return order


@njit(nogil=True, cache=True)
def _counted(key: Integers, begin: int, end: int, order: Integers) -> bool:
    """Whether the keys are ranks, no higher than there are entries; these are then put in order by counting."""
    place = np.zeros(end - begin + 1, np.int64)
    for entry in range(begin, end):
        if not 1 <= key[entry] <= end - begin:
            return False
        place[key[entry]] += 1
    for rank in range(1, len(place)):
        place[rank] += place[rank - 1]
    for entry in range(begin, end):
        order[begin + place[key[entry] - 1]] = entry
        place[key[entry] - 1] += 1
    return True


@njit(nogil=True, cache=True)
def transposed(
    start: Integers, column: NDArray[np.int32], columns: int
) -> tuple[Integers, NDArray[np.int32], Integers]:
    """Compressed columns: where each begins, the row of each entry, and where the entry stood among the rows."""
    first = np.zeros(columns + 1, np.int64)
    for entry in range(len(column)):
        first[column[entry] + 1] += 1
    for each in range(columns):
        first[each + 1] += first[each]
    free = first[:-1].copy()
    row_of, entry_of = np.empty(len(column), np.int32), np.empty(len(column), np.int64)
    for row in range(len(start) - 1):
        for entry in range(start[row], start[row + 1]):
            place = free[column[entry]]
            free[column[entry]] += 1
            row_of[place], entry_of[place] = row, entry
    return first, row_of, entry_of
