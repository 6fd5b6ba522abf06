"""Learners bid for places: a near-optimal assignment, quickly, as a start for the exact one.

Method: the forward auction (Bertsekas 1988), one bidder after the other, with capacities (a guide's price is the
lowest bid held once all places are taken, nothing before; Bertsekas and Castañón 1989). All in whole numbers on
one thread, so that it takes the same course on every machine.

Where every place will be taken, a coarse auction may hand its prices to a finer one (scaling; Bertsekas 1988).
Where places stay free, a price that is left from before belongs to nobody, and clearing it costs more than it saves.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers

FAR = np.int64(2**62)
WAITING = -2
NOBODY = -1
LEAVES_ONE_IN = 4000  # learners who outbid each other to the end: shortest paths place them sooner


class Choices(NamedTuple):
    """Whom each learner may have and at what cost: pairs listed learner after learner.

    start: length n + 1, where each learner's pairs begin. guide and cost: of each pair, cost 0 or more, of 32 or
    64 bits. places: of each guide. alone: what it costs to leave a learner without anybody.
    """

    start: Integers
    guide: NDArray[np.int32]
    cost: NDArray[np.signedinteger]
    places: Integers
    alone: int


class Held(NamedTuple):
    """The bids that guides hold: a heap of the lowest bid for each guide, laid end to end.

    first: where each guide's heap begins. load: how many it holds. bid and learner: of each place.
    """

    first: Integers
    load: Integers
    bid: Integers
    learner: Integers


@njit(nogil=True, cache=True)
def auction(choices: Choices, step: int, price: Integers) -> Integers:
    """The pair chosen by each learner: its place in the list, NOBODY or WAITING.

    Within n × step of the lowest cost where all places are taken, or all prices were 0, but for the last few
    learners, who are left WAITING. step: by how much a bid goes beyond what is needed, 1 or more. price: of each
    guide, raised in place.
    """
    learners = len(choices.start) - 1
    chosen = np.full(learners, WAITING)
    held = no_bids(choices.places)
    queue = np.arange(learners)
    head, waiting = 0, learners
    while waiting > learners // LEAVES_ONE_IN:
        learner = queue[head]
        head = (head + 1) % learners
        waiting -= 1
        edge, bid = best_bid(choices, price, learner, step)
        chosen[learner] = edge
        if edge == NOBODY:
            continue
        outbid = take_place(held, choices.places, choices.guide[edge], learner, bid)
        if outbid != NOBODY:
            chosen[outbid] = WAITING
            queue[(head + waiting) % learners] = outbid
            waiting += 1
        guide = choices.guide[edge]
        if held.load[guide] == choices.places[guide]:
            price[guide] = max(price[guide], held.bid[held.first[guide]])
    return chosen


@njit(nogil=True, cache=True)
def no_bids(places: Integers) -> Held:
    """Empty heaps for so many places."""
    first = np.zeros(len(places) + 1, np.int64)
    first[1:] = np.cumsum(places)
    room = first[-1]
    return Held(first, np.zeros(len(places), np.int64), np.empty(room, np.int64), np.empty(room, np.int64))


@njit(nogil=True, cache=True)
def best_bid(choices: Choices, price: Integers, learner: int, step: int) -> tuple[int, int]:
    """The pair that costs a learner the least at these prices, and what they bid for it."""
    least, second, best = choices.alone, int(FAR), NOBODY
    for edge in range(choices.start[learner], choices.start[learner + 1]):
        cost = choices.cost[edge] + price[choices.guide[edge]]
        if cost < least:
            second, least, best = least, cost, edge
        elif cost < second:
            second = cost
    if best == NOBODY:
        return NOBODY, 0
    return best, price[choices.guide[best]] + second - least + step


@njit(nogil=True, cache=True)
def take_place(held: Held, places: Integers, guide: int, learner: int, bid: int) -> int:
    """Give a learner a place; the learner who is outbid, or NOBODY."""
    low = held.first[guide]
    if held.load[guide] < places[guide]:
        place = held.load[guide]
        held.load[guide] += 1
        while place > 0 and held.bid[low + (place - 1) // 2] > bid:
            above = (place - 1) // 2
            held.bid[low + place], held.learner[low + place] = (
                held.bid[low + above],
                held.learner[low + above],
            )
            place = above
        held.bid[low + place], held.learner[low + place] = bid, learner
        return NOBODY
    outbid, place, load = held.learner[low], 0, held.load[guide]
    while 2 * place + 1 < load:
        below = 2 * place + 1
        if below + 1 < load and held.bid[low + below + 1] < held.bid[low + below]:
            below += 1
        if held.bid[low + below] >= bid:
            break
        held.bid[low + place], held.learner[low + place] = held.bid[low + below], held.learner[low + below]
        place = below
    held.bid[low + place], held.learner[low + place] = bid, learner
    return outbid
