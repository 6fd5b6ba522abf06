"""A criterion on texts that people write freely."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.criteria.base import FieldCriterion, check_one_of, criterion
from alongside.pairing.errors import SettingsError
from alongside.pairing.markets.comparison import Comparison, compare, weighted_overlap
from alongside.pairing.people.answers import Answer, Table, as_text
from alongside.pairing.people.meaning import MODEL, embedded, model_is_installed, word_weights
from alongside.pairing.reasons import Reason


@criterion
@dataclass(frozen=True, kw_only=True)
class Meaning(FieldCriterion):
    """How alike two texts are: 0 when they have nothing to do with each other, 1 when they say the same.

    by: "meaning" compares what they mean (needs the extra `alongside[meaning]`; English), "words" the words
    that they have in common. Default: by meaning where it is installed, else by words.
    """

    kind: ClassVar[str] = "meaning"

    by: str = "best"

    def __post_init__(self) -> None:
        super().__post_init__()
        check_one_of("by", self.by, ("best", "meaning", "words"))
        if self.by == "meaning" and not model_is_installed():
            raise SettingsError(
                'by is "meaning", but the model is not installed: pip install "alongside[meaning]", or say "words".'
            )

    @property
    def compares_meaning(self) -> bool:
        """Whether meaning is compared, not words."""
        return self.by == "meaning" or (self.by == "best" and model_is_installed())

    @property
    def method(self) -> str:
        if self.compares_meaning:
            return f"Texts are compared by their meaning ({MODEL}, on this machine)."
        if self.by == "words":
            return "Texts are compared by the words in common (tf-idf)."
        return "Texts are compared by the words in common (tf-idf), because the extra “meaning” is not installed."

    def compare(self, learners: Table, guides: Table) -> Comparison:
        both = self.answers(learners, guides, as_text)
        if self.compares_meaning:
            return compare(*both, _by_meaning, missing=np.nan)
        weights = word_weights(text for side in both for text in side if text is not None)

        def by_words(left: list[str], right: list[str]) -> NDArray[np.float64]:
            overlap = weighted_overlap([weights[text] for text in left], [weights[text] for text in right])
            return np.minimum(1, overlap)

        return compare(*both, by_words, missing=np.nan)

    def reason(self, value: float, learner: Answer, guide: Answer) -> Reason:
        key = "close_in_meaning" if self.compares_meaning else "close_in_words"
        return Reason(key, {"field": self.name, "percent": round(100 * value)})


def _by_meaning(left: list[str], right: list[str]) -> NDArray[np.float64]:
    if not left or not right:
        return np.zeros((len(left), len(right)))
    one, other = (np.stack([embedded(text) for text in side]) for side in (left, right))
    return np.clip(one @ other.T, 0, 1)
