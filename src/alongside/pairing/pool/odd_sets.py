"""Sets of people with an odd number of places among whom a fractional solution makes more pairs than there can be.

Quickly by what hangs together, then as minimum odd cuts (Padberg and Rao 1982), each found as a maximum flow
between two people (Gusfield 1990).
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, connected_components, maximum_flow

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.pool.pool import Links, Pool
from alongside.pairing.pool.proof import OddSet, pairs_within

NEAR = 1e-6
"""As near as a solution comes to whole numbers."""

SHARES = (NEAR, 0.3, 0.5, 0.7)
UNIT = 1_000_000
"""Maximum flows are in whole numbers; one place is so many of them."""


def whole_components(pool: Pool, links: Links) -> list[OddSet]:
    """Everybody who could meet anybody directly or through others, where their places are an odd number."""
    return [
        members for members in _parts(pool, links, np.ones(len(links), np.bool_)) if _is_odd(pool, members)
    ]


def overfull(pool: Pool, links: Links, share: Floats) -> list[OddSet]:
    """Odd sets with more pairs, by the shares of these pairs in the solution, than they have room for."""
    found: dict[bytes, OddSet] = {}
    for members in _hanging_together(pool, links, share):
        found.setdefault(members.tobytes(), members)
    if not found:
        for members in _odd_cuts(pool, links, share):
            found.setdefault(members.tobytes(), members)
    return [members for members in found.values() if _is_overfull(pool, links, share, members)]


def _is_odd(pool: Pool, members: OddSet) -> bool:
    return bool(pool.places[members].sum() % 2)


def _is_overfull(pool: Pool, links: Links, share: Floats, members: OddSet) -> bool:
    return bool(share[links.within(members)].sum() > pairs_within(pool, members) + NEAR)


def _hanging_together(pool: Pool, links: Links, share: Floats) -> Iterator[OddSet]:
    for least in SHARES:
        for most in (1 - NEAR, np.inf):
            for members in _parts(pool, links, (share > least) & (share < most)):
                if _is_overfull(pool, links, share, members):
                    yield members


def _parts(pool: Pool, links: Links, kept: NDArray[np.bool_]) -> Iterator[OddSet]:
    """People who hang together by the pairs that are kept, three or more."""
    graph = sparse.csr_array(
        (np.ones(kept.sum()), (links.one[kept], links.other[kept])), shape=(pool.people, pool.people)
    )
    labels = connected_components(graph, directed=False)[1]
    for label in np.flatnonzero(np.bincount(labels, minlength=1) > 2):
        yield labels == label


def _odd_cuts(pool: Pool, links: Links, share: Floats) -> Iterator[OddSet]:
    """Odd sets cut off by less than one place, among those who hang together by broken pairs."""
    for part in _parts(pool, links, (share > NEAR) & (share < 1 - NEAR)):
        people = np.flatnonzero(part)
        for side in _cuts(_network(pool, links, share, people)):
            members = np.zeros(pool.people, np.bool_)
            members[people[side]] = True
            if _is_odd(pool, members):
                yield members


def _network(pool: Pool, links: Links, share: Floats, people: Integers) -> sparse.csr_array:
    """Shares between these people; everything else of their places goes to one more node, the last."""
    node = np.full(pool.people, -1)
    node[people] = np.arange(len(people))
    kept = (node[links.one] >= 0) & (node[links.other] >= 0) & (share > 0)
    one, other, between = node[links.one[kept]], node[links.other[kept]], share[kept]
    used = np.bincount(np.concatenate([one, other]), np.tile(between, 2), len(people))
    rest = np.maximum(pool.places[people] - used, 0.0)
    outside = np.full(len(people), len(people))
    tail = np.concatenate([one, other, np.arange(len(people)), outside])
    head = np.concatenate([other, one, outside, np.arange(len(people))])
    capacity = np.rint(np.concatenate([between, between, rest, rest]) * UNIT).astype(np.int32)
    return sparse.csr_array((capacity, (tail, head)), shape=(len(people) + 1, len(people) + 1))


def _cuts(network: sparse.csr_array) -> Iterator[NDArray[np.bool_]]:
    """Sides of minimum cuts of less than one place, without the last node; one flow for each other node."""
    last = network.shape[0] - 1
    parent = np.full(last, last)
    for node in range(last):
        flow = maximum_flow(network, node, int(parent[node]))
        left = sparse.csr_array(network - flow.flow)
        left.data = np.maximum(left.data, 0)
        left.eliminate_zeros()
        side = np.zeros(last + 1, np.bool_)
        side[breadth_first_order(left, node, return_predecessors=False)] = True
        later = np.arange(last) > node
        parent[later & side[:last] & (parent == parent[node])] = node
        if flow.flow_value < UNIT * (1 - NEAR):
            yield (~side if side[last] else side)[:last]
