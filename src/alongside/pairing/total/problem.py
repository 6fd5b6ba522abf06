"""One assignment problem in whole numbers, solved on the pairs that matter and priced over all of them.

Method: column generation. The flow is solved on each person's best pairs; its prices tell which of the
other pairs could still gain; these are added until there are none (Dantzig and Wolfe 1960; for dense
assignment Carpaneto, Dell'Amico and Toth 1995). The result is optimal over all pairs, though most were
never in a network.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Gain, Integers
from alongside.pairing.total.circulation import Network, best_flow, prices_of, reduced_rewards

MOST_PAIRS_AT_ONCE = 150_000  # below it every pair goes into the network
PAIRS_EACH = 24  # of each person's best pairs, to begin with
BLOCK = 1_000_000  # pairs priced at a time; bounds the memory


@dataclass(frozen=True, eq=False)
class Problem:
    """Which pairs may be, which must be, what each gains, and the arcs between the hub and each person.

    allowed: n × m. required: pairs that must be, k × 2. gain(learner, guide): the reward of pairs, by rows
    that broadcast. places: a network of the hub's arcs only; the hub is node 0, then learners, then guides.
    """

    allowed: NDArray[np.bool_]
    required: Integers
    gain: Gain
    places: Network

    def network(self, pairs: Integers) -> Network:
        """The whole network with these pairs as arcs, after the arcs of places."""
        learners = self.allowed.shape[0]
        required = np.zeros(self.allowed.shape, np.bool_)
        required[self.required[:, 0], self.required[:, 1]] = True
        low = required[pairs[:, 0], pairs[:, 1]].astype(np.int64)
        return Network(
            nodes=self.places.nodes,
            tail=np.concatenate([self.places.tail, 1 + pairs[:, 0]]),
            head=np.concatenate([self.places.head, 1 + learners + pairs[:, 1]]),
            low=np.concatenate([self.places.low, low]),
            high=np.concatenate([self.places.high, np.ones(len(pairs), np.int64)]),
            reward=np.concatenate([self.places.reward, self.gain(pairs[:, 0], pairs[:, 1])]),
        )

    def blocks(self) -> Iterator[slice]:
        """Rows of learners, few enough at a time to keep memory bounded."""
        learners, guides = self.allowed.shape
        step = max(1, BLOCK // max(1, guides))
        return (slice(start, min(start + step, learners)) for start in range(0, learners, step))

    def priced(self, rows: slice, price: Integers) -> Integers:
        """What each pair of these learners still gains once both are paid their price."""
        learners, guides = self.allowed.shape
        row, column = np.arange(rows.start, rows.stop)[:, None], np.arange(guides)[None, :]
        return self.gain(row, column) + price[1 + learners :][None, :] - price[1 + row]


@dataclass(frozen=True, eq=False)
class Solution:
    """The pairs that gain the most, k × 2, and the prices that prove it, one for each node."""

    pairs: Integers
    price: Integers


def solve(problem: Problem, start: Integers | None = None) -> Solution:
    """Pairs that gain the most in all, proved by prices over every allowed pair.

    start: pairs that are known to meet all lower bounds together, k × 2; needed where places have lower
    bounds.
    """
    considered = (
        problem.allowed.copy() if start is None and problem.places.low.any() else _first_pairs(problem)
    )
    if start is not None:
        considered[start[:, 0], start[:, 1]] = True
    while True:
        pairs = np.argwhere(considered)
        network = problem.network(pairs)
        flow = best_flow(network)
        price = prices_of(network, flow)
        if not _add_gaining_pairs(problem, price, considered):
            return Solution(pairs[flow[len(problem.places.tail) :] > 0], price)


def narrowed(problem: Problem, price: Integers, gain: Gain) -> Problem:
    """The problem whose only solutions are the optimal ones of this problem, ranked by another gain.

    By complementary slackness: an arc that still gains at these prices is full in every optimum, one that
    loses is empty in every optimum.
    """
    allowed = np.zeros_like(problem.allowed)
    required = [problem.required]
    for rows in problem.blocks():
        left = problem.priced(rows, price)
        allowed[rows] = problem.allowed[rows] & (left >= 0)
        gaining = np.argwhere(problem.allowed[rows] & (left > 0))
        required.append(gaining + np.array([rows.start, 0]))
    must = np.unique(np.concatenate(required), axis=0)
    allowed[must[:, 0], must[:, 1]] = True
    left = reduced_rewards(problem.places, price)
    places = replace(
        problem.places,
        low=np.where(left > 0, problem.places.high, problem.places.low),
        high=np.where(left < 0, problem.places.low, problem.places.high),
        reward=np.zeros_like(left),
    )
    return Problem(allowed, must, gain, places)


def _first_pairs(problem: Problem) -> NDArray[np.bool_]:
    """Every allowed pair of a small problem; each person's best and the required ones of a large problem."""
    if problem.allowed.sum() <= MOST_PAIRS_AT_ONCE:
        return problem.allowed.copy()
    learners, guides = problem.allowed.shape
    considered = np.zeros_like(problem.allowed)
    considered[problem.required[:, 0], problem.required[:, 1]] = True
    nobody = np.iinfo(np.int64).min
    best = np.full((min(PAIRS_EACH, learners), guides), nobody)
    best_rows = np.zeros_like(best)
    for rows in problem.blocks():
        gain = np.where(problem.allowed[rows], _scattered(problem, rows), nobody)
        _mark_best_of_rows(considered[rows], gain, problem.allowed[rows], PAIRS_EACH)
        best, best_rows = _merge_best_of_columns(best, best_rows, gain, rows.start)
    columns = np.broadcast_to(np.arange(guides), best.shape)
    held = best > nobody
    considered[best_rows[held], columns[held]] = True
    return considered


def _scattered(problem: Problem, rows: slice) -> Integers:
    """Gains, nudged by one unit in a fixed pattern, so that equal pairs do not all pick the same guides."""
    guides = problem.allowed.shape[1]
    row, column = np.arange(rows.start, rows.stop)[:, None], np.arange(guides)[None, :]
    return problem.gain(row, column) * 1024 + (row * 7919 + column * 104_729) % 1021


def _mark_best_of_rows(
    considered: NDArray[np.bool_], gain: Integers, wanted: NDArray[np.bool_], count: int
) -> None:
    """Mark the highest gains of each row among the wanted pairs, in place."""
    count = min(count, gain.shape[1])
    best = np.argpartition(gain, -count, axis=1)[:, -count:]
    rows = np.arange(len(gain))[:, None]
    considered[rows, best] |= wanted[rows, best]


def _merge_best_of_columns(
    best: Integers, best_rows: Integers, gain: Integers, start: int
) -> tuple[Integers, Integers]:
    """The highest gains of each column so far, and their rows."""
    rows = np.broadcast_to(np.arange(start, start + len(gain))[:, None], gain.shape)
    both, both_rows = np.concatenate([best, gain]), np.concatenate([best_rows, rows])
    keep = np.argpartition(both, -len(best), axis=0)[-len(best) :]
    return np.take_along_axis(both, keep, 0), np.take_along_axis(both_rows, keep, 0)


def _add_gaining_pairs(problem: Problem, price: Integers, considered: NDArray[np.bool_]) -> bool:
    """Mark pairs that would still gain at these prices; whether there were any."""
    found = False
    for rows in problem.blocks():
        left = problem.priced(rows, price)
        gaining = problem.allowed[rows] & ~considered[rows] & (left > 0)
        if gaining.any():
            found = True
            _mark_best_of_rows(considered[rows], np.where(gaining, left, 0), gaining, PAIRS_EACH)
    return found
