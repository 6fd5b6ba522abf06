"""The floor of learners who have several guides: what a pair can lead to at best, and exchanges that raise it.

Where learners have several places the highest floor is a hard problem (Garg et al. 2010). Two things stand:
no learner can get above what the best other guides would add to a pair, which bounds the floor; and a chain of
people who each pass a guide on raises the worst-off while nobody falls as low (in the manner of Kobren, Saha
and McCallum 2019, who repair a flow paper by paper).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.fair.choices import Choices

Flags = NDArray[np.bool_]

MOST_IN_VAIN = 40  # learners for whom no chain is found; those worse off came first


class Chains(NamedTuple):
    """Who has whom while guides are passed on.

    start, guide, level: each learner's guides, the best first. places, minimum: of guides. matched: of pairs.
    total: each learner's summed level. first, pair, learner, load: each guide's seats.
    """

    start: Integers
    guide: NDArray[np.int32]
    level: Integers
    places: Integers
    minimum: Integers
    matched: Flags
    total: Integers
    first: Integers
    pair: Integers
    learner: Integers
    load: Integers


@njit(nogil=True, cache=True)
def promises(start: Integers, level: Integers, places: Integers, fixed_level: Integers) -> Integers:
    """For each pair, the highest summed level its learner can reach with it; rows have the best first."""
    promise = level.copy()
    for learner in range(len(places)):
        others = max(0, places[learner] - 1)
        begin, end = start[learner], start[learner + 1]
        best = fixed_level[learner]
        for pair in range(begin, min(begin + others, end)):
            best += max(0, level[pair])
        following = max(0, level[begin + others]) if begin + others < end else 0
        for pair in range(begin, end):
            promise[pair] += best
            if pair < begin + others:
                promise[pair] += following - max(0, level[pair])
    return promise


def promise_of(choices: Choices) -> Integers:
    """For each pair, the highest summed level that its learner can reach with it."""
    fixed = choices.open.fixed_level[np.argsort(choices.open.learner_turn)]
    return promises(choices.start, choices.level, choices.places.learner, fixed)


def by_exchanges(choices: Choices, matched: Flags) -> Flags:
    """The same number of pairs, with the worst-off raised by chains of exchanges until no chain helps."""
    chains = _chains(choices, matched)
    in_vain, raised = 0, True
    while raised:
        raised = False
        for learner in np.argsort(chains.total, kind="stable"):
            if not chains.total[learner]:
                continue
            while raise_by_chain(chains, learner):
                raised = True
            in_vain += 1
            if in_vain > MOST_IN_VAIN:
                return chains.matched
    return chains.matched


def _chains(choices: Choices, matched: Flags) -> Chains:
    row = np.repeat(np.arange(len(choices.places.learner)), np.diff(choices.start))
    total = choices.open.fixed_level[np.argsort(choices.open.learner_turn)].copy()
    np.add.at(total, row[matched], choices.level[matched])
    first, pair, load = seats(choices, matched)
    learner = np.where(pair >= 0, row[pair], -1)
    return Chains(
        choices.start,
        choices.guide,
        choices.level,
        choices.places.guide,
        choices.minimum,
        matched.copy(),
        total,
        first,
        pair,
        learner,
        load,
    )


def seats(choices: Choices, matched: Flags) -> tuple[Integers, Integers, Integers]:
    """Where each guide's seats begin, the pair on each, -1 where it is free, and how many are taken."""
    guides = len(choices.places.guide)
    of = choices.guide[matched]
    load = np.bincount(of, minlength=guides)
    room = np.minimum(choices.places.guide, np.bincount(choices.guide, minlength=guides))
    first = np.concatenate([[0], np.cumsum(room)])
    by_guide = np.argsort(of, kind="stable")
    within = np.arange(len(of)) - (np.cumsum(load) - load)[of[by_guide]]
    pair = np.full(first[-1], -1)
    pair[first[of[by_guide]] + within] = np.flatnonzero(matched)[by_guide]
    return first, pair, load


