"""Circles as a mixed-integer programme: who joins which topic, how many circles of which size it has, who leads.

Only the numbers of circles and their guides are whole numbers by demand. Given them, joining is a transportation
problem, whose corners are whole (Hoffman and Kruskal 1956); where people are to be kept apart a corner may be
broken, and then joining is made whole by demand too. Solved by HiGHS (Huangfu and Hall 2018).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import PairingError
from alongside.pairing.markets.edges import Edges

WHOLE = 1e-5  # as near as HiGHS comes to whole numbers


@dataclass(frozen=True)
class Effort:
    """When a search may stop: within this share of its bound, or after so many branches."""

    gap: float
    branches: int


@dataclass(frozen=True, eq=False)
class Found:
    """The best of a stage: values of all variables, what they reach, and what cannot be exceeded."""

    values: Floats
    reached: float
    bound: float


@dataclass(eq=False)
class CircleModel:
    """The programme, to which each stage adds what it has reached.

    learners, guides: the topics that each can join, and how good they are. sizes: that circles may have.
    places: circles that each guide can lead, None where circles have no guide. cliques: learners of whom no
    two may share a circle. groups: learners who join a topic together or not at all; each can join the same topics.
    closed: guides who may not lead the circle of a learner, by learner. most_circles: of each topic, if limited.
    join_whole: whether joining is a whole number by demand, too.
    """

    learners: Edges
    guides: Edges | None
    places: Integers
    sizes: Integers
    cliques: list[tuple[int, ...]]
    groups: list[tuple[int, ...]] = field(default_factory=list)
    closed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    most_circles: float = np.inf
    join_whole: bool = False
    rows: list[sparse.csr_array] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._limit(self._of_learner(), 0, 1)
        self._limit(self._of_topic() - self._seats(), 0, 0)
        if np.isfinite(self.most_circles):
            self._limit(self._circles(), 0, self.most_circles)
        if self.guides is not None:
            topics = self._matrix(self.guides.guide, self._guide_columns(), self.topics)
            self._limit(topics - self._circles(), 0, 0)
            led = self._matrix(self.guides.learner, self._guide_columns(), len(self.places))
            self._limit(led, 0, self.places)
        for clique in self.cliques:
            columns = np.flatnonzero(np.isin(self.learners.learner, clique))
            self._limit(
                self._matrix(self.learners.guide[columns], columns, self.topics) - self._circles(), -np.inf, 0
            )

        for group in self.groups:
            self._keep_together(group)
        for learner, guides in self.closed.items():
            self._let_another_lead(learner, guides)

    @property
    def topics(self) -> int:
        """How many topics there are."""
        return self.learners.width

    @property
    def joins(self) -> slice:
        """The variables that say which learner joins which topic."""
        return slice(0, len(self.learners))

    @property
    def counts(self) -> slice:
        """The variables that say how many circles of which size a topic has, topic after topic."""
        return slice(len(self.learners), len(self.learners) + self.topics * len(self.sizes))

    @property
    def leads(self) -> slice:
        """The variables that say which guide leads a circle of which topic."""
        return slice(self.counts.stop, self.counts.stop + (0 if self.guides is None else len(self.guides)))

    def aim(self, joins: ArrayLike = 0.0, counts: ArrayLike = 0.0, leads: ArrayLike = 0.0) -> Floats:
        """What each variable is worth to a stage."""
        worth = np.zeros(self.leads.stop)
        worth[self.joins] = joins
        worth[self.counts] = np.tile(np.broadcast_to(counts, len(self.sizes)), self.topics)
        worth[self.leads] = leads
        return worth

    def best(self, aim: Floats, effort: Effort) -> Found:
        """The most of an aim. Raises PairingError when nothing was found within the effort."""
        if not len(aim):
            return Found(np.zeros(0), 0.0, 0.0)
        limits = LinearConstraint(
            sparse.vstack(self.rows).tocsr(), np.concatenate(self.low), np.concatenate(self.high)
        )
        most = self.aim(joins=1.0, counts=np.inf, leads=np.inf)
        result = milp(
            -aim,
            constraints=limits,
            integrality=self._whole(),
            bounds=Bounds(np.zeros(len(aim)), most),
            options={"mip_rel_gap": effort.gap, "node_limit": effort.branches},
        )
        if result.x is None:
            raise PairingError("No circles were found within the effort: allow more branches, or a gap.")
        return Found(np.asarray(result.x), -float(result.fun), -float(result.mip_dual_bound))

    def keep(self, aim: Floats, reached: float) -> None:
        """Let later stages fall no lower in this aim."""
        self._limit(sparse.csr_array(aim[None, :]), reached - 0.5, np.inf)

    def is_whole(self, found: Found) -> bool:
        """Whether everybody joins a topic or does not."""
        joins = found.values[self.joins]
        return bool((np.abs(joins - np.rint(joins)) < WHOLE).all())

    def counted(self, found: Found) -> Integers:
        """How many circles of which size each topic has, t × sizes."""
        return np.rint(found.values[self.counts]).astype(np.int64).reshape(self.topics, len(self.sizes))

    def led(self, found: Found) -> list[tuple[int, int]]:
        """Guide and topic of each circle that has a guide."""
        if self.guides is None:
            return []
        times = np.rint(found.values[self.leads]).astype(np.int64)
        pairs = np.repeat(np.stack([self.guides.learner, self.guides.guide], axis=1), times, axis=0)
        return [(int(guide), int(topic)) for guide, topic in pairs]

    def forget(self, count: int) -> None:
        """Keep only the first so many limits."""
        del self.rows[count:], self.low[count:], self.high[count:]

    def exclude(self, people: Integers, topic: int) -> None:
        """Let not all of these learners join this topic."""
        columns = np.flatnonzero(np.isin(self.learners.learner, people) & (self.learners.guide == topic))
        self._limit(self._matrix(np.zeros(len(columns), np.int64), columns, 1), 0, len(columns) - 1)

    def _keep_together(self, group: tuple[int, ...]) -> None:
        first, *others = (np.flatnonzero(self.learners.learner == person) for person in group)
        rows = np.arange(len(first))
        for columns in others:
            as_one = self._matrix(rows, first, len(rows)) - self._matrix(rows, columns, len(rows))
            self._limit(as_one, 0, 0)

    def _let_another_lead(self, learner: int, closed: frozenset[int]) -> None:
        """Where the learner joins, there is a circle of somebody else."""
        if self.guides is None:
            return
        joins = np.flatnonzero(self.learners.learner == learner)
        is_open = ~np.isin(self.guides.learner, list(closed))
        row, lead = np.nonzero((self.learners.guide[joins][:, None] == self.guides.guide) & is_open)
        led = self._matrix(row, self._guide_columns()[lead], len(joins))
        self._limit(self._matrix(np.arange(len(joins)), joins, len(joins)) - led, -np.inf, 0)

    def _whole(self) -> Integers:
        return self.aim(counts=1, leads=1, joins=self.join_whole).astype(np.int64)

    def _matrix(self, rows: NDArray[np.integer], columns: Integers, height: int) -> sparse.csr_array:
        return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(height, self.leads.stop))

    def _of_learner(self) -> sparse.csr_array:
        return self._matrix(
            self.learners.learner, np.arange(len(self.learners)), len(self.learners.start) - 1
        )

    def _of_topic(self) -> sparse.csr_array:
        return self._matrix(self.learners.guide, np.arange(len(self.learners)), self.topics)

    def _circles(self) -> sparse.csr_array:
        """How many circles each topic has."""
        return self._matrix(
            np.repeat(np.arange(self.topics), len(self.sizes)), np.arange(*self._range()), self.topics
        )

    def _seats(self) -> sparse.csr_array:
        """How many seats the circles of each topic have."""
        seats = self._circles()
        seats.data = np.tile(self.sizes, self.topics).astype(np.float64)
        return seats

    def _range(self) -> tuple[int, int]:
        return self.counts.start, self.counts.stop

    def _guide_columns(self) -> Integers:
        return np.arange(self.leads.start, self.leads.stop)

    def _limit(self, rows: sparse.csr_array, low: ArrayLike, high: ArrayLike) -> None:
        self.rows.append(sparse.csr_array(rows))
        self.low.append(np.broadcast_to(np.asarray(low, np.float64), rows.shape[0]))
        self.high.append(np.broadcast_to(np.asarray(high, np.float64), rows.shape[0]))
