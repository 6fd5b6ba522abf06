"""Criteria of one's own: a function of two answers, or values worked out elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.criteria.base import Criterion, FieldCriterion, criterion
from alongside.pairing.errors import AnswerError, PairingError, SettingsError
from alongside.pairing.markets.comparison import Comparison, compare, pair_by_pair
from alongside.pairing.people.answers import Answer, Table
from alongside.pairing.reasons import Reason, fill

PairFunction = Callable[[Any, Any], float | None]
Function = TypeVar("Function", bound=PairFunction)
FUNCTIONS: dict[str, PairFunction] = {}


def function(name: str) -> Callable[[Function], Function]:
    """Make a function of two answers known by a name, so that settings can name it; a file can name no other."""

    def known(made: Function) -> Function:
        FUNCTIONS[name] = made
        return made

    return known


@criterion
@dataclass(frozen=True, kw_only=True)
class Custom(FieldCriterion):
    """What a function of the two answers gives, 0 to 1; None when it cannot tell.

    function: itself, or the name by which it was made known. sentence: says the reason; {learner} and {guide}
    stand for the two answers.
    """

    kind: ClassVar[str] = "custom"

    function: str | PairFunction
    sentence: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.function, str) and self.function not in FUNCTIONS:
            known = ", ".join(sorted(FUNCTIONS)) or "none"
            raise SettingsError(
                f"function is {self.function!r}: use one that is known by its name. Known are: {known}."
            )
        try:
            self.sentence.format(learner="", guide="")
        except (KeyError, IndexError, ValueError):
            raise SettingsError(
                f"sentence is {self.sentence!r}: only {{learner}} and {{guide}} may stand in brackets."
            ) from None

    def compare(self, learners: Table, guides: Table) -> Comparison:
        return compare(*self.answers(learners, guides, _hashable), self._judge, missing=np.nan)

    def _judge(self, left: list[Answer], right: list[Answer]) -> NDArray[np.float64]:
        values = [self._value(one, other) for one in left for other in right]
        return np.array(values, np.float64).reshape(len(left), len(right))

    def _value(self, learner: Answer, guide: Answer) -> float:
        value = (FUNCTIONS[self.function] if isinstance(self.function, str) else self.function)(
            learner, guide
        )
        if value is None:
            return np.nan
        if not 0 <= value <= 1:
            raise AnswerError(
                f"{self.name}: the function gives {value!r} for {learner!r} and {guide!r}. "
                "Let it give a number from 0 to 1, or None."
            )
        return float(value)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        if not self.sentence:
            return Reason("combination", {"field": self.name, "learner": str(learner), "guide": str(guide)})
        said = fill(self.sentence, {"learner": str(learner), "guide": str(guide)})
        return Reason("custom", {"sentence": said.rstrip(".")})


@dataclass(frozen=True, kw_only=True)
class Given(Criterion):
    """Values worked out elsewhere: a matrix, learners × guides, 0 to 1, not a number where nothing is known."""

    kind: ClassVar[str] = "given"

    values: NDArray[np.float64] = field(repr=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        known = np.asarray(self.values)[~np.isnan(self.values)]
        if ((known < 0) | (known > 1)).any():
            raise SettingsError("values must lie from 0 to 1; not a number stands for what is not known.")

    @property
    def name(self) -> str:
        return self.label or "given"

    def compare(self, learners: Table, guides: Table) -> Comparison:
        values = np.asarray(self.values, np.float64)
        if values.shape != (len(learners), len(guides)):
            raise PairingError(
                f"{self.name}: values have shape {values.shape}, but there are {len(learners)} learners "
                f"and {len(guides)} guides."
            )
        return pair_by_pair(values)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        return Reason("custom", {"sentence": f"{self.name}: {value:.2f}"})

    def missing_reason(self) -> Reason:
        return Reason("missing", {"field": self.name})


def _hashable(answer: Answer) -> Answer:
    if isinstance(answer, list):
        return tuple(answer)
    return tuple(answer.items()) if isinstance(answer, dict) else answer
