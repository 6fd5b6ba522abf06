"""Why somebody is left without a match, and the smallest change that would match them.

Both are exact. Whoever competes with a person is everyone that alternating paths reach from them, so the
places reached are too few for the people reached (Hall 1935). A change is applied as it is told: a place
more, or a rule set aside, for one pair that is then kept. Such a pair takes nothing from anybody else, so
the rest of the optimum stays; where others would have to move for it, the market is solved again and nobody
may come off worse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.best_total import BestTotal
from alongside.pairing.circulation import Integers
from alongside.pairing.market import Market
from alongside.pairing.matching import Matching
from alongside.pairing.reasons import Parameter, Reason
from alongside.pairing.rules import Rule
from alongside.pairing.scoring import Scored

Side = Literal["learner", "guide"]
Marks = NDArray[np.bool_]

MOST_CHANGES = 3  # told for each person
MOST_NAMES = 5  # in a sentence


@dataclass(frozen=True)
class Change:
    """A smallest change that makes one pair: a place more for somebody, rules set aside, or both.

    learner, guide: rows of the pair. fit: what it would have. place_for: who takes one more, if anybody.
    rules: those set aside for this pair alone. keeps: the pairs that the person has already and keeps.
    others_move: whether other pairs change partners.
    """

    learner: int
    guide: int
    fit: float
    place_for: Side | None
    rules: tuple[Rule, ...]
    keeps: tuple[tuple[int, int], ...]
    others_move: bool
    reason: Reason

    @property
    def size(self) -> int:
        """How many things change."""
        return len(self.rules) + (self.place_for is not None)

    def apply(self, market: Market) -> Market:
        """The market with the change made, and the person's pairs kept."""
        fixed = set(map(tuple, market.fixed.tolist()))
        learner_places, guide_places = market.learner_places.copy(), market.guide_places.copy()
        learner_places[self.learner] += self.place_for == "learner"
        guide_places[self.guide] += self.place_for == "guide"
        return market.changed(
            learner_places=learner_places,
            guide_places=guide_places,
            allow=(self.learner, self.guide, self.fit),
            fix=[*(pair for pair in self.keeps if pair not in fixed), (self.learner, self.guide)],
        )


@dataclass(frozen=True)
class Unmatched:
    """Somebody with places left: how many, why, and the smallest changes, the best first."""

    side: Side
    row: int
    places_left: int
    places_filled: int
    reason: Reason
    changes: tuple[Change, ...]


def explain_unmatched(
    scored: Scored, market: Market, matching: Matching, solver: BestTotal | None = None
) -> list[Unmatched]:
    """Every learner with places left wanting, and every guide with nobody.

    scored, market, matching: as they were computed from one another. solver: the one that made the matching.
    """
    solver = solver or BestTotal()
    learners = _View(scored, market, matching, solver, "learner")
    guides = _View(scored, market, matching, solver, "guide")
    return [
        *(learners.unmatched(row) for row in learners.rows_left()),
        *(guides.unmatched(row) for row in guides.rows_left() if not guides.filled[row]),
    ]


