"""A solved market as one side sees it: own people as rows, the other side's as columns."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

import numpy as np

from alongside.pairing.arrays import Integers
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.scoring import Scored
from alongside.pairing.telling.alternating import Holders, Mask
from alongside.pairing.telling.marks import Marks, allowed_pairs

Side = Literal["learner", "guide"]
Other = TypeVar("Other", int, slice, Integers)


@dataclass(frozen=True, eq=False)
class View:
    """Who may be matched, who is, and whose places are free, for learners or for guides."""

    scored: Scored
    market: Market
    matching: Matching
    side: Side

    @property
    def is_learner(self) -> bool:
        """Whether the rows are learners."""
        return self.side == "learner"

    def pair(self, row: int, other: Other) -> tuple[int | Other, int | Other]:
        """The rows of learner and guide in the market; for several others where these are a slice or array."""
        return (row, other) if self.is_learner else (other, row)

    def other_name(self, other: int) -> str:
        """What somebody on the other side is called."""
        return (self.scored.guides if self.is_learner else self.scored.learners).called(other)

    def forbidding(self, row: int) -> tuple[Integers, Mask]:
        """For each other, how many rules forbid the pair, and whether one of them is never set aside."""
        counts, firm = np.zeros(len(self.free), np.int64), np.zeros(len(self.free), np.bool_)
        for rule, marks in self.scored.marks():
            marked = marks.of(*self.pair(row, slice(None))).astype(np.bool_)
            counts += marked
            firm |= marked & (not rule.may_be_relaxed)
        return counts, firm

    @cached_property
    def other_order(self) -> Integers:
        """Where each other comes when they are ordered by id."""
        ids = self.market.guide_ids if self.is_learner else self.market.learner_ids
        return np.argsort(np.argsort(np.array(ids, dtype=object), kind="stable"))

    def with_places_left(self) -> Integers:
        """Own rows with a place left."""
        return np.flatnonzero(self.places > self.filled)

    def partners(self, row: int) -> Integers:
        """Others with whom this row is matched, in order."""
        return np.sort(self._pairs[self._pairs[:, 0] == row, 1])

    def may_have(self, row: int) -> Mask:
        """Which others this row may be matched with, or is."""
        allowed = np.zeros(len(self.free), np.bool_)
        allowed[self.open.of(row)] = True
        allowed[self.partners(row)] = True
        return allowed

    def apart_from(self, learner: int) -> Integers:
        """Learners who must not share a guide with this one."""
        apart = self.market.apart
        return np.concatenate([apart[apart[:, 0] == learner, 1], apart[apart[:, 1] == learner, 0]])

    def kept_apart(self, row: int, other: int) -> bool:
        """Whether the pair would make two share a guide who must not."""
        learner, guide = self.pair(row, other)
        helped = self.matching.pairs[self.matching.pairs[:, 1] == guide, 0]
        return bool(np.isin(helped, self.apart_from(learner)).any())

    def competition(self, row: int) -> tuple[Mask, Mask]:
        """Who competes for whose places: all that alternating paths reach, and all who have nobody else."""
        others = self.open.alternating_from(row, self._holders)
        known = others.tobytes()
        if known not in self._competing:
            self._competing[known] = self._competing_for(others)
        people = self._competing[known].copy()
        people[row] = True
        return people, others

    @cached_property
    def open(self) -> Marks:
        """Pairs that may be matched and are not."""
        return allowed_pairs(self.market, self.matching.pairs, turned=not self.is_learner)

    @cached_property
    def movable(self) -> Integers:
        """Matched pairs that are not fixed, k × 2: own row, other row."""
        fixed = set(map(tuple, self.market.fixed.tolist()))
        is_fixed = [tuple(pair) in fixed for pair in self.matching.pairs.tolist()]
        return self._pairs[~np.array(is_fixed, np.bool_)]

    @cached_property
    def places(self) -> Integers:
        """Places of one's own side."""
        return self.market.learner_places if self.is_learner else self.market.guide_places

    @cached_property
    def other_places(self) -> Integers:
        """Places of the other side."""
        return self.market.guide_places if self.is_learner else self.market.learner_places

    @cached_property
    def filled(self) -> Integers:
        """Filled places of one's own side."""
        return np.bincount(self._pairs[:, 0], minlength=len(self.places))

    @cached_property
    def free(self) -> Integers:
        """Free places of the other side."""
        return self.other_places - np.bincount(self._pairs[:, 1], minlength=len(self.other_places))

    @cached_property
    def can_pass_on(self) -> Mask:
        """Others who are full but could pass a partner on, along a path that ends at a free place."""
        free = self.free > 0
        able = free.copy()
        while True:
            could_move = np.flatnonzero(self.open.reaching(able))
            wider = able.copy()
            wider[self.movable[np.isin(self.movable[:, 0], could_move), 1]] = True
            if (wider == able).all():
                return able & ~free
            able = wider

    @cached_property
    def _pairs(self) -> Integers:
        """Matched pairs: own row, other row."""
        return self.matching.pairs if self.is_learner else self.matching.pairs[:, ::-1]

    @cached_property
    def _has_anybody(self) -> Mask:
        """Own rows that may be matched with somebody, or are."""
        return self.open.reaching(np.ones(len(self.free), np.bool_)) | (self.filled > 0)

    @cached_property
    def _holders(self) -> Holders:
        """Own rows that are matched with each other, and not fixed."""
        return Holders.of_pairs(self.movable, len(self.free))

    @cached_property
    def _competing(self) -> dict[bytes, Mask]:
        """Own rows that compete, by the others for whom: many who are left over compete for the same."""
        return {}

    def _competing_for(self, others: Mask) -> Mask:
        """Who holds a place of these others and could leave it, or has nobody else."""
        people = np.zeros(len(self.places), np.bool_)
        people[self._holders.of(others)] = True
        has_other = self.open.reaching(~others)
        has_other[self._pairs[~others[self._pairs[:, 1]], 0]] = True
        left = self.with_places_left()
        people[left[self._has_anybody[left] & ~has_other[left]]] = True
        return people
