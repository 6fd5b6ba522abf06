"""Scoring every pair: fit as the weighted mean of criteria, rules that forbid, and what each gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.pairing.criteria import Criterion
from alongside.pairing.errors import CannotMatchError, PairingError
from alongside.pairing.folding import folded
from alongside.pairing.markets.comparison import Comparison, Rows
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.vectors import Vectors
from alongside.pairing.people.answers import Table
from alongside.pairing.reasons import Reason
from alongside.pairing.rules import NotThemselves, Rule

BLOCK = 1_000_000
MOST_HELD = 10_000_000  # fits that a market holds one by one; beyond it, vectors


@dataclass(frozen=True)
class Contribution:
    """What one criterion gives one pair.

    value: 0 to 1. points: its share of the fit; the points of all criteria add up to the fit. answered: False
    when an answer is missing and the value is the neutral one.
    """

    criterion: Criterion
    value: float
    points: float
    answered: bool
    reason: Reason


@dataclass(frozen=True)
class Forbidden:
    """A rule that forbids a pair, and why."""

    rule: Rule
    reason: Reason


@dataclass(frozen=True, eq=False)
class Scored:
    """Fit of every pair, and what it is made of.

    fixed: pairs of rows that rules fix. apart: pairs of learners' rows who must not share a guide.
    """

    learners: Table
    guides: Table
    criteria: Sequence[Criterion]
    rules: Sequence[Rule]
    fixed: list[tuple[int, int]]
    apart: list[tuple[int, int]]
    _values: Sequence[Comparison]
    _marks: Sequence[tuple[Rule, Comparison]]

    @cached_property
    def fit(self) -> NDArray[np.float64]:
        """The fit of every pair, learners × guides, 0 to 1; NaN where a rule forbids the pair."""
        fit = np.empty((len(self.learners), len(self.guides)))
        for rows in _blocks(*fit.shape):
            fit[rows] = _weighted(self.criteria, self._values, rows, fit[rows].shape)
            for _, forbidden in self._marks:
                fit[rows][forbidden.block(rows)] = np.nan
        return fit

    def vectors(self) -> Vectors:
        """The same fit for a market of any size: never all pairs at once, and exact on its grid."""
        whole = _whole_weight(self.criteria)
        return folded(
            (len(self.learners), len(self.guides)),
            [
                values.weighted(criterion.weight / whole, criterion.missing)
                for criterion, values in zip(self.criteria, self._values, strict=True)
            ],
            [forbidden for _, forbidden in self._marks],
        )

    def market(
        self, learner_places: ArrayLike | None = None, guide_places: ArrayLike | None = None
    ) -> Market:
        """The market of these pairs, with places; raises MarketError when fixed pairs exceed them.

        A large market holds vectors in place of the fit of every pair.
        """
        is_small = len(self.learners) * len(self.guides) <= MOST_HELD
        return Market(
            self.fit if is_small else self.vectors(),
            learner_places,
            guide_places,
            fixed=self.fixed,
            apart=self.apart,
            learner_ids=[str(each) for each in self.learners.ids],
            guide_ids=[str(each) for each in self.guides.ids],
        )

    def contributions(self, learner: int, guide: int) -> list[Contribution]:
        """What each criterion gives this pair, in the order of the criteria."""
        whole = _whole_weight(self.criteria)
        return [
            _contribution(criterion, values, learner, guide, whole)
            for criterion, values in zip(self.criteria, self._values, strict=True)
        ]

    def fit_without_rules(self, learner: Rows, guide: Rows) -> NDArray[np.float64]:
        """The fit that pairs have, or would have if no rule forbade them."""
        total = np.zeros(())
        for criterion, values in zip(self.criteria, self._values, strict=True):
            total = total + criterion.weight * np.nan_to_num(values.of(learner, guide), nan=criterion.missing)
        return (total / _whole_weight(self.criteria))[()]  # a plain number for one pair

    def forbidden_by(self, learner: int, guide: int) -> list[Forbidden]:
        """Every rule that forbids this pair."""
        return [
            Forbidden(rule, rule.reason(marks.learner_answers[learner], marks.guide_answers[guide]))
            for rule, marks in self._marks
            if marks.of(learner, guide)
        ]

    def unanswered(self) -> list[tuple[Criterion, int, int]]:
        """For each criterion, how many learners and how many guides did not answer it."""
        return [
            (
                criterion,
                sum(answer is None for answer in values.learner_answers),
                sum(answer is None for answer in values.guide_answers),
            )
            for criterion, values in zip(self.criteria, self._values, strict=True)
        ]

    def marks(self) -> list[tuple[Rule, Comparison]]:
        """Each rule that forbids pairs, with the pairs that it forbids."""
        return list(self._marks)


def score(
    learners: Table, guides: Table, criteria: Sequence[Criterion], rules: Sequence[Rule] = ()
) -> Scored:
    """Value every pair by the criteria and mark what the rules forbid.

    Fit is sum(weight × value) / sum(weight). Raises AnswerError for an answer that cannot be read,
    PairingError for a column that is not there and for weights that are all 0, CannotMatchError when a rule
    forbids a pair that another rule fixes.
    """
    _whole_weight(criteria)
    values = [criterion.compare(learners, guides) for criterion in criteria]
    marks = []
    for rule in (NotThemselves(), *rules):
        forbidden = rule.forbids(learners, guides)
        if forbidden is not None:
            marks.append((rule, forbidden))
    fixed = [pair for rule in rules for pair in rule.fixes(learners, guides)]
    apart = [pair for rule in rules for pair in rule.separates(learners, guides)]
    scored = Scored(learners, guides, criteria, rules, fixed, apart, values, marks)
    _check_fixed(scored)
    return scored


def _weighted(
    criteria: Sequence[Criterion], values: Sequence[Comparison], rows: slice, shape: tuple[int, ...]
) -> NDArray[np.float64]:
    total = np.zeros(shape)
    for criterion, comparison in zip(criteria, values, strict=True):
        total += criterion.weight * np.nan_to_num(comparison.block(rows), nan=criterion.missing)
    return total / _whole_weight(criteria)


def _whole_weight(criteria: Sequence[Criterion]) -> float:
    whole = sum(criterion.weight for criterion in criteria)
    if criteria and whole <= 0:
        raise PairingError("Every criterion has weight 0: give at least one a weight above 0.")
    return whole or 1.0


def _contribution(
    criterion: Criterion, values: Comparison, learner: int, guide: int, whole: float
) -> Contribution:
    found = float(values.of(learner, guide))
    answered = not np.isnan(found)
    value = found if answered else criterion.missing
    reason = (
        criterion.reason(value, values.learner_answers[learner], values.guide_answers[guide])
        if answered
        else criterion.missing_reason()
    )
    return Contribution(criterion, value, criterion.weight * value / whole, answered, reason)


def _check_fixed(scored: Scored) -> None:
    for learner, guide in scored.fixed:
        for forbidden in scored.forbidden_by(learner, guide):
            raise CannotMatchError(
                f"{scored.learners.ids[learner]} and {scored.guides.ids[guide]} are locked together, but the rule "
                f"“{forbidden.rule.name}” forbids the pair: {forbidden.reason.sentence()} "
                "Unlock them, or drop the rule."
            )


def _blocks(learners: int, guides: int) -> list[slice]:
    step = max(1, BLOCK // max(1, guides))
    return [slice(start, min(start + step, learners)) for start in range(0, learners, step)]