@dataclass(frozen=True, eq=False)
class _View:
    """The market as one side sees it: own rows, the others' columns."""

    scored: Scored
    market: Market
    matching: Matching
    solver: BestTotal
    side: Side

    def rows_left(self) -> list[int]:
        """Own rows with a place left."""
        return np.flatnonzero(self.places - self.filled > 0).tolist()

    def unmatched(self, row: int) -> Unmatched:
        """Why this person has a place left, and what would fill it."""
        filled = int(self.filled[row])
        left = int(self.places[row]) - filled
        return Unmatched(self.side, row, left, filled, self._reason(row), self._changes(row))

    def _reason(self, row: int) -> Reason:
        if not self._open(row).any():
            return self._no_one_allowed(row)
        people, others = self._competition(row)
        if (self.free[others] > 0).any():
            return Reason("kept_apart" if self._apart_from(row) else "costs_others")
        names = [self._other_name(other) for other in np.flatnonzero(others).tolist()]
        places = int(self.other_places[others].sum())
        short = int((self.places - self.filled)[people].sum())
        parameters: dict[str, Parameter] = {
            "people": int(people.sum()),
            "places": places,
            "wanted": places + short,
        }
        if len(names) > MOST_NAMES:
            return Reason("competition_of_many", {**parameters, "others": len(names)})
        return Reason("competition", {**parameters, "names": names})

    def _no_one_allowed(self, row: int) -> Reason:
        """Which rule forbids the most, or that everyone allowed is a partner already."""
        if self.matched[row].any():
            return Reason("all_allowed_matched", {"count": int(self.matched[row].sum())})
        counts = [
            (int((marks.of_learner(row) if self._is_learner else marks.of_guide(row)).sum()), rule)
            for rule, marks in self.scored.marks()
        ]
        most, rule = max(counts, key=lambda each: each[0], default=(0, None))
        others = len(self.other_places)
        if rule is None or not most:
            return Reason("nobody_there")
        return Reason("nobody_allowed", {"rule": rule.name, "forbidden": most, "others": others})

    def _competition(self, row: int) -> tuple[Marks, Marks]:
        """Who competes for whose places: all that alternating paths reach, and all who have nobody else."""
        people, others = np.zeros(len(self.places), np.bool_), np.zeros(len(self.free), np.bool_)
        frontier = np.array([row])
        while len(frontier):
            people[frontier] = True
            reached = (self.allowed[frontier] & ~self.matched[frontier]).any(axis=0) & ~others
            others |= reached
            holders = (self.matched & ~self.fixed)[:, reached].any(axis=1)
            frontier = np.flatnonzero(holders & ~people)
        has_elsewhere = (self.allowed & ~others).any(axis=1)
        return people | (self.allowed.any(axis=1) & ~has_elsewhere & (self.places > 0)), others

    def _changes(self, row: int) -> tuple[Change, ...]:
        """The smallest changes: fewest things, a place before a rule, then the best fit."""
        candidates = [*self._with_place(row), *self._with_rules(row)]
        if not candidates:
            return ()
        smallest = min(change.size for change in candidates)
        if smallest > 1 and not len(self.market.apart):
            candidates += self._with_moves(row, smallest)
            smallest = min(change.size for change in candidates)
        best = sorted((each for each in candidates if each.size == smallest), key=self._preference)
        return tuple(best[:MOST_CHANGES])

    def _preference(self, change: Change) -> tuple[int, bool, bool, float, str, str]:
        ids = self.market.learner_ids[change.learner], self.market.guide_ids[change.guide]
        unused = self.other_places[change.guide if self._is_learner else change.learner] == 0
        return len(change.rules), bool(unused), change.others_move, -change.fit, *ids

    def _with_place(self, row: int) -> Iterator[Change]:
        """One more place for somebody who is allowed and full."""
        for other in np.flatnonzero(self._open(row) & (self.free <= 0)).tolist():
            if not self._kept_apart(row, other):
                yield self._change(row, other, rules=(), place=True)

    def _with_rules(self, row: int) -> Iterator[Change]:
        """Rules set aside for one pair, and a place more where the other is full."""
        for other, rules in self._forbidden(row):
            if not self._kept_apart(row, other):
                yield self._change(row, other, rules=rules, place=self.free[other] <= 0)

    def _with_moves(self, row: int, smallest: int) -> list[Change]:
        """Rules set aside where somebody full can pass a partner on, checked by solving again; the best only."""
        found = [
            self._change(row, other, rules=rules, place=False, others_move=True)
            for other, rules in self._forbidden(row)
            if self.can_pass_on[other] and len(rules) < smallest
        ]
        for change in sorted(found, key=lambda each: (each.size, self._preference(each))):
            if self._nobody_worse(change):
                return [change]
        return []

    def _nobody_worse(self, change: Change) -> bool:
        again = self.solver.match(change.apply(self.market)).pairs
        before = self.matching.pairs
        sizes = self.market.learners, self.market.guides
        learners, guides = (np.bincount(again[:, side], minlength=sizes[side]) for side in (0, 1))
        learners_before, guides_before = (
            np.bincount(before[:, side], minlength=sizes[side]) for side in (0, 1)
        )
        return bool((learners >= learners_before).all() and ((guides > 0) >= (guides_before > 0)).all())

    def _change(
        self, row: int, other: int, *, rules: tuple[Rule, ...], place: bool, others_move: bool = False
    ) -> Change:
        learner, guide = self._pair(row, other)
        fit = self.scored.fit_without_rules(learner, guide)
        parameters: dict[str, Parameter] = {
            "learner": self.scored.learners.called(learner),
            "guide": self.scored.guides.called(guide),
            "who": self._other_name(other),
            "fit": round(fit * 100),
            "rules": [rule.name for rule in rules],
        }
        key = "change_place" if not rules else "change_rules_and_place" if place else "change_rules"
        place_for: Side | None = ("guide" if self._is_learner else "learner") if place else None
        keeps = tuple(self._pair(row, other) for other in np.flatnonzero(self.matched[row]).tolist())
        return Change(learner, guide, fit, place_for, rules, keeps, others_move, Reason(key, parameters))

    def _forbidden(self, row: int) -> Iterator[tuple[int, tuple[Rule, ...]]]:
        """Others who are forbidden by rules that may all be set aside, with these rules."""
        for other in np.flatnonzero(~self.allowed[row]).tolist():
            rules = tuple(each.rule for each in self.scored.forbidden_by(*self._pair(row, other)))
            if rules and all(rule.may_be_relaxed for rule in rules):
                yield other, rules

    def _pair(self, row: int, other: int) -> tuple[int, int]:
        """The rows of learner and guide."""
        return (row, other) if self._is_learner else (other, row)

    def _open(self, row: int) -> Marks:
        """Others whom this person may be matched with and is not."""
        return self.allowed[row] & ~self.matched[row]

    def _kept_apart(self, row: int, other: int) -> bool:
        """Whether the pair would make two share a guide who must not."""
        learner, guide = self._pair(row, other)
        helped = self.matching.pairs[self.matching.pairs[:, 1] == guide, 0]
        return bool(np.isin(helped, self._apart_from_learner(learner)).any())

    def _apart_from(self, row: int) -> bool:
        return self._is_learner and len(self._apart_from_learner(row)) > 0

    def _apart_from_learner(self, learner: int) -> Integers:
        apart = self.market.apart
        return np.concatenate([apart[apart[:, 0] == learner, 1], apart[apart[:, 1] == learner, 0]])

    def _other_name(self, other: int) -> str:
        return (self.scored.guides if self._is_learner else self.scored.learners).called(other)

    @property
    def _is_learner(self) -> bool:
        return self.side == "learner"

    def _turned(self, matrix: Marks) -> Marks:
        return matrix if self._is_learner else matrix.T

    @cached_property
    def allowed(self) -> Marks:
        """Allowed pairs, own rows × others."""
        return self._turned(self.market.allowed)

    @cached_property
    def matched(self) -> Marks:
        """Matched pairs, own rows × others."""
        return self._turned(_marked(self.market, self.matching.pairs))

    @cached_property
    def fixed(self) -> Marks:
        """Fixed pairs, own rows × others."""
        return self._turned(_marked(self.market, self.market.fixed))

    @cached_property
    def places(self) -> Integers:
        """Places of one's own side."""
        return self.market.learner_places if self._is_learner else self.market.guide_places

    @cached_property
    def other_places(self) -> Integers:
        """Places of the other side."""
        return self.market.guide_places if self._is_learner else self.market.learner_places

    @cached_property
    def filled(self) -> Integers:
        """Filled places of one's own side."""
        return self.matched.sum(axis=1)

    @cached_property
    def free(self) -> Integers:
        """Free places of the other side."""
        return self.other_places - self.matched.sum(axis=0)

    @cached_property
    def can_pass_on(self) -> Marks:
        """Others who are full but could pass a partner on, along a path that ends at a free place."""
        free = self.free > 0
        able = free.copy()
        while True:
            movable = (self.allowed & ~self.matched)[:, able].any(axis=1)
            wider = able | (self.matched & ~self.fixed)[movable].any(axis=0)
            if (wider == able).all():
                return able & ~free
            able = wider


def _marked(market: Market, pairs: Integers) -> Marks:
    marks = np.zeros((market.learners, market.guides), np.bool_)
    marks[pairs[:, 0], pairs[:, 1]] = True
    return marks
