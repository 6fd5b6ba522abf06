"""A criterion on people whom somebody wishes for by name, in order."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.criteria.base import Criterion, check_above_zero, criterion
from alongside.pairing.markets.comparison import Comparison, compare
from alongside.pairing.people.answers import Answer, Table, as_order
from alongside.pairing.reasons import Reason


class _Person(NamedTuple):
    """What a person may be called in a list, and whom they wish for, the first choice first."""

    names: tuple[str, ...]
    wishes: tuple[str, ...]

    def choice(self, other: "_Person") -> int:
        """Which choice the other is, from 1; 0 when they are none."""
        return next((1 + self.wishes.index(name) for name in other.names if name in self.wishes), 0)


@criterion
@dataclass(frozen=True, kw_only=True)
class RankedWish(Criterion):
    """1 for a first choice, less by 1/`choices` for each place further down, 0 for whoever is not listed.

    wishes: the learners' column that lists guides, by id or name, the first choice first. guide_wishes: the
    guides' column that lists learners likewise, if there is one; where both sides list, the mean counts.
    """

    kind: ClassVar[str] = "ranked_wish"

    wishes: str
    guide_wishes: str = ""
    choices: float = 5.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_above_zero("choices", self.choices)

    @property
    def name(self) -> str:
        return self.label or self.wishes.replace("_", " ")

    def compare(self, learners: Table, guides: Table) -> Comparison:
        wishing = _people(learners, self.wishes)
        wished = _people(guides, self.guide_wishes)
        if not self.guide_wishes:
            return compare(
                [each if each.wishes else None for each in wishing], wished, self._judge, missing=np.nan
            )
        return compare(wishing, wished, self._judge, missing=np.nan)

    def _judge(self, left: list[_Person], right: list[_Person]) -> NDArray[np.float64]:
        own, others = self._worth(left, right), self._worth(right, left).T
        return np.where(np.isnan(own), others, np.where(np.isnan(others), own, (own + others) / 2))

    def _worth(self, people: list[_Person], others: list[_Person]) -> NDArray[np.float64]:
        """What each wish is worth; not a number for people who list nobody."""
        column = {name: place for place, other in enumerate(others) for name in other.names}
        worth = np.zeros((len(people), len(others)))
        for row, person in enumerate(people):
            if not person.wishes:
                worth[row] = np.nan
            for choice, name in reversed(list(enumerate(person.wishes))):
                if name in column:
                    worth[row, column[name]] = max(0.0, 1 - choice / self.choices)
        return worth

    def reason(self, value: float, learner: _Person, guide: _Person) -> Reason:
        place, guide_place = learner.choice(guide), guide.choice(learner)
        if place and guide_place:
            choices = {"place": place, "guide_place": guide_place}
            return Reason("wished_for_by_both", {"field": self.name, **choices})
        if place:
            return Reason("wished_for", {"field": self.name, "place": place})
        if guide_place:
            return Reason("wished_for_by_guide", {"field": self.name, "place": guide_place})
        return Reason("not_wished_for", {"field": self.name})


def _people(table: Table, wishes: str) -> list[_Person]:
    lists = table.read(wishes, as_order) if wishes else [None] * len(table)
    return [
        _Person(
            tuple(dict.fromkeys([_key(table.ids[row]), _key(table.called(row))])),
            tuple(dict.fromkeys(_key(name) for name in listed or ())),
        )
        for row, listed in enumerate(lists)
    ]


def _key(name: Answer) -> str:
    return " ".join(str(name).split()).casefold()
