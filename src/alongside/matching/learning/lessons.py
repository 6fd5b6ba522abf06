"""What the past of a programme says about its criteria, in figures and in words that follow from them by rule."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from alongside.matching.learning.association import Association, associate, holm
from alongside.matching.learning.outcomes import PastPair, Went, past_pairs
from alongside.matching.overview import in_points
from alongside.matching.reading import questions_by_key
from alongside.matching.reasons import audience_of
from alongside.programmes.criteria import criterion_label
from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question
from alongside.web.charts import interval

FEWEST_PAIRS = 30
FEWEST_OF_EACH = 5
"""So many pairs have to have gone well, and so many not, before anything is said."""
FEWEST_PEOPLE = 5
"""On each side; below it nothing is shown."""
SURE = 0.05
"""A p-value below it is called clear once it is corrected for all criteria, and a hint before."""
LITTLE = 0.2
"""An interval that lies within so much of 0 leaves no room for a relation worth speaking of."""
HIGHEST_WEIGHT = 5

VERDICTS: dict[str, Any] = {
    "better": _("Pairs with more of it went better."),
    "worse": _("Pairs with more of it went worse."),
    "perhaps_better": _("Pairs with more of it may have gone better. That can be chance."),
    "perhaps_worse": _("Pairs with more of it may have gone worse. That can be chance."),
    "little": _("It made little difference, if any."),
    "open": _("The pairs do not tell. A difference is as possible as none."),
    "alike": _("Nearly all pairs had as much of it as each other, so they cannot tell."),
    "few": _("Too few pairs answered what it looks at."),
}


@dataclass(frozen=True)
class Lesson:
    """One criterion: what it is called, over how many pairs, their middle 80 of 100 in points, and what it says.

    weight: how much it counts in the programme now, None where it does not any more. advised: what the past
    suggests instead.
    """

    key: str
    label: str
    pairs: int
    spread: tuple[int, int] | None
    found: Association | None
    verdict: str
    weight: int | None
    advised: int | None

    @property
    def says(self) -> Any:  # noqa: ANN401  a lazy translation
        """The verdict in a sentence."""
        return VERDICTS[self.verdict]

    @property
    def lane(self) -> SafeString:
        """The interval, drawn from -1 to 1."""
        found = self.found
        return interval(found.low, found.tau, found.high, lowest=-1, highest=1) if found else SafeString("")

    @property
    def is_changed(self) -> bool:
        """Whether the past suggests another weight."""
        return self.advised is not None and self.advised != self.weight


@dataclass(frozen=True)
class Lessons:
    """What the past says; without rows where too few pairs stand behind it, and ``counts`` says how many."""

    counts: dict[str, int]
    rows: list[Lesson]
    is_told: bool
    withheld: int

    @property
    def is_counted(self) -> bool:
        """Whether enough people stand behind the counts to show them."""
        return self.counts["people"] >= FEWEST_PEOPLE

    @property
    def clear(self) -> list[Lesson]:
        """Criteria of which the past says clearly that they went with better or worse pairs."""
        return [row for row in self.rows if row.verdict in {"better", "worse"}]

    @property
    def has_advice(self) -> bool:
        """Whether there is another weight to suggest."""
        return any(row.is_changed for row in self.rows)


def lessons_of(programme: Programme) -> Lessons:
    """Each criterion's fit against how pairs went, over the programme's own published pairs.

    A criterion about answers that nobody reads is left out; ``withheld`` counts them.
    """
    pairs = past_pairs(programme)
    questions = questions_by_key(programme)
    texts = {key: question.text for key, question in questions.items()}
    current = {criterion_key(row): row for row in programme.criteria.values("kind", "settings", "weight")}
    by_criterion = _by_criterion(pairs)
    declared = {key: sample[0][1] for key, sample in by_criterion.items()}
    readable = {
        key: row
        for key, row in {**declared, **current}.items()
        if audience_of(row["settings"], questions) != Question.Reader.NOBODY
    }
    is_told = _is_enough(pairs)
    rows = []
    if is_told:
        samples = {key: by_criterion.get(key, []) for key in readable}
        rows = _rows(samples, readable, {key: row["weight"] for key, row in current.items()}, texts)
    return Lessons(_counts(pairs), rows, is_told, len({**declared, **current}) - len(readable))


Sample = list[tuple[PastPair, Mapping[str, Any]]]
"""Pairs with what one criterion gave each."""


def _by_criterion(pairs: Sequence[PastPair]) -> dict[str, Sample]:
    """Pairs by criterion; those of whom one did not answer what it looks at are not in its sample."""
    found: dict[str, Sample] = {}
    for pair in pairs:
        for row in pair.contributions:
            if row["answered"] and row["most"]:
                found.setdefault(criterion_key(row), []).append((pair, row))
    return found


def _rows(
    samples: Mapping[str, Sample],
    declared: Mapping[str, Mapping[str, Any]],
    weights: Mapping[str, int],
    texts: Mapping[str, str],
) -> list[Lesson]:
    found = {key: _associated(sample) for key, sample in samples.items()}
    told = [key for key, each in found.items() if isinstance(each, Association)]
    corrected = dict(zip(told, holm([found[key].chance for key in told]), strict=True))  # type: ignore[union-attr]
    rows = []
    for key, row in declared.items():
        each, weight = found[key], weights.get(key)
        verdict = each if isinstance(each, str) else verdict_of(each, corrected[key])
        rows.append(
            Lesson(
                key=key,
                label=criterion_label(row["kind"], row["settings"], texts),
                pairs=len(samples[key]),
                spread=_spread(samples[key]) if isinstance(each, Association) else None,
                found=each if isinstance(each, Association) else None,
                verdict=verdict,
                weight=weight,
                advised=None if weight is None else advised_weight(weight, verdict),
            )
        )
    return sorted(rows, key=lambda row: (row.weight is None, -(row.weight or 0), row.label))


def _associated(sample: Sample) -> Association | str:
    """The association over a sample, or the verdict that says why there is none."""
    if not _is_enough([pair for pair, _row in sample]):
        return "few"
    fits = [_fit(row) for _pair, row in sample]
    if len(fits) - Counter(fits).most_common(1)[0][1] < FEWEST_OF_EACH:
        return "alike"
    found = associate(
        fits,
        [pair.went for pair, _row in sample],
        learners=[pair.learner for pair, _row in sample],
        guides=[pair.guide for pair, _row in sample],
    )
    return found or "open"


def verdict_of(found: Association, corrected: float) -> str:
    """What may be said, by rule. corrected: the p-value after Holm's correction for all criteria looked at."""
    direction = "better" if found.tau > 0 else "worse"
    if corrected < SURE:
        return direction
    if found.chance < SURE:
        return f"perhaps_{direction}"
    return "little" if max(-found.low, found.high) < LITTLE else "open"


