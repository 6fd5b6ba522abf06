"""Two runs beside each other: every pair as a mark, and what the other run would gain or lose, in sentences."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from numpy.typing import NDArray

from alongside.matching.models import Scenario, ScenarioPair
from alongside.web.charts import marks

MOST_MARKS = 150
"""More marks than this lie on one another; then they stand for equal shares of the pairs."""

SENTENCES: dict[tuple[str, bool], Any] = {
    ("mean", True): ngettext_lazy(
        "%(name)s gains %(n)d point on average.", "%(name)s gains %(n)d points on average.", "n"
    ),
    ("mean", False): ngettext_lazy(
        "%(name)s loses %(n)d point on average.", "%(name)s loses %(n)d points on average.", "n"
    ),
    ("matched", True): ngettext_lazy(
        "%(name)s matches %(n)d person more.", "%(name)s matches %(n)d people more.", "n"
    ),
    ("matched", False): ngettext_lazy(
        "%(name)s leaves %(n)d person more out.", "%(name)s leaves %(n)d people more out.", "n"
    ),
    ("lowest", True): ngettext_lazy(
        "Its lowest pair is %(n)d point higher.", "Its lowest pair is %(n)d points higher.", "n"
    ),
    ("lowest", False): ngettext_lazy(
        "Its lowest pair is %(n)d point lower.", "Its lowest pair is %(n)d points lower.", "n"
    ),
}
"""What the other run would change: a figure, and whether it rises."""


@dataclass(frozen=True)
class Run:
    """One run of the two: its fits as marks, and its figures in points of 100."""

    scenario: Scenario
    lane: SafeString
    mean: int
    lowest: int
    matched: int


@dataclass(frozen=True)
class Comparison:
    """The run that is shown and the one before it, on one scale that begins at ``start``."""

    shown: Run
    other: Run
    start: int
    verdict: list[str]

    @property
    def ticks(self) -> list[tuple[float, int]]:
        """Where the scale is labelled, in per cent of the lane, and with how many points."""
        step = 20 if self.start <= 40 else 10
        points = range(self.start, 101, step)
        return [(round(100 * (each - self.start) / (100 - self.start), 2), each) for each in points]


def compared(scenario: Scenario) -> Comparison | None:
    """The scenario beside the newest run before it that found pairs; None where there is none. Four queries."""
    has_pairs = Exists(ScenarioPair.objects.filter(scenario=OuterRef("pk")))
    earlier = scenario.programme.scenarios.filter(has_pairs, number__lt=scenario.number)
    other = earlier.order_by("-number").first()
    if other is None:
        return None
    fits = [_fits(scenario), _fits(other)]
    if not len(fits[0]):
        return None
    start = min(80, 10 * int(10 * min(each.min() for each in fits)))
    one, two = (_run(each, values, start) for each, values in zip((scenario, other), fits, strict=True))
    return Comparison(one, two, start, _verdict(one, two))


def _fits(scenario: Scenario) -> NDArray[np.float64]:
    return np.array(scenario.pairs.order_by("fit").values_list("fit", flat=True), float)


def _run(scenario: Scenario, fits: NDArray[np.float64], start: int) -> Run:
    """The figures as the studio shows them; the lane holds a mark for each pair, or for each share of them."""
    shares = np.linspace(0, 1, min(MOST_MARKS, len(fits)))
    lane = marks(np.quantile(fits, shares).tolist(), lowest=start / 100, highest=1)
    mean, lowest = round(100 * fits.mean()), round(100 * fits.min())
    matched = scenario.pairs.values("learner").distinct().count()
    return Run(scenario, lane, mean, lowest, matched)


def _verdict(shown: Run, other: Run) -> list[str]:
    """What the other run would change, one sentence for each figure that differs."""
    changes = {
        "mean": other.mean - shown.mean,
        "matched": other.matched - shown.matched,
        "lowest": other.lowest - shown.lowest,
    }
    said = [
        SENTENCES[figure, change > 0] % {"name": other.scenario.title, "n": abs(change)}
        for figure, change in changes.items()
        if change
    ]
    said = said or [_("Both runs come to the same figures.")]
    if shown.scenario.criteria != other.scenario.criteria:
        said.append(_("They weigh things differently, so their fits are not measured alike."))
    return said
