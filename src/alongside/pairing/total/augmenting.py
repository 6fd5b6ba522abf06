"""The exact assignment from any near-optimal one, by shortest augmenting paths.

Method: pairs that are not tight at the given prices are dropped; a freed place that still has a price is filled, or
its price brought to nothing, along shortest paths from the guide; then every waiting learner is put in along a
shortest path (Jonker and Volgenant 1987, with capacities). Whole numbers only: the prices prove the result.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.total.auction import FAR, NOBODY, Choices
from alongside.pairing.total.heap import OUT, Heap, empty_heap, pop, push


class Search(NamedTuple):
    """Scratch of shortest paths, cleared after each one.

    distance: of each guide. edge and learner: by which pair, of whom, a guide was reached. touched and settled:
    guides, the first so many of them counted in `counts`.
    """

    distance: Integers
    edge: Integers
    learner: Integers
    touched: Integers
    settled: Integers
    counts: Integers


class Reached(NamedTuple):
    """Learners reached on the way from a guide: the distance of each, and which; counts: how many, an array of one."""

    distance: Integers
    learner: Integers
    counts: Integers


class Seats(NamedTuple):
    """Who sits with each guide: seats laid end to end. first: where each guide's begin. seat: of each learner."""

    first: Integers
    load: Integers
    learner: Integers
    seat: Integers


@njit(nogil=True, cache=True)
def make_exact(choices: Choices, chosen: Integers, price: Integers) -> None:
    """Change the pairs chosen, and the prices, to those of the lowest cost, in place."""
    worth = least_costs(choices, price)
    waiting = _drop_loose(choices, chosen, price, worth)
    _refill(choices, chosen, price, worth, waiting)
    insert(choices, chosen, price, np.flatnonzero(waiting))


@njit(nogil=True, cache=True)
def least_costs(choices: Choices, price: Integers) -> Integers:
    """What each learner pays at the least at these prices."""
    worth = np.full(len(choices.start) - 1, choices.alone)
    for learner in range(len(worth)):
        for edge in range(choices.start[learner], choices.start[learner + 1]):
            if choices.places[choices.guide[edge]]:
                worth[learner] = min(worth[learner], choices.cost[edge] + price[choices.guide[edge]])
    return worth


@njit(nogil=True, cache=True)
def _drop_loose(choices: Choices, chosen: Integers, price: Integers, worth: Integers) -> NDArray[np.bool_]:
    """Free everybody who could do better at these prices; who waits now."""
    waiting = np.zeros(len(chosen), np.bool_)
    for learner in range(len(chosen)):
        edge = chosen[learner]
        paid = choices.cost[edge] + price[choices.guide[edge]] if edge >= 0 else choices.alone
        waiting[learner] = edge < NOBODY or paid != worth[learner]
        if waiting[learner]:
            chosen[learner] = NOBODY
    return waiting


@njit(nogil=True, cache=True)
def insert(choices: Choices, chosen: Integers, price: Integers, waiting: Integers) -> None:
    """Put waiting learners in one after the other; optimal before means optimal after. In place."""
    seats = _seated(choices, chosen)
    heap, search = empty_heap(len(price)), _empty_search(len(price))
    for learner in waiting:
        guide, last, least = _shortest_path(choices, chosen, price, seats, heap, search, learner)
        for place in range(search.counts[1]):
            settled = search.settled[place]
            price[settled] += least - search.distance[settled]
        _shift(choices, chosen, seats, search, learner, guide, last)
        _clear(heap, search)


