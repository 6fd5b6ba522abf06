"""Learners who want several guides, and guides who must have some: whom to trade with whom, and a first bidding.

A transportation problem (Hitchcock 1941) in which each pair trades at most once. What it costs to leave a unit of a
learner alone falls from the first unit to the next; what a place of a guide brings falls from those that must be
filled, and the first, to the others.

Method of the bidding: the forward auction for persons with several units (Bertsekas and Castañón 1989), one unit
after the other, in whole numbers on one thread.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.total.auction import FAR, NOBODY, no_bids, take_place

Flags = NDArray[np.bool_]
Rows = NDArray[np.int32]


class Trade(NamedTuple):
    """Who may have whom, and what it costs: pairs listed learner after learner.

    start: length n + 1, where each learner's pairs begin. learner, guide, cost: of each pair, cost 0 or more.
    wants: units of each learner. places: of each guide; least: how many of them must be filled.
    alone: what it costs to leave a unit alone; first_alone: the same where it is the learner's first, length n.
    must: what it brings to fill a place that must be filled; first: the first one, length m.
    """

    start: Integers
    learner: Rows
    guide: Rows
    cost: Integers
    wants: Integers
    places: Integers
    least: Integers
    alone: int
    first_alone: Integers
    must: int
    first: Integers


@njit(nogil=True, cache=True)
def bid(trade: Trade, step: int, alone: int) -> tuple[Flags, Integers]:
    """The pairs that bidding ends with, and the price of each guide, as if no place brought anything.

    step: by how much a bid goes beyond what is needed, 1 or more. alone: what leaving a unit alone costs here.
    """
    taken = np.zeros(len(trade.guide), np.bool_)
    price = np.zeros(len(trade.places), np.int64)
    held = no_bids(trade.places)
    queue = _units(trade.wants)
    head, waiting = 0, len(queue)
    while waiting:
        learner = queue[head]
        head = (head + 1) % len(queue)
        waiting -= 1
        edge, amount = _best_bid(trade, taken, price, learner, step, alone)
        if edge == NOBODY:
            continue
        taken[edge] = True
        guide = trade.guide[edge]
        outbid = take_place(held, trade.places, guide, edge, amount)
        if outbid != NOBODY:
            taken[outbid] = False
            queue[(head + waiting) % len(queue)] = trade.learner[outbid]
            waiting += 1
        if held.load[guide] == trade.places[guide]:
            price[guide] = max(price[guide], held.bid[held.first[guide]])
    return taken, price


@njit(nogil=True, cache=True)
def _units(wants: Integers) -> Integers:
    """Every learner as often as they want a guide: all once, then those who want more."""
    queue = np.empty(wants.sum(), np.int64)
    place = 0
    for unit in range(wants.max() if len(wants) else 0):
        for learner in range(len(wants)):
            if wants[learner] > unit:
                queue[place] = learner
                place += 1
    return queue


@njit(nogil=True, cache=True)
def _best_bid(
    trade: Trade, taken: Flags, price: Integers, learner: int, step: int, alone: int
) -> tuple[int, int]:
    """The pair not yet taken that costs a learner the least at these prices, and what they bid for it."""
    least, second, best = alone, int(FAR), NOBODY
    for edge in range(trade.start[learner], trade.start[learner + 1]):
        guide = trade.guide[edge]
        if taken[edge] or trade.places[guide] == 0:
            continue
        cost = trade.cost[edge] + price[guide]
        if cost < least:
            second, least, best = least, cost, edge
        elif cost < second:
            second = cost
    if best == NOBODY:
        return NOBODY, 0
    return best, price[trade.guide[best]] + second - least + step
