"""Runs beside each other in figures: every pair as a mark, and what another run would gain or lose, in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from django.db.models import Avg, Count, Exists, F, Min, OuterRef, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from alongside.matching.models import Scenario, ScenarioPair
from alongside.matching.overview import in_points, people_in_pairs
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
        "The lowest pair of %(name)s is %(n)d point higher.",
        "The lowest pair of %(name)s is %(n)d points higher.",
        "n",
    ),
    ("lowest", False): ngettext_lazy(
        "The lowest pair of %(name)s is %(n)d point lower.",
        "The lowest pair of %(name)s is %(n)d points lower.",
        "n",
    ),
}
"""What the other run would change: a figure, and whether it rises."""

LEADS: dict[str, Any] = {
    "matched": gettext_lazy("%(name)s matches the most people."),
    "mean": gettext_lazy("%(name)s fits best on average."),
    "lowest": gettext_lazy("%(name)s has the best lowest pair."),
}
"""Which run is ahead, by figure."""


@dataclass(frozen=True)
class Run:
    """One run: its fits as marks, and its figures in points of 100."""

    scenario: Scenario
    lane: SafeString
    mean: int
    lowest: int
    matched: int
    changes: list[str]
    """What this run would gain or lose against the first, in sentences; the first has none."""

    @property
    def learners(self) -> int:
        """How many people the run looked at who seek somebody."""
        return int(self.scenario.result.get("learners", 0))


@dataclass(frozen=True)
class Comparison:
    """Runs on one scale that begins at ``start``; the first is what the others are measured against."""

    runs: list[Run]
    start: int

    @property
    def shown(self) -> Run:
        """The run that the others are measured against."""
        return self.runs[0]

    @property
    def others(self) -> list[Run]:
        """The others."""
        return self.runs[1:]

    @property
    def ticks(self) -> list[tuple[float, int]]:
        """Where the scale is labelled, in per cent of the lane, and with how many points."""
        step = 20 if self.start <= 40 else 10
        points = range(self.start, 101, step)
        return [(round(100 * (each - self.start) / (100 - self.start), 2), each) for each in points]

    @property
    def weighs_differently(self) -> bool:
        """Whether a fit of one run is not measured like that of another."""
        return any(run.scenario.criteria != self.shown.scenario.criteria for run in self.others)

    @property
    def leaders(self) -> list[str]:
        """Who is ahead in what, in sentences; a figure in which several are ahead says nothing."""
        return [
            LEADS[figure] % {"name": ahead[0].scenario.title}
            for figure in self._comparable
            if len(ahead := self._ahead(figure)) == 1
        ]

    @property
    def ahead_in_everything(self) -> Run | None:
        """The one run that no other betters in any figure, where there is one and the figures can be compared."""
        if self.weighs_differently:
            return None
        all_ahead = [run for run in self.runs if all(run in self._ahead(figure) for figure in LEADS)]
        return all_ahead[0] if len(all_ahead) == 1 else None

    @property
    def _comparable(self) -> list[str]:
        """The figures that mean the same in every run: how many are matched always does."""
        return ["matched"] if self.weighs_differently else list(LEADS)

    def _ahead(self, figure: str) -> list[Run]:
        best = max(getattr(run, figure) for run in self.runs)
        return [run for run in self.runs if getattr(run, figure) == best]


def compared(scenario: Scenario) -> Comparison | None:
    """The scenario beside the newest run before it that found pairs; None where there is none. Four queries."""
    has_pairs = Exists(ScenarioPair.objects.filter(scenario=OuterRef("pk")))
    if scenario.only_id:
        return None
    earlier = scenario.programme.scenarios.filter(has_pairs, number__lt=scenario.number, only=None)
    other = earlier.order_by("-number").first()
    comparison = compare([scenario, other]) if other else None
    return comparison if comparison and comparison.shown.matched else None


def compare(scenarios: Sequence[Scenario]) -> Comparison:
    """Runs of one programme beside each other, the first as what the others are measured against.

    Two queries a run, which bring as many fits as there are marks, however many pairs there are.
    """
    figures = [_figures(scenario) for scenario in scenarios]
    lowest = min((each["lowest"] for each in figures if each["pairs"]), default=0)
    start = min(80, 10 * int(10 * lowest))
    runs = [_run(scenario, each, start) for scenario, each in zip(scenarios, figures, strict=True)]
    others = [replace(run, changes=_changes(runs[0], run)) for run in runs[1:]]
    return Comparison([runs[0], *others], start)


def _figures(scenario: Scenario) -> dict[str, Any]:
    figures = scenario.pairs.aggregate(
        pairs=Count("pk"), matched=Count("learner", distinct=True), mean=Avg("fit"), lowest=Min("fit")
    )
    if scenario.programme.is_pool:
        figures["matched"] = people_in_pairs(scenario)
    return figures


def _run(scenario: Scenario, figures: Mapping[str, Any], start: int) -> Run:
    """The figures as the studio shows them; the lane holds a mark for each pair, or for each share of them."""
    lane = marks(_fits_at_equal_shares(scenario, figures["pairs"]), lowest=start / 100, highest=1)
    mean, lowest = in_points(figures["mean"] or 0), in_points(figures["lowest"] or 0)
    return Run(scenario, lane, mean, lowest, figures["matched"], [])


def _fits_at_equal_shares(scenario: Scenario, pairs: int) -> list[float]:
    """The fit of every pair, or of pairs at equal distances in the order of fits; the lowest is among them."""
    places = Window(RowNumber(), order_by=["fit", "pk"])
    rows = scenario.pairs.order_by("fit").annotate(place=places)
    if pairs > MOST_MARKS:
        rows = rows.alias(share=(F("place") - 1) % ceil(pairs / MOST_MARKS)).filter(share=0)
    return list(rows.values_list("fit", flat=True))


def _changes(shown: Run, other: Run) -> list[str]:
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
    return said or [_("%(name)s comes to the same figures.") % {"name": other.scenario.title}]
