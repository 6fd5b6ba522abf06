"""Who gains, who loses and who meets somebody else, counted and listed by the database a page at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FloatField, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy, ngettext

from alongside.matching.comparing.peers import peers_beside
from alongside.matching.models import Scenario, ScenarioPair
from alongside.matching.overview import in_points
from alongside.programmes.models import Enrolment

HALF_A_POINT = 0.005
"""A smaller difference is none that anybody could read."""


KINDS: dict[str, Any] = {
    "changing": gettext_lazy("Meet somebody else"),
    "gaining": gettext_lazy("Gain"),
    "losing": gettext_lazy("Lose"),
    "newly": gettext_lazy("Newly matched"),
    "no_longer": gettext_lazy("Not matched any more"),
}
"""How another run can turn a learner, and what it is called."""


@dataclass(frozen=True)
class Turns:
    """How many learners another run would change: a kind of change, what it is called, and how many."""

    scenario: Scenario
    counts: list[tuple[str, str, int]]

    def count(self, wanted: str) -> int:
        """How many there are of one kind."""
        return next(count for kind, _label, count in self.counts if kind == wanted)

    @property
    def anybody(self) -> bool:
        """Whether anybody would have it otherwise."""
        return any(count for _kind, _label, count in self.counts)


@dataclass(frozen=True)
class Cell:
    """Whom a learner has in a run of this title, with their fits together; gain: against the first, in points."""

    run: str
    guides: list[str]
    points: int | None
    gain: int

    @property
    def gain_in_words(self) -> str:
        """What the learner gains or loses against the first run."""
        return gain_in_words(self.gain)


@dataclass(frozen=True)
class PersonBeside:
    """A learner, and whom they have in each run."""

    learner: Enrolment
    cells: list[Cell]


def gain_in_words(gain: int) -> str:
    """Points gained or lost."""
    if gain > 0:
        return ngettext("gains %(n)d point", "gains %(n)d points", gain) % {"n": gain}
    return ngettext("loses %(n)d point", "loses %(n)d points", -gain) % {"n": -gain}


def turned(place: int) -> dict[str, Q]:
    """What the run at this place, from 1, does to a learner against the first one, as conditions."""
    changes = ~Q(guides_0=F(f"both_{place}")) | ~Q(**{f"guides_{place}": F(f"both_{place}")})
    has, had = Q(**{f"guides_{place}__gt": 0}), Q(guides_0__gt=0)
    return {
        "changing": changes,
        "gaining": changes & Q(**{f"fit_{place}__gt": F("fit_0") + HALF_A_POINT}),
        "losing": changes & Q(**{f"fit_{place}__lt": F("fit_0") - HALF_A_POINT}),
        "newly": has & ~had,
        "no_longer": had & ~has,
    }


def learners_beside(scenarios: Sequence[Scenario]) -> QuerySet[Any, dict[str, Any]]:
    """Every learner whom any of these runs matches, as rows: fits and guides in each, in one query."""
    if scenarios[0].programme.is_pool:
        return peers_beside(scenarios)
    own = [Q(scenario=scenario) for scenario in scenarios]
    figures: dict[str, Any] = {
        f"fit_{place}": Sum("fit", filter=is_own, default=0.0, output_field=FloatField())
        for place, is_own in enumerate(own)
    }
    figures |= {f"guides_{place}": Count("guide", filter=is_own) for place, is_own in enumerate(own)}
    figures |= {
        f"both_{place}": Count("guide", filter=own[0] | is_own, distinct=True)
        for place, is_own in enumerate(own)
        if place
    }
    pairs = ScenarioPair.objects.filter(scenario__in=scenarios).order_by()
    return pairs.values("learner").annotate(**figures)


def turns(scenarios: Sequence[Scenario]) -> list[Turns]:
    """How many learners gain, lose, change, are matched newly or no longer in each other run. One query."""
    counted = learners_beside(scenarios).aggregate(
        **{
            f"{name}_{place}": Count("learner", filter=condition)
            for place in range(1, len(scenarios))
            for name, condition in turned(place).items()
        }
    )
    return [
        Turns(scenario, [(name, label, counted[f"{name}_{place}"]) for name, label in KINDS.items()])
        for place, scenario in enumerate(scenarios)
        if place
    ]


def chosen_learners(scenarios: Sequence[Scenario], place: int, wanted: str) -> QuerySet[Any, dict[str, Any]]:
    """Learners whom the run at this place turns so, the greatest difference first."""
    rows = learners_beside([scenarios[0], scenarios[place]]).filter(turned(1)[wanted])
    difference = F("fit_1") - F("fit_0")
    is_upwards = wanted in {"gaining", "newly"}
    return rows.order_by(difference.desc() if is_upwards else difference.asc(), "learner")


def people_beside(scenarios: Sequence[Scenario], rows: Iterable[dict[str, Any]]) -> list[PersonBeside]:
    """One page of learners with whom they have in each run. Two queries, three in one pool."""
    ids = [row["learner"] for row in rows]
    learners = Enrolment.objects.select_related("person__profile").in_bulk(ids)
    found: dict[tuple[int, int], list[tuple[str, float]]] = defaultdict(list)
    sides = (
        [("learner", "guide"), ("guide", "learner")]
        if scenarios[0].programme.is_pool
        else [("learner", "guide")]
    )
    for side, other in sides:
        pairs = ScenarioPair.objects.filter(scenario__in=scenarios, **{f"{side}__in": ids})
        for scenario, person, name, fit in pairs.values_list(
            "scenario", side, f"{other}__person__name", "fit"
        ):
            found[scenario, person].append((name, fit))
    return [
        PersonBeside(
            learners[learner], [_cell(scenario, scenarios[0], learner, found) for scenario in scenarios]
        )
        for learner in ids
    ]


def _cell(
    scenario: Scenario,
    first: Scenario,
    learner: int,
    found: Mapping[tuple[int, int], list[tuple[str, float]]],
) -> Cell:
    points, before = (
        in_points(sum(fit for _name, fit in found.get((each.pk, learner), []))) for each in (scenario, first)
    )
    names = [name for name, _fit in found.get((scenario.pk, learner), [])]
    return Cell(scenario.title, names, points if names else None, points - before)
