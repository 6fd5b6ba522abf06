"""Criteria on lists: names in common, languages, skills wanted and offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from alongside.pairing.criteria.base import (
    Criterion,
    FieldCriterion,
    check_above_zero,
    check_one_of,
    criterion,
)
from alongside.pairing.markets.comparison import Comparison, compare, in_common, shared, weights_by_name
from alongside.pairing.people.answers import (
    LANGUAGE_LEVELS,
    Answer,
    Table,
    as_names,
    as_names_at,
    as_strengths,
    check_level,
)
from alongside.pairing.reasons import Reason


@criterion
@dataclass(frozen=True, kw_only=True)
class Shared(FieldCriterion):
    """Lists with names in common, such as interests: 1 when at least `enough` are shared, less in proportion."""

    kind: ClassVar[str] = "shared"

    enough: float = 3.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_above_zero("enough", self.enough)

    def compare(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_names)
        return compare(
            *both, lambda left, right: np.minimum(1, shared(left, right) / self.enough), missing=np.nan
        )

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        common = in_common(learner, guide)
        if not common:
            return Reason("nothing_shared", {"field": self.name})
        return Reason("shared", {"field": self.name, "count": len(common), "answers": common})


@criterion
@dataclass(frozen=True, kw_only=True)
class Languages(FieldCriterion):
    """Languages in common: 1 when at least `enough` are shared, less in proportion.

    Answers may say how well: `German: B2`. level: a language counts only for people who speak it at this level
    or above, or who do not say how well. levels: the scale, lowest first.
    """

    kind: ClassVar[str] = "languages"

    field: str = "languages"
    enough: float = 1.0
    level: str = ""
    levels: Sequence[str] = LANGUAGE_LEVELS

    def __post_init__(self) -> None:
        super().__post_init__()
        check_above_zero("enough", self.enough)
        check_level(self.level, self.levels)

    def compare(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_names_at(self.level, self.levels))
        return compare(
            *both, lambda left, right: np.minimum(1, shared(left, right) / self.enough), missing=np.nan
        )

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        common = in_common(learner, guide)
        if common:
            return Reason("shared", {"field": self.name, "count": len(common), "answers": common})
        if self.level:
            return Reason("nothing_shared_at_level", {"field": self.name, "level": self.level})
        return Reason("nothing_shared", {"field": self.name})


@criterion
@dataclass(frozen=True, kw_only=True)
class Skills(Criterion):
    """How much of what the learner wants (column `wanted`) the guide offers (column `offered`).

    Each wanted skill counts by how much it is wanted and by how strong the guide is in it, out of
    `strongest`. A skill without a strength is fully wanted, or fully offered. With numbers_wanted = "level" the
    learner's numbers are the levels to reach: all skills count alike, and a guide who is at that level or above
    offers the skill in full.
    """

    kind: ClassVar[str] = "skills"

    wanted: str = "skills_wanted"
    offered: str = "skills_offered"
    strongest: float = 5.0
    numbers_wanted: str = "importance"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_above_zero("strongest", self.strongest)
        check_one_of("numbers_wanted", self.numbers_wanted, ("importance", "level"))

    @property
    def name(self) -> str:
        return self.label or self.wanted.replace("_", " ")

    def compare(self, learners: Table, guides: Table) -> Comparison:
        wanted, offered = learners.read(self.wanted, as_strengths), guides.read(self.offered, as_strengths)

        if self.numbers_wanted == "level":
            return compare(wanted, offered, self._by_level, missing=np.nan)
        return compare(wanted, offered, self._by_importance, missing=np.nan, factors=self._factors)

    def _by_importance(self, left: list[Answer], right: list[Answer]) -> NDArray[np.float64]:
        wants, offers = self._factors(left, right)
        return np.asarray((wants @ offers.T).todense(), np.float64)

    def _factors(self, left: Sequence[Answer], right: Sequence[Answer]) -> tuple[csr_array, csr_array]:
        """What share of the whole each skill is that a learner wants, and how strong guides are in it."""
        wants, offers = weights_by_name(
            *([self._weights(skills) for skills in side] for side in (left, right))
        )
        whole = np.maximum(wants.sum(axis=1), 1e-9)
        return wants.multiply(1 / whole[:, None]).tocsr(), offers

    def _by_level(self, left: list[Answer], right: list[Answer]) -> NDArray[np.float64]:
        """The mean over wanted skills of how far the guide's level reaches the one wanted, up to 1."""
        value = np.zeros((len(left), len(right)))
        asked = {(name.casefold(), level) for skills in left for name, level in skills}
        offers = [self._weights(skills) for skills in right]
        for name, level in sorted(asked, key=str):
            needed = self.strongest if level is None else max(level, 1e-9)
            reached = np.minimum(1, [offer.get(name, 0.0) * self.strongest / needed for offer in offers])
            wanting = [any((each.casefold(), at) == (name, level) for each, at in skills) for skills in left]
            value[wanting] += reached
        return value / np.array([[max(1, len(skills))] for skills in left]).reshape(-1, 1)

    def _weights(self, skills: frozenset[tuple[str, float | None]]) -> dict[str, float]:
        return {
            name.casefold(): 1.0 if strength is None else float(np.clip(strength / self.strongest, 0, 1))
            for name, strength in skills
        }

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        wanted, offered = (frozenset(name for name, _ in skills) for skills in (learner, guide))
        met = in_common(wanted, offered)
        if not met:
            return Reason("skills_unmet", {"field": self.name, "wanted": sorted(wanted)})
        return Reason("skills_met", {"field": self.name, "count": len(met), "answers": met})
