"""Criteria on answers in words: the same, different, a listed combination, a wish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.criteria.base import Criterion, FieldCriterion, criterion
from alongside.pairing.errors import SettingsError
from alongside.pairing.markets.comparison import Comparison, compare, equal, in_common, shared
from alongside.pairing.people.answers import Answer, Table, as_names, as_text, as_yes
from alongside.pairing.reasons import Reason


@criterion
@dataclass(frozen=True, kw_only=True)
class Same(FieldCriterion):
    """1 when both give the same answer, whatever its capitals, else 0."""

    kind: ClassVar[str] = "same"

    def compare(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_text)
        return compare(*both, lambda left, right: equal(left, right).astype(float), missing=np.nan)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        if value:
            return Reason("same", {"field": self.name, "answer": guide})
        return Reason("not_same", {"field": self.name, "learner": learner, "guide": guide})


@criterion
@dataclass(frozen=True, kw_only=True)
class Different(FieldCriterion):
    """1 when the answers differ, else 0."""

    kind: ClassVar[str] = "different"

    def compare(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_text)
        return compare(*both, lambda left, right: 1.0 - equal(left, right), missing=np.nan)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        if value:
            return Reason("different", {"field": self.name, "learner": learner, "guide": guide})
        return Reason("not_different", {"field": self.name, "answer": guide})


@criterion
@dataclass(frozen=True, kw_only=True)
class Combination(FieldCriterion):
    """A value for each combination of two answers, listed; `otherwise` for the rest.

    table: entries such as {"learner": "shop floor", "guide": "head office", "value": 0.8}.
    """

    kind: ClassVar[str] = "combination"

    table: Sequence[Mapping[str, Any]] = ()
    otherwise: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        for entry in self.table:
            if not isinstance(entry, Mapping) or set(entry) != {"learner", "guide", "value"}:
                raise SettingsError(f"table holds {entry!r}: write learner, guide and value for each.")
            if not isinstance(entry["value"], int | float):
                raise SettingsError(f"table holds the value {entry['value']!r}: use a number from 0 to 1.")

    def compare(self, learners: Table, guides: Table) -> Comparison:
        listed = {
            (as_text(entry["learner"]).casefold(), as_text(entry["guide"]).casefold()): float(entry["value"])
            for entry in self.table
        }

        def judge(left: list[str], right: list[str]) -> NDArray[np.float64]:
            values = [listed.get((a.casefold(), b.casefold()), self.otherwise) for a in left for b in right]
            return np.clip(np.array(values, float).reshape(len(left), len(right)), 0, 1)

        return compare(*self.answers(learners, guides, as_text), judge, missing=np.nan)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        return Reason("combination", {"field": self.name, "learner": learner, "guide": guide})


@criterion
@dataclass(frozen=True, kw_only=True)
class Wish(Criterion):
    """1 when what the learner wishes for (column `wish`) is among the guide's answers (column `among`).

    only_if: a column of learners that must say yes for the wish to count.
    """

    kind: ClassVar[str] = "wish"

    wish: str
    among: str
    only_if: str = ""

    @property
    def name(self) -> str:
        return self.label or self.wish.replace("_", " ")

    def compare(self, learners: Table, guides: Table) -> Comparison:
        wishes = learners.read(self.wish, as_names)
        if self.only_if:
            counts = learners.read(self.only_if, as_yes)
            wishes = [wish if yes else None for wish, yes in zip(wishes, counts, strict=True)]

        def judge(left: list[Answer], right: list[Answer]) -> NDArray[np.float64]:
            return (shared(left, right) > 0).astype(float)

        return compare(wishes, guides.read(self.among, as_names), judge, missing=np.nan)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        if value:
            return Reason("wish_met", {"field": self.name, "answer": in_common(learner, guide)})
        return Reason("wish_unmet", {"field": self.name, "answer": sorted(learner)})
