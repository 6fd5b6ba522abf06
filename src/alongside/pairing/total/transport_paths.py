"""The exact solution of a transportation problem from any start, by shortest paths with prices on both sides.

Method: pairs that do not fit the given prices are dropped; a place that is free though its price is above what it
brings is filled, or its price lowered, along a shortest path from the guide; then each waiting unit of a learner is
put in along a shortest path (successive shortest paths with potentials, Edmonds and Karp 1972; from the guides'
side Jonker and Volgenant 1987). Whole numbers only: the prices prove the result.

Throughout: a pair that is taken costs, with its price, no more than the learner's worth, any other no less.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from alongside.pairing.arrays import Integers
from alongside.pairing.total.auction import FAR, NOBODY
from alongside.pairing.total.heap import OUT, Heap, empty_heap, pop, push
from alongside.pairing.total.transport import Flags, Rows, Trade


class Standing(NamedTuple):
    """What stands at present, changed in place.

    taken: of each pair. price: of each guide. worth: what each learner pays at the most for what they have and
    at the least for anything else. filled and load: units of learners and places of guides. first and seat: the
    pairs taken of each guide, laid end to end.
    """

    taken: Flags
    price: Integers
    worth: Integers
    filled: Integers
    load: Integers
    first: Integers
    seat: Integers


class Search(NamedTuple):
    """Scratch of shortest paths over guides, and then learners, by number; cleared after each one.

    distance; edge: by which pair it was reached; touched and settled: the first so many, counted in `counts`.
    """

    distance: Integers
    edge: Integers
    touched: Integers
    settled: Integers
    counts: Integers
    heap: Heap


@njit(nogil=True, cache=True)
def settle(trade: Trade, taken: Flags, price: Integers) -> Integers:
    """Change the pairs taken, and the prices, to those of the lowest cost, in place; the worth of each learner."""
    standing = _standing(trade, taken, price)
    search = _empty_search(len(price) + len(trade.wants))
    _refill(trade, standing, search)
    for learner in range(len(trade.wants)):
        while standing.filled[learner] < trade.wants[learner] and _put_in(trade, standing, search, learner):
            pass
    return standing.worth


@njit(nogil=True, cache=True)
def left_alone(trade: Trade, learner: int, unit: int) -> int:
    """What it costs to leave this unit alone, counted from 1."""
    return trade.first_alone[learner] if unit <= 1 else trade.alone


@njit(nogil=True, cache=True)
def lowest(trade: Trade, guide: int, load: int) -> int:
    """The price at which a place is filled when so many are."""
    brings = trade.must if load < trade.least[guide] else 0
    return -(brings + trade.first[guide]) if load == 0 else -brings


@njit(nogil=True, cache=True)
def least_other(trade: Trade, standing: Standing, learner: int) -> int:
    """What the cheapest pair costs that a learner does not have."""
    least = int(FAR)
    for edge in range(trade.start[learner], trade.start[learner + 1]):
        if not standing.taken[edge]:
            least = min(least, trade.cost[edge] + standing.price[trade.guide[edge]])
    return least


@njit(nogil=True, cache=True)
def _standing(trade: Trade, taken: Flags, price: Integers) -> Standing:
    """What stands once every pair is dropped that does not fit the prices."""
    learners, guides = len(trade.wants), len(trade.places)
    first = np.zeros(guides + 1, np.int64)
    first[1:] = np.cumsum(trade.places)
    standing = Standing(
        taken,
        price,
        np.zeros(learners, np.int64),
        np.zeros(learners, np.int64),
        np.zeros(guides, np.int64),
        first,
        np.empty(first[-1], np.int64),
    )
    for learner in range(learners):
        _drop_loose(trade, standing, learner)
        standing.worth[learner] = min(
            least_other(trade, standing, learner), left_alone(trade, learner, standing.filled[learner])
        )
    return standing


@njit(nogil=True, cache=True)
def _drop_loose(trade: Trade, standing: Standing, learner: int) -> None:
    """Keep the pairs that cost no more than any other, nor than being alone; seat them."""
    edges = range(trade.start[learner], trade.start[learner + 1])
    other = least_other(trade, standing, learner)
    cheapest = int(FAR)
    for edge in edges:
        if standing.taken[edge]:
            cheapest = min(cheapest, trade.cost[edge] + standing.price[trade.guide[edge]])
    for edge in edges:
        guide = trade.guide[edge]
        cost = trade.cost[edge] + standing.price[guide]
        is_first = cost == cheapest and standing.filled[learner] == 0
        limit = trade.first_alone[learner] if is_first else trade.alone
        if standing.taken[edge] and cost <= min(other, limit):
            _sit(standing, guide, edge)
            standing.filled[learner] += 1
        else:
            standing.taken[edge] = False


@njit(nogil=True, cache=True)
def _sit(standing: Standing, guide: int, edge: int) -> None:
    standing.seat[standing.first[guide] + standing.load[guide]] = edge
    standing.load[guide] += 1


@njit(nogil=True, cache=True)
def _change_seat(standing: Standing, guide: int, old: int, new: int) -> None:
    """Give the seat of one pair to another, or take it away where there is none."""
    place = standing.first[guide]
    while standing.seat[place] != old:
        place += 1
    standing.taken[old] = False
    if new == NOBODY:
        standing.load[guide] -= 1
        standing.seat[place] = standing.seat[standing.first[guide] + standing.load[guide]]
    else:
        standing.seat[place] = new
        standing.taken[new] = True


@njit(nogil=True, cache=True)
def _put_in(trade: Trade, standing: Standing, search: Search, source: int) -> bool:
    """Put one more unit of a learner in; False if it, and so every further one, is best left alone."""
    other = least_other(trade, standing, source)
    if other >= left_alone(trade, source, standing.filled[source] + 1):
        standing.worth[source] = min(other, left_alone(trade, source, standing.filled[source]))
        return False
    standing.worth[source] = other
    end, least = _path_from_learner(trade, standing, search, source)
    guides = len(trade.places)
    for place in range(search.counts[1]):
        number = search.settled[place]
        if number < guides:
            standing.price[number] += least - search.distance[number]
        else:
            standing.worth[number - guides] += least - search.distance[number]
    _shift_to(trade, standing, search, source, end)
    _clear(search)
    return end != guides + source


@njit(nogil=True, cache=True)
def _path_from_learner(trade: Trade, standing: Standing, search: Search, source: int) -> tuple[int, int]:
    """Where the shortest path ends, a free place or a unit that is left alone, and its length."""
    guides = len(trade.places)
    end, least = NOBODY, int(FAR)
    _reach(search, guides + source, 0, NOBODY)
    while search.heap.size[0] and search.heap.key[0] < least:
        number = _settle_next(search)
        base = search.distance[number]
        if number < guides:
            for seat in range(standing.first[number], standing.first[number] + standing.load[number]):
                edge = standing.seat[seat]
                learner = trade.learner[edge]
                distance = base + standing.worth[learner] - trade.cost[edge] - standing.price[number]
                if distance < min(least, search.distance[guides + learner]):
                    _reach(search, guides + learner, distance, edge)
            continue
        learner = number - guides
        unit = standing.filled[learner] + (learner == source)
        distance = base + left_alone(trade, learner, unit) - standing.worth[learner]
        if distance < least:
            end, least = number, distance
        for edge in range(trade.start[learner], trade.start[learner + 1]):
            guide = trade.guide[edge]
            distance = base + trade.cost[edge] + standing.price[guide] - standing.worth[learner]
            if standing.taken[edge] or distance >= min(least, search.distance[guide]):
                continue
            _reach(search, guide, distance, edge)
            load = standing.load[guide]
            if load < trade.places[guide]:
                distance += lowest(trade, guide, load) - standing.price[guide]
                if distance < least:
                    end, least = guide, distance
    return end, least


@njit(nogil=True, cache=True)
def _shift_to(trade: Trade, standing: Standing, search: Search, source: int, end: int) -> None:
    """Exchange the pairs of a path that led from a learner to its end."""
    guides = len(trade.places)
    if end == guides + source:
        return
    standing.filled[source] += 1
    if end < guides:
        edge = search.edge[end]
        standing.taken[edge] = True
        _sit(standing, end, edge)
    else:
        standing.filled[end - guides] -= 1
        edge = np.int64(NOBODY)
    learner = trade.learner[edge] if edge != NOBODY else end - guides
    while learner != source:
        old = search.edge[guides + learner]
        guide = trade.guide[old]
        edge = search.edge[guide]
        _change_seat(standing, guide, old, edge)
        learner = trade.learner[edge]


@njit(nogil=True, cache=True)
def _refill(trade: Trade, standing: Standing, search: Search) -> None:
    """Fill free places whose price is above what they bring, or lower the prices until none is."""
    first, edges = _by_guide(trade)
    guides = len(trade.places)
    for source in range(guides):
        while (
            standing.load[source] < trade.places[source]
            and lowest(trade, source, standing.load[source]) < standing.price[source]
        ):
            end, least = _path_from_guide(trade, standing, search, first, edges, source)
            for place in range(search.counts[1]):
                number = search.settled[place]
                if number < guides:
                    standing.price[number] -= least - search.distance[number]
                else:
                    standing.worth[number - guides] -= least - search.distance[number]
            _shift_from(trade, standing, search, source, end)
            _clear(search)


@njit(nogil=True, cache=True)
def _by_guide(trade: Trade) -> tuple[Integers, Rows]:
    """The same pairs guide after guide: where each guide's begin, and which they are."""
    first = np.zeros(len(trade.places) + 1, np.int64)
    for guide in trade.guide:
        first[guide + 1] += 1
    first = np.cumsum(first)
    following = first[:-1].copy()
    edges = np.empty(len(trade.guide), np.int32)
    for edge in range(len(trade.guide)):
        edges[following[trade.guide[edge]]] = edge
        following[trade.guide[edge]] += 1
    return first, edges


