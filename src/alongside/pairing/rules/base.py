"""What every rule has in common, and how settings name its kind."""

from abc import ABC
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.markets.comparison import Comparison, listed
from alongside.pairing.people.answers import Answer, Table, as_text
from alongside.pairing.people.declaring import declared
from alongside.pairing.reasons import Reason

KINDS: "dict[str, type[Rule]]" = {}
Kind = TypeVar("Kind", bound="type[Rule]")
Marks = NDArray[np.bool_]


def rule(kind: Kind) -> Kind:
    """Make a rule known by its kind, so that settings can name it."""
    KINDS[kind.kind] = kind
    return kind


def from_settings(settings: Mapping[str, Any]) -> "Rule":
    """The rule declared by `kind` and its settings; raises SettingsError with the cure."""
    return declared(KINDS, settings, "The rule")


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """Common to all. may_be_relaxed: whether a manager may be advised to set the rule aside for one pair."""

    kind: ClassVar[str]
    may_be_relaxed: ClassVar[bool] = True

    label: str = ""

    @property
    def name(self) -> str:
        """What the rule is called."""
        return self.label or self.kind.replace("_", " ")

    def forbids(self, learners: Table, guides: Table) -> Comparison | None:
        """True for each pair that is forbidden; None when the rule forbids no pairs."""
        return None

    def fixes(self, learners: Table, guides: Table) -> list[tuple[int, int]]:
        """Pairs of rows that must be matched."""
        return []

    def separates(self, learners: Table, guides: Table) -> list[tuple[int, int]]:
        """Pairs of learners' rows who must not share a guide."""
        return []

    def reason(self, learner: Answer, guide: Answer) -> Reason:
        """Why a pair is forbidden, from both answers as they were read."""
        raise NotImplementedError  # a rule that forbids pairs says why


@dataclass(frozen=True, kw_only=True)
class FieldRule(Rule):
    """A rule about one column; guide_field names the guides' column where it is called otherwise."""

    field: str
    guide_field: str = ""

    @property
    def name(self) -> str:
        return self.label or f"{self.kind.replace('_', ' ')}: {self.field.replace('_', ' ')}"

    @property
    def column(self) -> str:
        """The column's name as people write it."""
        return self.field.replace("_", " ")

    def answers(
        self, learners: Table, guides: Table, reader: Callable[[Answer], Answer]
    ) -> tuple[list[Answer], list[Answer]]:
        """Both columns, read."""
        return learners.read(self.field, reader), guides.read(self.guide_field or self.field, reader)


def forbidden(learners: Table, guides: Table, pairs: Iterable[Sequence[str]]) -> Comparison:
    """A comparison that is true at the pairs of ids; ids of strangers are passed over."""
    learner_row, guide_row = rows_by_id(learners), rows_by_id(guides)
    keys = ((id_key(learner), id_key(guide)) for learner, guide in pairs)
    rows = {
        (learner_row[one], guide_row[other])
        for one, other in keys
        if one in learner_row and other in guide_row
    }
    return listed(np.array(sorted(rows), np.int64).reshape(-1, 2), (len(learners), len(guides)))


def rows_by_id(table: Table) -> dict[str, int]:
    """Each person's row, by the key of their id."""
    return {id_key(each): row for row, each in enumerate(table.ids)}


def id_key(person: Answer) -> str:
    """An id as it is compared: mail addresses whatever their capitals, everything else as it is."""
    text = as_text(person)
    return text.casefold() if "@" in text else text