@njit(nogil=True, cache=True)
def raise_by_chain(chains: Chains, learner: int) -> bool:
    """Give the learner a better guide for one of theirs, in place; nobody else falls to where they were.

    Whether a chain was found: the last of it takes a free place or the guide whom the learner gives up.
    """
    for given in range(chains.start[learner], chains.start[learner + 1]):
        if chains.matched[given] and _found_chain(chains, learner, given):
            return True
    return False


@njit(nogil=True, cache=True)
def _found_chain(chains: Chains, learner: int, given: int) -> bool:
    guides = len(chains.load)
    worst = chains.total[learner]
    by, seat_of = np.full(guides, -1), np.full(guides, -1)
    queue = np.empty(guides, np.int64)
    count = _wanted(chains, learner, chains.level[given] + 1, by, seat_of, queue, 0, -1)
    last = chains.guide[given]
    can_leave = chains.load[last] > chains.minimum[last]
    at = 0
    while at < count:
        guide = queue[at]
        at += 1
        if guide == last or (can_leave and chains.load[guide] < chains.places[guide]):
            _pass_on(chains, given, guide, by, seat_of)
            return True
        for seat in range(chains.first[guide], chains.first[guide] + chains.load[guide]):
            other = chains.learner[seat]
            if other != learner and not _is_on_chain(chains, other, guide, seat_of):
                least = worst + 1 - (chains.total[other] - chains.level[chains.pair[seat]])
                count = _wanted(chains, other, least, by, seat_of, queue, count, seat)
    return False


@njit(nogil=True, cache=True)
def _is_on_chain(chains: Chains, learner: int, guide: int, seat_of: Integers) -> bool:
    """Whether the learner already gives up a guide on the chain that leads here."""
    seat = seat_of[guide]
    while seat >= 0:
        if chains.learner[seat] == learner:
            return True
        seat = seat_of[chains.guide[chains.pair[seat]]]
    return False


@njit(nogil=True, cache=True)
def _wanted(
    chains: Chains,
    learner: int,
    least: int,
    by: Integers,
    seat_of: Integers,
    queue: Integers,
    count: int,
    seat: int,
) -> int:
    """Note the guides whom the learner could take instead at this level or above; how many are noted by now."""
    for pair in range(chains.start[learner], chains.start[learner + 1]):
        if chains.level[pair] < least:
            break
        guide = chains.guide[pair]
        if by[guide] < 0 and not chains.matched[pair]:
            by[guide], seat_of[guide] = pair, seat
            queue[count] = guide
            count += 1
    return count


@njit(nogil=True, cache=True)
def _pass_on(chains: Chains, given: int, guide: int, by: Integers, seat_of: Integers) -> None:
    """Everybody on the chain takes the next guide, from the last to the first, who gives up one."""
    taken, seat = by[guide], seat_of[guide]
    free = _free_seat(chains, given, guide)
    while True:
        owner = chains.learner[seat] if seat >= 0 else _owner(chains, taken)
        left = chains.pair[seat] if seat >= 0 else given
        chains.matched[taken] = True
        chains.matched[left] = False
        chains.total[owner] += chains.level[taken] - chains.level[left]
        chains.pair[free], chains.learner[free] = taken, owner
        if seat < 0:
            return
        free = seat
        before = chains.guide[left]
        taken, seat = by[before], seat_of[before]


@njit(nogil=True, cache=True)
def _free_seat(chains: Chains, given: int, guide: int) -> int:
    """The seat at which the chain ends: a free one, or the one that is given up."""
    last = chains.guide[given]
    seat = chains.first[last]
    while chains.pair[seat] != given:
        seat += 1
    if guide == last:
        return seat
    end = chains.first[last] + chains.load[last] - 1
    chains.pair[seat], chains.learner[seat] = chains.pair[end], chains.learner[end]
    chains.load[last] -= 1
    chains.load[guide] += 1
    return chains.first[guide] + chains.load[guide] - 1


@njit(nogil=True, cache=True)
def _owner(chains: Chains, pair: int) -> int:
    return int(np.searchsorted(chains.start, pair, side="right")) - 1