@njit(nogil=True, cache=True)
def _path_from_guide(
    trade: Trade, standing: Standing, search: Search, first: Integers, edges: Rows, source: int
) -> tuple[int, int]:
    """Where the shortest path ends, a waiting unit or a place that may be free, and its length."""
    guides = len(trade.places)
    end, least = source, standing.price[source] - lowest(trade, source, standing.load[source])
    _reach(search, source, 0, NOBODY)
    while search.heap.size[0] and search.heap.key[0] < least:
        number = _settle_next(search)
        if number < guides:
            to, length = _offer(
                trade, standing, search, edges[first[number] : first[number + 1]], number, least
            )
        else:
            to, length = _give_up(trade, standing, search, number - guides, least)
        if length < least:
            end, least = to, length
    return end, least


@njit(nogil=True, cache=True)
def _offer(
    trade: Trade, standing: Standing, search: Search, edges: Rows, guide: int, least: int
) -> tuple[int, int]:
    """Reach the learners who do not have this guide; of those with a waiting unit the nearest, and how far."""
    guides, end = len(trade.places), NOBODY
    for edge in edges:
        learner = trade.learner[edge]
        number = guides + learner
        distance = search.distance[guide] + trade.cost[edge] + standing.price[guide] - standing.worth[learner]
        if standing.taken[edge] or distance >= min(least, search.distance[number]):
            continue
        _reach(search, number, distance, edge)
        if standing.filled[learner] < trade.wants[learner]:
            alone = left_alone(trade, learner, standing.filled[learner] + 1)
            distance += max(0, standing.worth[learner] - alone)
            if distance < least:
                end, least = number, distance
    return end, least


