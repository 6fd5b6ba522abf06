"""Exchanges among matched people that leave as few as possible at one level of fit, in compiled code.

The network: a learner may take another guide, a guide may let a learner go, a learner may stay unmatched where
others can take the place, and a guide may have one learner more or fewer. A pair at the level in question
costs one, every other pair nothing. The fewest are found by the primal-dual method (Kuhn 1955; Ford and
Fulkerson 1962). Its distances tell which exchanges are possible in every matching with as few, and only these
stay open when the next level is asked (complementary slackness).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers

Flags = NDArray[np.bool_]

UNSEEN, SOURCE = -2, -1


class Exchange(NamedTuple):
    """Who has whom, and which exchanges are still open. People are numbered by turn.

    start, guide, level: each learner's guides, the best first. places, minimum: of guides. at: each learner's
    pair, or -1. is_in: whether a learner counts as matched. first, seat, seated, load: each guide's learners
    from `first` on, how many sit there now, and how many are to. group: of learners, guides, and the two
    hubs, through which learners change places with unmatched ones and guides pass on a place; a pair is open
    only within a group. kept: pairs at settled levels that can still be exchanged; of_learner and following
    list them. distance: of the primal-dual method, for each person and hub.
    """

    start: Integers
    guide: NDArray[np.int32]
    level: Integers
    places: Integers
    minimum: Integers
    at: Integers
    is_in: Flags
    first: Integers
    seat: Integers
    seated: Integers
    load: Integers
    group: Integers
    kept: Flags
    of_learner: Integers
    following: Integers
    distance: Integers


class Search(NamedTuple):
    """From where each node was reached, by which pair, and the nodes in the order they were."""

    parent: Integers
    via: Integers
    queue: Integers


@njit(nogil=True, cache=True)
def fewest_at(exchange: Exchange, level: int) -> int:
    """Exchange until as few as possible have a pair at this level, in place; how many still have one.

    All lower levels are settled. Only exchanges that every such matching allows stay open.
    """
    learners, guides = len(exchange.at), len(exchange.load)
    nodes = learners + guides + 2
    search = Search(np.empty(nodes, np.int64), np.empty(nodes, np.int64), np.empty(nodes, np.int64))
    exchange.distance[:] = 0
    waiting = _take_out(exchange, level)
    left = len(waiting)
    while left:
        search.parent[:] = UNSEEN
        before, left = left, 0
        for place in range(before):
            if not _placed(exchange, search, level, waiting[place]):
                waiting[left] = waiting[place]
                left += 1
        if left == before:
            _raise_distances(exchange, search, level)
    return _settle(exchange, level)


@njit(nogil=True, cache=True)
def _take_out(exchange: Exchange, level: int) -> Integers:
    """Unseat everybody at this level who is not settled; who they are."""
    waiting = np.empty(len(exchange.at), np.int64)
    count = 0
    for learner in range(len(exchange.at)):
        pair = exchange.at[learner]
        if pair >= 0 and exchange.level[pair] == level:
            _unseat(exchange, learner)
            waiting[count] = learner
            count += 1
    return waiting[:count]


@njit(nogil=True, cache=True)
def _unseat(exchange: Exchange, learner: int) -> None:
    guide = exchange.guide[exchange.at[learner]]
    exchange.seated[guide] -= 1
    last = exchange.first[guide] + exchange.seated[guide]
    for seat in range(exchange.first[guide], last):
        if exchange.seat[seat] == learner:
            exchange.seat[seat] = exchange.seat[last]
    exchange.at[learner] = -1


@njit(nogil=True, cache=True)
def _seat(exchange: Exchange, learner: int, pair: int) -> None:
    guide = exchange.guide[pair]
    exchange.seat[exchange.first[guide] + exchange.seated[guide]] = learner
    exchange.seated[guide] += 1
    exchange.at[learner] = pair


@njit(nogil=True, cache=True)
def _cost(exchange: Exchange, pair: int, level: int) -> int:
    return 1 if exchange.level[pair] == level else 0


@njit(nogil=True, cache=True)
def _placed(exchange: Exchange, search: Search, level: int, source: int) -> bool:
    """Find the learner a place along exchanges that cost nothing more; whether there is one."""
    learners, guides = len(exchange.at), len(exchange.load)
    search.parent[source] = SOURCE
    search.queue[0] = source
    at, count = 0, 1
    while at < count:
        node = search.queue[at]
        at += 1
        if learners <= node < learners + guides:
            guide = node - learners
            if exchange.seated[guide] < exchange.load[guide]:
                _apply(exchange, search, node)
                return True
            count = _from_guide(exchange, search, level, guide, count)
        elif node < learners:
            count = _from_learner(exchange, search, level, node, count)
        else:
            count = _from_hub(exchange, search, node, count)
    return False


@njit(nogil=True, cache=True)
def _visit(search: Search, node: int, parent: int, via: int, count: int) -> int:
    search.parent[node], search.via[node] = parent, via
    search.queue[count] = node
    return count + 1


@njit(nogil=True, cache=True)
def _from_learner(exchange: Exchange, search: Search, level: int, learner: int, count: int) -> int:
    learners, guides = len(exchange.at), len(exchange.load)
    group, distance = exchange.group, exchange.distance
    for pair in range(exchange.start[learner], exchange.start[learner + 1]):
        if exchange.level[pair] < level:
            break
        node = learners + exchange.guide[pair]
        if search.parent[node] != UNSEEN or group[node] != group[learner]:
            continue
        if (
            _cost(exchange, pair, level) + distance[learner] == distance[node]
            and pair != exchange.at[learner]
        ):
            count = _visit(search, node, learner, pair, count)
    pair = exchange.of_learner[learner]
    while pair >= 0:
        node = learners + exchange.guide[pair]
        is_open = exchange.kept[pair] and pair != exchange.at[learner]
        if is_open and search.parent[node] == UNSEEN and distance[learner] == distance[node]:
            count = _visit(search, node, learner, pair, count)
        pair = exchange.following[pair]
    hub = learners + guides
    can_leave = exchange.is_in[learner] and search.parent[hub] == UNSEEN and group[learner] == group[hub]
    if can_leave and distance[learner] == distance[hub]:
        count = _visit(search, hub, learner, -1, count)
    return count


@njit(nogil=True, cache=True)
def _can_leave(exchange: Exchange, learner: int, guide: int) -> bool:
    """Whether the learner's pair with this guide is open to exchange."""
    pair = exchange.at[learner]
    if exchange.kept[pair]:
        return True
    return exchange.group[learner] == exchange.group[len(exchange.at) + guide]