@njit(nogil=True, cache=True)
def _shortest_path(
    choices: Choices, chosen: Integers, price: Integers, seats: Seats, heap: Heap, search: Search, source: int
) -> tuple[int, int, int]:
    """The nearest free place from a learner: guide (or NOBODY), the learner who takes it, and the distance."""
    nearest, last, least = NOBODY, source, int(FAR)
    learner, walked, base = source, 0, 0
    guide, seat, end = NOBODY, 0, 0
    while True:
        if walked + choices.alone - base < least:
            nearest, last, least = NOBODY, learner, walked + choices.alone - base
        for edge in range(choices.start[learner], choices.start[learner + 1]):
            to = choices.guide[edge]
            distance = walked + choices.cost[edge] + price[to] - base
            if distance >= least or distance >= search.distance[to] or not choices.places[to]:
                continue
            _reach(search, to, distance, edge, learner)
            if seats.load[to] < choices.places[to]:
                nearest, last, least = to, learner, distance
            else:
                push(heap, to, distance)
        if seat == end:
            if not heap.size[0] or heap.key[0] >= least:
                return nearest, last, least
            guide = pop(heap)
            search.settled[search.counts[1]] = guide
            search.counts[1] += 1
            seat, end = seats.first[guide], seats.first[guide] + seats.load[guide]
        learner, walked = seats.learner[seat], search.distance[guide]
        base = choices.cost[chosen[learner]] + price[guide]
        seat += 1


@njit(nogil=True, cache=True)
def _reach(search: Search, guide: int, distance: int, edge: int, learner: int) -> None:
    if search.distance[guide] == FAR:
        search.touched[search.counts[0]] = guide
        search.counts[0] += 1
    search.distance[guide], search.edge[guide], search.learner[guide] = distance, edge, learner


@njit(nogil=True, cache=True)
def _shift(
    choices: Choices, chosen: Integers, seats: Seats, search: Search, source: int, guide: int, last: int
) -> None:
    """Everybody on the path moves on by one place; the last one to the free place, or out."""
    learner, edge = last, NOBODY
    seat = np.int64(NOBODY)
    if guide != NOBODY:
        learner, edge = search.learner[guide], search.edge[guide]
        seat = seats.first[guide] + seats.load[guide]
        seats.load[guide] += 1
    while True:
        left, freed = chosen[learner], seats.seat[learner]
        chosen[learner] = edge
        if edge != NOBODY:
            seats.learner[seat], seats.seat[learner] = learner, seat
        if learner == source:
            return
        guide, seat = choices.guide[left], freed
        learner, edge = search.learner[guide], search.edge[guide]


@njit(nogil=True, cache=True)
def _seated(choices: Choices, chosen: Integers) -> Seats:
    first = np.zeros(len(choices.places) + 1, np.int64)
    first[1:] = np.cumsum(choices.places)
    load, seat = np.zeros(len(choices.places), np.int64), np.zeros(len(chosen), np.int64)
    learners = np.empty(first[-1], np.int64)
    for learner in range(len(chosen)):
        if chosen[learner] >= 0:
            guide = choices.guide[chosen[learner]]
            seat[learner] = first[guide] + load[guide]
            learners[seat[learner]] = learner
            load[guide] += 1
    return Seats(first, load, learners, seat)


class Holders(NamedTuple):
    """The same pairs guide after guide: first, the learner and the place in the list of each."""

    first: Integers
    learner: NDArray[np.int32]
    edge: NDArray[np.int32]


@njit(nogil=True, cache=True)
def _by_guide(choices: Choices) -> Holders:
    first = np.zeros(len(choices.places) + 1, np.int64)
    for guide in choices.guide:
        first[guide + 1] += 1
    first = np.cumsum(first)
    following = first[:-1].copy()
    learners, edges = np.empty(len(choices.guide), np.int32), np.empty(len(choices.guide), np.int32)
    for learner in range(len(choices.start) - 1):
        for edge in range(choices.start[learner], choices.start[learner + 1]):
            place = following[choices.guide[edge]]
            learners[place], edges[place] = learner, edge
            following[choices.guide[edge]] += 1
    return Holders(first, learners, edges)