@njit(nogil=True, cache=True)
def _give_up(trade: Trade, standing: Standing, search: Search, learner: int, least: int) -> tuple[int, int]:
    """Reach the guides whom this learner has; the one whose place may stay free the soonest, and how far."""
    end, base = NOBODY, search.distance[len(trade.places) + learner] + standing.worth[learner]
    for edge in range(trade.start[learner], trade.start[learner + 1]):
        guide = trade.guide[edge]
        distance = base - trade.cost[edge] - standing.price[guide]
        if not standing.taken[edge] or distance >= min(least, search.distance[guide]):
            continue
        _reach(search, guide, distance, edge)
        distance += standing.price[guide] - lowest(trade, guide, standing.load[guide] - 1)
        if distance < least:
            end, least = guide, distance
    return end, least


@njit(nogil=True, cache=True)
def _shift_from(trade: Trade, standing: Standing, search: Search, source: int, end: int) -> None:
    """Exchange the pairs of a path that led from a guide to its end."""
    guides = len(trade.places)
    if end == source:
        return
    if end >= guides:
        standing.filled[end - guides] += 1
        new = search.edge[end]
    else:
        old = search.edge[end]
        _change_seat(standing, end, old, NOBODY)
        new = search.edge[guides + trade.learner[old]]
    guide = trade.guide[new]
    while guide != source:
        old = search.edge[guide]
        _change_seat(standing, guide, old, new)
        new = search.edge[guides + trade.learner[old]]
        guide = trade.guide[new]
    standing.taken[new] = True
    _sit(standing, source, new)


@njit(nogil=True, cache=True)
def _empty_search(count: int) -> Search:
    return Search(
        np.full(count, FAR),
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.zeros(2, np.int64),
        empty_heap(count),
    )


@njit(nogil=True, cache=True)
def _reach(search: Search, number: int, distance: int, edge: int) -> None:
    if search.distance[number] == FAR:
        search.touched[search.counts[0]] = number
        search.counts[0] += 1
    search.distance[number], search.edge[number] = distance, edge
    push(search.heap, number, distance)


@njit(nogil=True, cache=True)
def _settle_next(search: Search) -> int:
    number = pop(search.heap)
    search.settled[search.counts[1]] = number
    search.counts[1] += 1
    return number


@njit(nogil=True, cache=True)
def _clear(search: Search) -> None:
    for place in range(search.counts[0]):
        number = search.touched[place]
        search.distance[number], search.heap.place[number] = FAR, OUT
    search.counts[:] = 0
    search.heap.size[0] = 0
