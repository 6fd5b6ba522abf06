"""What every criterion has in common, and how settings name its kind."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from alongside.pairing.errors import SettingsError
from alongside.pairing.markets.comparison import Comparison
from alongside.pairing.people.answers import Answer, Table
from alongside.pairing.people.declaring import declared
from alongside.pairing.reasons import Reason

KINDS: "dict[str, type[Criterion]]" = {}
Kind = TypeVar("Kind", bound="type[Criterion]")


def criterion(kind: Kind) -> Kind:
    """Make a criterion known by its kind, so that settings can name it."""
    KINDS[kind.kind] = kind
    return kind


def from_settings(settings: Mapping[str, Any]) -> "Criterion":
    """The criterion declared by `kind` and its settings; raises SettingsError with the cure."""
    return declared(KINDS, settings, "The criterion")


@dataclass(frozen=True, kw_only=True)
class Criterion(ABC):
    """Common to all: weight (how much it counts), missing (the value when an answer is missing), label."""

    kind: ClassVar[str]

    weight: float = 1.0
    missing: float = 0.5
    label: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.weight < float("inf"):
            raise SettingsError(f"weight is {self.weight}: use a number of 0 or more.")
        if not 0 <= self.missing <= 1:
            raise SettingsError(f"missing is {self.missing}: use a number from 0 to 1.")

    @property
    @abstractmethod
    def name(self) -> str:
        """What the criterion is called where it has no label."""

    @property
    def method(self) -> str:
        """How the values come about, in a sentence, where there is more than one way; else empty."""
        return ""

    @abstractmethod
    def compare(self, learners: Table, guides: Table) -> Comparison:
        """The value of every pair, 0 to 1; NaN where an answer is missing."""

    @abstractmethod
    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        """Why a pair has this value, from both answers as they were read."""

    def missing_reason(self) -> Reason:
        """That an answer is missing, and what it counts."""
        if self.missing == 0.5:
            return Reason("missing", {"field": self.name})
        return Reason("missing_counts", {"field": self.name, "value": self.missing})


@dataclass(frozen=True, kw_only=True)
class FieldCriterion(Criterion):
    """A criterion about one column; guide_field names the guides' column where it is called otherwise."""

    field: str
    guide_field: str = ""

    @property
    def name(self) -> str:
        return self.label or self.field.replace("_", " ")

    def answers(
        self, learners: Table, guides: Table, reader: Callable[[Answer], Answer]
    ) -> tuple[list[Answer], list[Answer]]:
        """Both columns, read."""
        return learners.read(self.field, reader), guides.read(self.guide_field or self.field, reader)


def check_above_zero(name: str, value: float) -> None:
    """Raise SettingsError unless a setting is a number above 0."""
    if not 0 < value < float("inf"):
        raise SettingsError(f"{name} is {value}: use a number above 0.")


def check_one_of(name: str, value: str, known: Sequence[str]) -> None:
    """Raise SettingsError unless a setting is one of the known words."""
    if value not in known:
        raise SettingsError(f"{name} is {value!r}: use one of {', '.join(known)}.")
