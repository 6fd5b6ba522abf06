"""Deferred acceptance in compiled code: each side keeps the best it has been offered so far.

Gale and Shapley (1962), with places on both sides (Roth 1984 for many-to-many); the second chance of those
who are left over is Király's (2011).
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers


class Proposers(NamedTuple):
    """The side that proposes. start: where each one's pairs begin, the best first.

    places: how many partners each wants. turn: who begins, as rows in order. position: the inverse of turn.
    """

    start: Integers
    places: Integers
    turn: Integers
    position: NDArray[np.int32]


class Receivers(NamedTuple):
    """The side that chooses. of: the receiver of each pair, in the proposers' order. key: what the receiver
    thinks of it, the lowest best.
    """

    of: NDArray[np.int32]
    key: Integers
    places: Integers


class Held(NamedTuple):
    """What receivers hold, a heap each with the worst on top: pairs, their keys, ties and proposers.

    first: where each receiver's heap begins. load: how many it holds. bar: the worst key of a full receiver,
    kept apart because most proposals fail at it.
    """

    first: Integers
    load: Integers
    bar: Integers
    pair: Integers
    key: Integers
    tie: NDArray[np.int32]
    proposer: NDArray[np.int32]


@njit(nogil=True, cache=True)
def _is_worse(held: Held, one: int, other: int) -> bool:
    return held.key[one] > held.key[other] or (
        held.key[one] == held.key[other] and held.tie[one] > held.tie[other]
    )


@njit(nogil=True, cache=True)
def _swap(held: Held, one: int, other: int) -> None:
    held.pair[one], held.pair[other] = held.pair[other], held.pair[one]
    held.key[one], held.key[other] = held.key[other], held.key[one]
    held.tie[one], held.tie[other] = held.tie[other], held.tie[one]
    held.proposer[one], held.proposer[other] = held.proposer[other], held.proposer[one]


@njit(nogil=True, cache=True)
def _rise(held: Held, first: int, place: int) -> None:
    while place > 0:
        above = (place - 1) >> 1
        if not _is_worse(held, first + place, first + above):
            return
        _swap(held, first + place, first + above)
        place = above


@njit(nogil=True, cache=True)
def _sink(held: Held, first: int, load: int) -> None:
    place = 0
    while 2 * place + 1 < load:
        below = 2 * place + 1
        if below + 1 < load and _is_worse(held, first + below + 1, first + below):
            below += 1
        if not _is_worse(held, first + below, first + place):
            return
        _swap(held, first + place, first + below)
        place = below


@njit(nogil=True, cache=True)
def _offer(held: Held, places: Integers, receiver: int, offer: tuple[Any, ...]) -> tuple[bool, int, int]:
    """Whether the receiver holds the offered pair now, and the pair and the proposer it let go for it, or -1."""
    pair, key, tie, proposer = offer
    if key > held.bar[receiver]:
        return False, -1, -1
    first, load = held.first[receiver], held.load[receiver]
    if load == places[receiver]:
        if key == held.key[first] and tie >= held.tie[first]:
            return False, -1, -1
        gone, left = held.pair[first], held.proposer[first]
        held.pair[first], held.key[first], held.tie[first], held.proposer[first] = pair, key, tie, proposer
        _sink(held, first, load)
        held.bar[receiver] = held.key[first]
        return True, gone, left
    place = first + load
    held.pair[place], held.key[place], held.tie[place], held.proposer[place] = pair, key, tie, proposer
    held.load[receiver] += 1
    _rise(held, first, load)
    if load + 1 == places[receiver]:
        held.bar[receiver] = held.key[first]
    return True, -1, -1


@njit(nogil=True, cache=True)
def accepted(proposers: Proposers, receivers: Receivers, second_chance: bool) -> NDArray[np.bool_]:  # noqa: FBT001, compiled
    """Which pairs are held when nobody has anything left to propose.

    second_chance: who has been through the whole list with a place left goes through it once more, and is
    then preferred among equals; without it the proposers' turns decide among equals.
    """
    first = np.zeros(len(receivers.places) + 1, np.int64)
    first[1:] = np.cumsum(receivers.places)
    size = first[-1]
    held = Held(
        first,
        np.zeros(len(receivers.places), np.int64),
        np.where(receivers.places > 0, np.iinfo(np.int64).max, np.iinfo(np.int64).min),
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
    )
    is_held = np.zeros(len(receivers.of), np.bool_)
    following = proposers.start[:-1].copy()
    left = proposers.places.copy()
    chances = np.full(len(left), 1 if second_chance else 0)
    waiting = proposers.turn[::-1].copy()
    count = len(waiting)
    is_waiting = np.ones(len(left), np.bool_)
    while count > 0:
        proposer = waiting[count - 1]
        if left[proposer] > 0 and following[proposer] == proposers.start[proposer + 1] and chances[proposer]:
            chances[proposer] = 0
            following[proposer] = proposers.start[proposer]
        if left[proposer] == 0 or following[proposer] == proposers.start[proposer + 1]:
            is_waiting[proposer] = False
            count -= 1
            continue
        pair = following[proposer]
        following[proposer] += 1
        if second_chance and is_held[pair]:
            continue
        tie = chances[proposer] if second_chance else np.int64(proposers.position[proposer])
        offer = (pair, receivers.key[pair], tie, proposer)
        taken, gone, whose = _offer(held, receivers.places, receivers.of[pair], offer)
        if taken:
            is_held[pair] = True
            left[proposer] -= 1
        if gone >= 0:
            is_held[gone] = False
            left[whose] += 1
            if not is_waiting[whose]:
                is_waiting[whose] = True
                waiting[count] = whose
                count += 1
    return is_held
