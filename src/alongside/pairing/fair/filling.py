"""Filling as many places as possible, in compiled code, and the cut that proves that no more can be filled.

Method: augmenting paths in phases (Hopcroft and Karp 1973; Dinic 1970), with places on both sides. The
matching is grown, never begun anew: raising a threshold takes a few pairs out and looks for others.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers

Flags = NDArray[np.bool_]


class Lists(NamedTuple):
    """Each learner's guides in compressed rows, the best first.

    start: where each learner's begin, length n + 1. guide: of each pair. stop: where each learner's list is cut
    off; pairs behind it are left out.
    """

    start: Integers
    guide: NDArray[np.int32]
    stop: Integers


class Places(NamedTuple):
    """How many partners each learner and each guide may have."""

    learner: Integers
    guide: Integers


class Reached(NamedTuple):
    """Distance from a learner with a free place, -1 where no alternating path leads."""

    learner: Integers
    guide: Integers


class _Seats(NamedTuple):
    """Who sits where: each guide's pairs and learners from `first` on, `load` of them; places left of learners."""

    first: Integers
    load: Integers
    pair: Integers
    learner: NDArray[np.int32]
    left: Integers


@njit(nogil=True, cache=True)
def fill(lists: Lists, places: Places, matched: Flags) -> Reached:
    """Match as many more pairs as possible, in place; what can be reached when nothing is left to improve.

    matched: of each pair, within the lists and the places, to begin with. Guides never have fewer than before.
    """
    seats = _seated(lists, places, matched)
    _take_free_places(lists, places, matched, seats)
    while True:
        reached, found = _reach(lists, places, matched, seats)
        if not found:
            return reached
        _augment(lists, places, matched, seats, reached)


@njit(nogil=True, cache=True)
def _seated(lists: Lists, places: Places, matched: Flags) -> _Seats:
    degree = np.zeros(len(places.guide), np.int64)
    for learner in range(len(places.learner)):
        for pair in range(lists.start[learner], lists.start[learner + 1]):
            degree[lists.guide[pair]] += 1
    first = np.zeros(len(degree) + 1, np.int64)
    first[1:] = np.cumsum(np.minimum(degree, places.guide))
    seats = _Seats(
        first,
        np.zeros(len(degree), np.int64),
        np.empty(first[-1], np.int64),
        np.empty(first[-1], np.int32),
        places.learner.copy(),
    )
    for learner in range(len(places.learner)):
        for pair in range(lists.start[learner], lists.stop[learner]):
            if matched[pair]:
                _seat(seats, lists.guide[pair], pair, learner)
    return seats


@njit(nogil=True, cache=True)
def _seat(seats: _Seats, guide: int, pair: int, learner: int) -> None:
    seat = seats.first[guide] + seats.load[guide]
    seats.pair[seat], seats.learner[seat] = pair, learner
    seats.load[guide] += 1
    seats.left[learner] -= 1


@njit(nogil=True, cache=True)
def _take_free_places(lists: Lists, places: Places, matched: Flags, seats: _Seats) -> None:
    for learner in range(len(places.learner)):
        for pair in range(lists.start[learner], lists.stop[learner]):
            if seats.left[learner] == 0:
                break
            guide = lists.guide[pair]
            if not matched[pair] and seats.load[guide] < places.guide[guide]:
                _seat(seats, guide, pair, learner)
                matched[pair] = True


@njit(nogil=True, cache=True)
def _reach(lists: Lists, places: Places, matched: Flags, seats: _Seats) -> tuple[Reached, bool]:
    """Distances by breadth-first search, and whether a free place was found; it stops at the nearest ones."""
    reached = Reached(np.full(len(places.learner), -1), np.full(len(places.guide), -1))
    queue = np.empty(len(places.learner), np.int64)
    count = 0
    for learner in range(len(places.learner)):
        if seats.left[learner] > 0:
            reached.learner[learner] = 0
            queue[count] = learner
            count += 1
    at = 0
    nearest = len(places.learner) + 1
    while at < count and reached.learner[queue[at]] <= nearest:
        learner = queue[at]
        at += 1
        far = reached.learner[learner]
        for pair in range(lists.start[learner], lists.stop[learner]):
            guide = lists.guide[pair]
            if reached.guide[guide] >= 0 or matched[pair]:
                continue
            reached.guide[guide] = far
            if seats.load[guide] < places.guide[guide]:
                nearest = far
                continue
            for seat in range(seats.first[guide], seats.first[guide] + seats.load[guide]):
                other = seats.learner[seat]
                if reached.learner[other] < 0:
                    reached.learner[other] = far + 1
                    queue[count] = other
                    count += 1
    return reached, nearest <= len(places.learner)


@njit(nogil=True, cache=True)
def _augment(lists: Lists, places: Places, matched: Flags, seats: _Seats, reached: Reached) -> None:
    """Shortest alternating paths, as many as can be used together, by depth-first search."""
    following = lists.start[:-1].copy()
    asked = seats.first[:-1].copy()
    path = np.empty(len(places.learner) + 1, np.int64)
    given_up = np.empty(len(places.learner) + 1, np.int64)
    for root in range(len(places.learner)):
        while seats.left[root] > 0:
            path[0], given_up[0] = root, -1
            top = 0
            while top >= 0:
                learner = path[top]
                if following[learner] == lists.stop[learner]:
                    top -= 1
                    continue
                pair = following[learner]
                guide = lists.guide[pair]
                if matched[pair] or reached.guide[guide] != reached.learner[learner]:
                    following[learner] += 1
                elif seats.load[guide] < places.guide[guide]:
                    break
                else:
                    seat = _next_seat(lists, seats, reached, following, asked, guide)
                    if seat < 0:
                        following[learner] += 1
                        continue
                    top += 1
                    path[top], given_up[top] = seats.learner[seat], seat
            if top < 0:
                break
            _shift(lists, matched, seats, following, path[: top + 1], given_up)


@njit(nogil=True, cache=True)
def _next_seat(
    lists: Lists, seats: _Seats, reached: Reached, following: Integers, asked: Integers, guide: int
) -> int:
    """The seat of a learner of this guide who is one step further and still has guides to try, or -1."""
    while asked[guide] < seats.first[guide] + seats.load[guide]:
        other = seats.learner[asked[guide]]
        if reached.learner[other] == reached.guide[guide] + 1 and following[other] < lists.stop[other]:
            return asked[guide]
        asked[guide] += 1
    return -1


@njit(nogil=True, cache=True)
def _shift(
    lists: Lists, matched: Flags, seats: _Seats, following: Integers, path: Integers, given_up: Integers
) -> None:
    """Everybody on the path takes the pair they stand at and leaves the seat they came from."""
    last = lists.guide[following[path[-1]]]
    seat = seats.first[last] + seats.load[last]
    seats.load[last] += 1
    for step in range(len(path) - 1, -1, -1):
        learner = path[step]
        if given_up[step] >= 0:
            matched[seats.pair[given_up[step]]] = False
        seats.pair[seat], seats.learner[seat] = following[learner], learner
        matched[following[learner]] = True
        seat = given_up[step]
    seats.left[path[0]] -= 1