@njit(nogil=True, cache=True)
def _from_guide(exchange: Exchange, search: Search, level: int, guide: int, count: int) -> int:
    learners, guides = len(exchange.at), len(exchange.load)
    node, distance = learners + guide, exchange.distance
    for seat in range(exchange.first[guide], exchange.first[guide] + exchange.seated[guide]):
        learner = exchange.seat[seat]
        if search.parent[learner] != UNSEEN or not _can_leave(exchange, learner, guide):
            continue
        if distance[node] - _cost(exchange, exchange.at[learner], level) == distance[learner]:
            count = _visit(search, learner, node, -1, count)
    hub = learners + guides + 1
    is_open = search.parent[hub] == UNSEEN and exchange.group[node] == exchange.group[hub]
    if is_open and exchange.load[guide] < exchange.places[guide] and distance[node] == distance[hub]:
        count = _visit(search, hub, node, -1, count)
    return count


@njit(nogil=True, cache=True)
def _can_enter(exchange: Exchange, hub: int, node: int) -> bool:
    """Whether an unmatched learner can come in, or a guide do with one fewer."""
    learners = len(exchange.at)
    if exchange.group[node] != exchange.group[hub]:
        return False
    if node < learners:
        return not exchange.is_in[node]
    return exchange.load[node - learners] > exchange.minimum[node - learners]


@njit(nogil=True, cache=True)
def _of_hub(exchange: Exchange, hub: int) -> tuple[int, int]:
    learners, guides = len(exchange.at), len(exchange.load)
    return (0, learners) if hub == learners + guides else (learners, learners + guides)


@njit(nogil=True, cache=True)
def _from_hub(exchange: Exchange, search: Search, hub: int, count: int) -> int:
    begin, end = _of_hub(exchange, hub)
    for node in range(begin, end):
        is_near = search.parent[node] == UNSEEN and exchange.distance[node] == exchange.distance[hub]
        if is_near and _can_enter(exchange, hub, node):
            count = _visit(search, node, hub, -1, count)
    return count


@njit(nogil=True, cache=True)
def _apply(exchange: Exchange, search: Search, node: int) -> None:
    """Carry out the exchanges that lead to this guide, the last one first."""
    learners, guides = len(exchange.at), len(exchange.load)
    while node != SOURCE:
        before = search.parent[node]
        if learners <= node < learners + guides:
            if before >= learners:
                exchange.load[node - learners] -= 1
            else:
                _move(exchange, before, search.via[node])
        elif node == learners + guides:
            exchange.is_in[before] = False
            _move(exchange, before, -1)
        elif node == learners + guides + 1:
            exchange.load[before - learners] += 1
        elif before == learners + guides:
            exchange.is_in[node] = True
        node = before


@njit(nogil=True, cache=True)
def _move(exchange: Exchange, learner: int, pair: int) -> None:
    if exchange.at[learner] >= 0:
        _unseat(exchange, learner)
    if pair >= 0:
        _seat(exchange, learner, pair)


