"""The smallest changes that would match somebody, each exact.

A change is applied as it is told: a place more, or rules set aside, for one pair that is then kept. Such a
pair takes nothing from anybody else, so the rest of the optimum stays. Where others would have to move for
it, the market is solved again and nobody may come off worse.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from alongside.pairing.arrays import Integers
from alongside.pairing.markets.market import Market
from alongside.pairing.reasons import Parameter, Reason
from alongside.pairing.rules import Rule
from alongside.pairing.telling.view import Side, View

MOST_CHANGES = 3  # told for each person
FEW = 8  # that are put in order before all others are: more than three are rarely asked for


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
class _Draft:
    """A change before it is told: with whom, how many rules are set aside, and whether a place is added."""

    other: int
    rules: int
    place: bool
    others_move: bool = False

    @property
    def size(self) -> int:
        return self.rules + self.place


def smallest_changes(view: View, row: int) -> tuple[Change, ...]:
    """The changes of the least size that match this person, a place before a rule, then the best fit.

    Empty when only rules stand in the way that are never set aside.
    """
    drafts = list(islice(_with_place(view, row), MOST_CHANGES))
    drafts = drafts or list(islice(_with_rules(view, row), MOST_CHANGES))
    smallest = min((draft.size for draft in drafts), default=0)
    if smallest > 1 and not len(view.market.apart):
        drafts = _with_moves(view, row, smallest) or drafts
        smallest = drafts[0].size
    return tuple(_told(view, row, draft) for draft in drafts if draft.size == smallest)


def _with_place(view: View, row: int) -> Iterator[_Draft]:
    """One more place for somebody who is allowed and full; the best first."""
    others = view.open.of(row)
    others = others[view.free[others] <= 0]
    for other in _in_order(view, row, others, np.zeros_like(others)):
        if not view.kept_apart(row, other):
            yield _Draft(other, 0, place=True)


def _with_rules(view: View, row: int) -> Iterator[_Draft]:
    """Rules set aside for one pair, and a place more where the other is full; the smallest and best first."""
    counts, firm = view.forbidding(row)
    others = np.flatnonzero((counts > 0) & ~firm & ~view.may_have(row))
    full = view.free <= 0
    for other in _in_order(
        view, row, others, (counts + full)[others] * (counts.max(initial=0) + 1) + counts[others]
    ):
        if not view.kept_apart(row, other):
            yield _Draft(other, int(counts[other]), place=bool(full[other]))


def _with_moves(view: View, row: int, smallest: int) -> list[_Draft]:
    """Rules set aside where somebody full can pass a partner on; the best that leaves nobody worse off."""
    counts, firm = view.forbidding(row)
    others = np.flatnonzero(
        (counts > 0) & (counts < smallest) & ~firm & ~view.may_have(row) & view.can_pass_on
    )
    for other in _in_order(view, row, others, counts[others]):
        draft = _Draft(other, int(counts[other]), place=False, others_move=True)
        if _nobody_worse(view, _told(view, row, draft)):
            return [draft]
    return []


def _in_order(view: View, row: int, others: Integers, effort: Integers) -> Iterator[int]:
    """Others by effort, those who offer places first, then by fit, then by id; mostly only a few are asked for."""
    # Without criteria every pair has the one fit 0.
    fit = np.broadcast_to(view.scored.fit_without_rules(*view.pair(row, others)), others.shape)
    group = 2 * effort + (view.other_places[others] == 0)
    for each in np.unique(group):
        alike = np.flatnonzero(group == each)
        best = np.partition(fit[alike], -FEW)[-FEW] if len(alike) > FEW else -np.inf
        for some in (alike[fit[alike] >= best], alike[fit[alike] < best]):
            yield from others[some[np.lexsort((view.other_order[others[some]], -fit[some]))]].tolist()


def _nobody_worse(view: View, change: Change) -> bool:
    """Whether everybody keeps as many partners, and no guide loses the only one, when solved again."""
    again = view.matching.solver.match(change.apply(view.market)).pairs
    before = view.matching.pairs
    learners, learners_before = (
        np.bincount(pairs[:, 0], minlength=view.market.learners) for pairs in (again, before)
    )
    guides, guides_before = (
        np.bincount(pairs[:, 1], minlength=view.market.guides) for pairs in (again, before)
    )
    return bool((learners >= learners_before).all() and ((guides > 0) >= (guides_before > 0)).all())


def _told(view: View, row: int, draft: _Draft) -> Change:
    """The change with its reason in words."""
    learner, guide = view.pair(row, draft.other)
    rules = tuple(each.rule for each in view.scored.forbidden_by(learner, guide))
    fit = float(view.scored.fit_without_rules(learner, guide))
    parameters: dict[str, Parameter] = {
        "learner": view.scored.learners.called(learner),
        "guide": view.scored.guides.called(guide),
        "who": view.other_name(draft.other),
        "fit": round(fit * 100),
        "rules": [rule.name for rule in rules],
    }
    key = "change_place" if not rules else "change_rules_and_place" if draft.place else "change_rules"
    place_for: Side | None = ("guide" if view.is_learner else "learner") if draft.place else None
    keeps = tuple(view.pair(row, other) for other in view.partners(row).tolist())
    return Change(learner, guide, fit, place_for, rules, keeps, draft.others_move, Reason(key, parameters))