@njit(nogil=True, cache=True)
def _refill(
    choices: Choices, chosen: Integers, price: Integers, worth: Integers, waiting: NDArray[np.bool_]
) -> None:
    """Fill free places that have a price, or lower the prices until they have none."""
    load = np.zeros(len(price), np.int64)
    for edge in chosen:
        if edge >= 0:
            load[choices.guide[edge]] += 1
    holders, heap, search = _by_guide(choices), empty_heap(len(price)), _empty_search(len(price))
    reached = Reached(np.full(len(chosen), FAR), np.empty(len(chosen), np.int64), np.zeros(1, np.int64))
    for guide in range(len(price)):
        while load[guide] < choices.places[guide] and price[guide] > 0:
            _reach(search, guide, 0, NOBODY, NOBODY)
            push(heap, guide, 0)
            last, edge, least = _nearest_end(choices, chosen, price, worth, holders, heap, search, reached)
            _lower(price, worth, search, reached, least)
            if edge != NOBODY:
                taker = holders.learner[edge]
                chosen[taker], waiting[taker] = holders.edge[edge], False
                load[last] += 1
            while last != guide:
                mover, moved = search.learner[last], search.edge[last]
                chosen[mover] = moved
                load[last] -= 1
                last = choices.guide[moved]
                load[last] += 1
            _clear(heap, search)


@njit(nogil=True, cache=True)
def _lower(price: Integers, worth: Integers, search: Search, reached: Reached, least: int) -> None:
    """Bring prices down by what the path found leaves of them."""
    for place in range(search.counts[1]):
        guide = search.settled[place]
        price[guide] -= least - search.distance[guide]
    for place in range(reached.counts[0]):
        learner = reached.learner[place]
        worth[learner] -= max(0, least - reached.distance[learner])
        reached.distance[learner] = FAR
    reached.counts[0] = 0


@njit(nogil=True, cache=True)
def _nearest_end(
    choices: Choices,
    chosen: Integers,
    price: Integers,
    worth: Integers,
    holders: Holders,
    heap: Heap,
    search: Search,
    reached: Reached,
) -> tuple[int, int, int]:
    """From a guide with a free place, the nearest guide whose price would fall to 0, or learner who is free.

    Returns that guide, where the free learner's pair stands among the holders (or NOBODY), and the distance.
    """
    last, taken, least = NOBODY, NOBODY, int(FAR)
    while heap.size[0] and heap.key[0] < least:
        guide = pop(heap)
        search.settled[search.counts[1]] = guide
        search.counts[1] += 1
        base = search.distance[guide] + price[guide]
        if base < least:
            last, taken, least = guide, NOBODY, base
        for place in range(holders.first[guide], holders.first[guide + 1]):
            learner, edge = holders.learner[place], holders.edge[place]
            distance = base + choices.cost[edge] - worth[learner]
            if distance >= least or distance >= reached.distance[learner]:
                continue
            if reached.distance[learner] == FAR:
                reached.learner[reached.counts[0]] = learner
                reached.counts[0] += 1
            reached.distance[learner] = distance
            held = chosen[learner]
            if held < 0:
                last, taken, least = guide, place, distance
            elif choices.guide[held] != guide and distance < search.distance[choices.guide[held]]:
                _reach(search, choices.guide[held], distance, edge, learner)
                push(heap, choices.guide[held], distance)
    return last, taken, least


@njit(nogil=True, cache=True)
def _empty_search(guides: int) -> Search:
    return Search(
        np.full(guides, FAR),
        np.empty(guides, np.int64),
        np.empty(guides, np.int64),
        np.empty(guides, np.int64),
        np.empty(guides, np.int64),
        np.zeros(2, np.int64),
    )


@njit(nogil=True, cache=True)
def _clear(heap: Heap, search: Search) -> None:
    for place in range(search.counts[0]):
        guide = search.touched[place]
        search.distance[guide], heap.place[guide] = FAR, OUT
    search.counts[:] = 0
    heap.size[0] = 0
