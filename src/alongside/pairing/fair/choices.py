"""Open pairs laid out for the fair solvers: people in the drawn order, each learner's guides the best first.

Whatever works through people in this order does not know in which order the rows were given.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.fair.filling import Lists, Places
from alongside.pairing.markets.open_pairs import OpenPairs, best_first


@dataclass(frozen=True, eq=False)
class Choices:
    """Each learner's guides, the best fit first; learners and guides are numbered by their turn.

    start: where each learner's begin, length n + 1. guide, level: of each pair. pair: its number among the open
    pairs. places: of learners and guides. minimum: of guides.
    """

    open: OpenPairs
    start: Integers
    guide: NDArray[np.int32]
    level: Integers
    pair: Integers
    places: Places
    minimum: Integers

    def above(self, level: int) -> Lists:
        """The lists, cut off below this level."""
        return Lists(self.start, self.guide, _stops(self.start, self.level, level))

    def of_open_pairs(self, matched: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """What is said of pairs in this order, in the order of the open pairs."""
        flags = np.empty_like(matched)
        flags[self.pair] = matched
        return flags

    def in_turn(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """What is said of the open pairs, in this order."""
        return chosen[self.pair]


def choices_of(held: OpenPairs) -> Choices:
    """The open pairs in the drawn order."""
    learner_at, guide_at = np.argsort(held.learner_turn), np.argsort(held.guide_turn)
    start = np.concatenate([[0], np.cumsum(np.diff(held.start)[learner_at])]).astype(np.int64)
    best = best_first(held.start, held.guide, -held.level, held.guide_turn)
    pair = _rows_in_turn(held.start, best, learner_at, start)
    guide, level = held.guide_turn[held.guide[pair]], held.level[pair]
    places = Places(held.learner_places[learner_at], held.guide_places[guide_at])
    return Choices(held, start, guide, level, pair, places, held.guide_minimum[guide_at])


@njit(nogil=True, cache=True)
def _rows_in_turn(old_start: Integers, entries: Integers, learner_at: Integers, start: Integers) -> Integers:
    moved = np.empty_like(entries)
    for row in range(len(learner_at)):
        old = learner_at[row]
        moved[start[row] : start[row + 1]] = entries[old_start[old] : old_start[old + 1]]
    return moved


@njit(nogil=True, cache=True)
def _stops(start: Integers, level: Integers, least: int) -> Integers:
    """Where each list first falls below a level, by bisection."""
    stop = np.empty(len(start) - 1, np.int64)
    for row in range(len(stop)):
        low, high = start[row], start[row + 1]
        while low < high:
            middle = (low + high) >> 1
            if level[middle] >= least:
                low = middle + 1
            else:
                high = middle
        stop[row] = low
    return stop