@njit(nogil=True, cache=True)
def _raise_distances(exchange: Exchange, search: Search, level: int) -> None:
    """Let everything that was not reached be as much further as the nearest way there costs."""
    learners, guides = len(exchange.at), len(exchange.load)
    step = np.iinfo(np.int64).max
    for node in range(learners + guides + 2):
        if search.parent[node] == UNSEEN:
            continue
        if node < learners:
            step = min(step, _step_from_learner(exchange, search, level, node))
        elif node < learners + guides:
            step = min(step, _step_from_guide(exchange, search, level, node - learners))
        else:
            begin, end = _of_hub(exchange, node)
            for other in range(begin, end):
                if search.parent[other] == UNSEEN and _can_enter(exchange, node, other):
                    step = min(step, exchange.distance[node] - exchange.distance[other])
    for node in range(learners + guides + 2):
        if search.parent[node] == UNSEEN:
            exchange.distance[node] += step


@njit(nogil=True, cache=True)
def _step_from_learner(exchange: Exchange, search: Search, level: int, learner: int) -> int:
    learners, guides = len(exchange.at), len(exchange.load)
    group, distance = exchange.group, exchange.distance
    step = np.iinfo(np.int64).max
    for pair in range(exchange.start[learner], exchange.start[learner + 1]):
        if exchange.level[pair] < level:
            break
        node = learners + exchange.guide[pair]
        if search.parent[node] == UNSEEN and group[node] == group[learner] and pair != exchange.at[learner]:
            step = min(step, _cost(exchange, pair, level) + distance[learner] - distance[node])
    pair = exchange.of_learner[learner]
    while pair >= 0:
        node = learners + exchange.guide[pair]
        if search.parent[node] == UNSEEN and exchange.kept[pair] and pair != exchange.at[learner]:
            step = min(step, distance[learner] - distance[node])
        pair = exchange.following[pair]
    hub = learners + guides
    if exchange.is_in[learner] and search.parent[hub] == UNSEEN and group[learner] == group[hub]:
        step = min(step, distance[learner] - distance[hub])
    return step


@njit(nogil=True, cache=True)
def _step_from_guide(exchange: Exchange, search: Search, level: int, guide: int) -> int:
    learners, guides = len(exchange.at), len(exchange.load)
    node, distance = learners + guide, exchange.distance
    step = np.iinfo(np.int64).max
    for seat in range(exchange.first[guide], exchange.first[guide] + exchange.seated[guide]):
        learner = exchange.seat[seat]
        if search.parent[learner] == UNSEEN and _can_leave(exchange, learner, guide):
            cost = _cost(exchange, exchange.at[learner], level)
            step = min(step, distance[node] - cost - distance[learner])
    hub = learners + guides + 1
    is_open = search.parent[hub] == UNSEEN and exchange.group[node] == exchange.group[hub]
    if is_open and exchange.load[guide] < exchange.places[guide]:
        step = min(step, distance[node] - distance[hub])
    return step


@njit(nogil=True, cache=True)
def _settle(exchange: Exchange, level: int) -> int:
    """Close every exchange that would cost something at this level; how many have a pair at it."""
    if exchange.distance.max() == 0:
        return 0
    learners = len(exchange.at)
    group, distance = exchange.group, exchange.distance
    count = 0
    for learner in range(learners):
        pair = exchange.of_learner[learner]
        while pair >= 0:
            exchange.kept[pair] &= distance[learner] == distance[learners + exchange.guide[pair]]
            pair = exchange.following[pair]
        for pair in range(_first_at(exchange, learner, level), exchange.start[learner + 1]):
            if exchange.level[pair] < level:
                break
            count += pair == exchange.at[learner]
            node = learners + exchange.guide[pair]
            if group[node] == group[learner] and distance[node] == distance[learner] + 1:
                exchange.kept[pair] = True
                exchange.following[pair] = exchange.of_learner[learner]
                exchange.of_learner[learner] = pair
    _split_groups(exchange)
    return count


@njit(nogil=True, cache=True)
def _first_at(exchange: Exchange, learner: int, level: int) -> int:
    """The first pair of the learner's list that is not above the level, by bisection."""
    low, high = exchange.start[learner], exchange.start[learner + 1]
    while low < high:
        middle = (low + high) >> 1
        if exchange.level[middle] > level:
            low = middle + 1
        else:
            high = middle
    return low


@njit(nogil=True, cache=True)
def _split_groups(exchange: Exchange) -> None:
    """Only people at the same distance stay in a group."""
    code = exchange.group * (exchange.distance.max() + 1) + exchange.distance
    order = np.argsort(code)
    number = 0
    for place in range(len(order)):
        if place and code[order[place]] != code[order[place - 1]]:
            number += 1
        exchange.group[order[place]] = number