def advised_weight(weight: int, verdict: str) -> int:
    """One step more for what clearly went with better pairs, one less for what went with worse; else the same."""
    if verdict == "better":
        return max(weight, min(weight + 1, HIGHEST_WEIGHT))
    return max(0, weight - 1) if verdict == "worse" else weight


def _is_enough(pairs: Sequence[PastPair]) -> bool:
    counts = _counts(pairs)
    return (
        counts["pairs"] >= FEWEST_PAIRS
        and min(counts["well"], counts["not_well"]) >= FEWEST_OF_EACH
        and counts["people"] >= FEWEST_PEOPLE
    )


def _counts(pairs: Sequence[PastPair]) -> dict[str, int]:
    """How many pairs went how; people are those on the side that has fewer."""
    went = Counter(pair.went for pair in pairs)
    return {
        "pairs": len(pairs),
        "people": min(len({pair.learner for pair in pairs}), len({pair.guide for pair in pairs})),
        "well": went[Went.MET],
        "not_well": len(pairs) - went[Went.MET],
        "seldom": went[Went.SELDOM],
        "stopped": went[Went.STOPPED],
    }


def _spread(sample: Sample) -> tuple[int, int]:
    low, high = np.percentile([_fit(row) for _pair, row in sample], [10, 90])
    return in_points(float(low)), in_points(float(high))


def _fit(row: Mapping[str, Any]) -> float:
    """How well a pair fits by one criterion, 0 to 1: its points of those it could have given."""
    return round(float(row["points"]) / float(row["most"]), 4)


def criterion_key(row: Mapping[str, Any]) -> str:
    """One name for a criterion wherever it stands: its kind and settings."""
    return json.dumps([row["kind"], row["settings"]], sort_keys=True)
