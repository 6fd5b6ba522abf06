"""Runs of circles beside each other: who has a circle, how even they are, and which choice people got."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from alongside.matching.circles.models import Seat
from alongside.matching.comparing.people import Turns, gain_in_words
from alongside.matching.models import Scenario
from alongside.matching.overview import in_points
from alongside.programmes.models import Enrolment

CHOICES: dict[str, Any] = {
    "1": gettext_lazy("Meet about their first choice"),
    "2": gettext_lazy("About their second"),
    "3": gettext_lazy("About their third"),
    "later": gettext_lazy("About a later one"),
}
SENTENCES: dict[tuple[str, bool], Any] = {
    ("placed", True): ngettext_lazy(
        "%(name)s has a circle for %(n)d person more.", "%(name)s has a circle for %(n)d people more.", "n"
    ),
    ("placed", False): ngettext_lazy(
        "%(name)s leaves %(n)d person more out.", "%(name)s leaves %(n)d people more out.", "n"
    ),
    ("first", True): ngettext_lazy(
        "%(name)s gives %(n)d person more their first choice.",
        "%(name)s gives %(n)d people more their first choice.",
        "n",
    ),
    ("first", False): ngettext_lazy(
        "%(name)s gives %(n)d person fewer their first choice.",
        "%(name)s gives %(n)d people fewer their first choice.",
        "n",
    ),
    ("mean", True): ngettext_lazy(
        "%(name)s gains %(n)d point on average.", "%(name)s gains %(n)d points on average.", "n"
    ),
    ("mean", False): ngettext_lazy(
        "%(name)s loses %(n)d point on average.", "%(name)s loses %(n)d points on average.", "n"
    ),
}
"""What another run would change: a figure, and whether it rises."""

LEADS: dict[str, Any] = {
    "placed": gettext_lazy("%(name)s has a circle for the most people."),
    "first": gettext_lazy("%(name)s gives the most people their first choice."),
    "mean": gettext_lazy("%(name)s suits people best on average."),
}
"""Which run is ahead, by figure."""

KINDS: dict[str, Any] = {
    "changing": gettext_lazy("Meet about something else"),
    "gaining": gettext_lazy("Gain"),
    "losing": gettext_lazy("Lose"),
    "newly": gettext_lazy("Newly in a circle"),
    "no_longer": gettext_lazy("In no circle any more"),
}
"""How another run can turn somebody, and what it is called."""


@dataclass(frozen=True)
class CircleRun:
    """One run of circles in figures: members placed, circles and their sizes, fits in points of 100."""

    scenario: Scenario
    placed: int
    circles: int
    smallest: int
    largest: int
    mean: int
    lowest: int
    choices: dict[str, int]

    @property
    def first(self) -> int:
        """How many meet about their first choice."""
        return self.choices.get("1", 0)

    @property
    def coverage(self) -> str:
        """How many have a circle of all who look for one."""
        whole = self.scenario.result.get("learners", 0)
        return _("%(placed)d of %(whole)d") % {"placed": self.placed, "whole": whole}

    @property
    def sizes(self) -> str:
        """The smallest and the largest circle."""
        return str(self.largest) if self.smallest == self.largest else f"{self.smallest}–{self.largest}"


@dataclass(frozen=True)
class CircleComparison:
    """Runs of circles; the first is what the others are measured against."""

    runs: list[CircleRun]

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each figure, and for each run its title and the figure there; choices that nobody got are left out."""
        obtained = [key for key in CHOICES if any(run.choices.get(key) for run in self.runs)]
        named = [
            (_("In a circle"), [run.coverage for run in self.runs]),
            (_("Circles"), [str(run.circles) for run in self.runs]),
            (_("Their sizes"), [run.sizes for run in self.runs]),
            *((str(CHOICES[key]), [str(run.choices.get(key, 0)) for run in self.runs]) for key in obtained),
            (_("Mean fit"), [str(run.mean) for run in self.runs]),
            (_("Lowest fit"), [str(run.lowest) for run in self.runs]),
        ]
        titles = [run.scenario.title for run in self.runs]
        return [(name, list(zip(titles, values, strict=True))) for name, values in named]

    @property
    def leaders(self) -> list[str]:
        """Who is ahead in what, in sentences; a figure in which several are ahead says nothing."""
        sentences = []
        for figure, sentence in LEADS.items():
            best = max(getattr(run, figure) for run in self.runs)
            ahead = [run for run in self.runs if getattr(run, figure) == best]
            if len(ahead) == 1:
                sentences.append(sentence % {"name": ahead[0].scenario.title})
        return sentences

    @property
    def changes(self) -> list[list[str]]:
        """What each other run would change against the first, in sentences."""
        return [_changes(self.runs[0], other) for other in self.runs[1:]]


@dataclass(frozen=True)
class SeatBeside:
    """Somebody's seat in a run of this title: topic, points of 100, and what they gain against the first."""

    run: str
    topic: str
    points: int
    gain: int

    @property
    def gain_in_words(self) -> str:
        """What they gain or lose against the first run."""
        return gain_in_words(self.gain)


@dataclass(frozen=True)
class MemberBeside:
    """Somebody, and where they sit in each run."""

    person: Enrolment
    cells: list[SeatBeside]


def compare_circles(scenarios: Sequence[Scenario]) -> CircleComparison:
    """Runs of circles of one programme, as they stand after moves by hand. One query a run."""
    return CircleComparison([_run(scenario) for scenario in scenarios])


def compared_circles(scenario: Scenario) -> CircleComparison | None:
    """The run beside the newest one before it that found circles; None where there is none."""
    earlier = scenario.programme.scenarios.filter(circles__isnull=False, number__lt=scenario.number)
    other = earlier.order_by("-number").first()
    return compare_circles([scenario, other]) if other else None


def _run(scenario: Scenario) -> CircleRun:
    sizes = scenario.circles.annotate(members=Count("seats", filter=Q(seats__is_guide=False)))
    counted = list(sizes.order_by("pk").values_list("members", flat=True))
    return CircleRun(
        scenario,
        placed=sum(counted),
        circles=len(counted),
        smallest=min(counted, default=0),
        largest=max(counted, default=0),
        mean=in_points(scenario.result.get("mean", 0)),
        lowest=in_points(scenario.result.get("lowest", 0)),
        choices=scenario.result.get("choices", {}),
    )


def _changes(shown: CircleRun, other: CircleRun) -> list[str]:
    changes = {figure: getattr(other, figure) - getattr(shown, figure) for figure in LEADS}
    said = [
        SENTENCES[figure, change > 0] % {"name": other.scenario.title, "n": abs(change)}
        for figure, change in changes.items()
        if change
    ]
    return said or [_("%(name)s comes to the same figures.") % {"name": other.scenario.title}]


def members_beside(scenarios: Sequence[Scenario]) -> QuerySet[Any, dict[str, Any]]:
    """Everybody who has a seat in any of these runs, as rows: topic and fit in each, in one query."""
    seats = Seat.objects.filter(circle__scenario__in=scenarios, is_guide=False).order_by()
    figures: dict[str, Any] = {}
    for place, scenario in enumerate(scenarios):
        own = Q(circle__scenario=scenario)
        figures[f"topic_{place}"] = Coalesce(Max("circle__topic", filter=own), Value(""))
        figures[f"fit_{place}"] = Coalesce(Min("fit", filter=own), Value(0.0))
    return seats.values("enrolment").annotate(**figures)


def turned_in_circles(place: int) -> dict[str, Q]:
    """What the run at this place, from 1, does to somebody against the first one, as conditions."""
    changes = ~Q(**{f"topic_{place}": F("topic_0")})
    has, had = ~Q(**{f"topic_{place}": ""}), ~Q(topic_0="")
    return {
        "changing": changes,
        "gaining": changes & Q(**{f"fit_{place}__gt": F("fit_0")}),
        "losing": changes & Q(**{f"fit_{place}__lt": F("fit_0")}),
        "newly": has & ~had,
        "no_longer": had & ~has,
    }


def turns_in_circles(scenarios: Sequence[Scenario]) -> list[Turns]:
    """How many gain, lose, change, have a circle newly or no longer in each other run. One query."""
    counted = members_beside(scenarios).aggregate(
        **{
            f"{name}_{place}": Count("enrolment", filter=condition)
            for place in range(1, len(scenarios))
            for name, condition in turned_in_circles(place).items()
        }
    )
    return [
        Turns(scenario, [(name, label, counted[f"{name}_{place}"]) for name, label in KINDS.items()])
        for place, scenario in enumerate(scenarios)
        if place
    ]


def chosen_members(scenarios: Sequence[Scenario], place: int, wanted: str) -> QuerySet[Any, dict[str, Any]]:
    """Members whom the run at this place turns so, the greatest difference first."""
    rows = members_beside([scenarios[0], scenarios[place]]).filter(turned_in_circles(1)[wanted])
    difference = F("fit_1") - F("fit_0")
    is_upwards = wanted in {"gaining", "newly"}
    return rows.order_by(difference.desc() if is_upwards else difference.asc(), "enrolment")


def seats_beside(scenarios: Sequence[Scenario], rows: Iterable[dict[str, Any]]) -> list[MemberBeside]:
    """One page of members with where they sit in each run. Two queries."""
    ids = [row["enrolment"] for row in rows]
    people = Enrolment.objects.select_related("person__profile").in_bulk(ids)
    seats = Seat.objects.filter(circle__scenario__in=scenarios, enrolment__in=ids, is_guide=False)
    found = {
        (scenario, enrolment): (topic, in_points(fit))
        for scenario, enrolment, topic, fit in seats.values_list(
            "circle__scenario", "enrolment", "circle__topic", "fit"
        )
    }
    first = scenarios[0].pk
    return [
        MemberBeside(
            people[pk],
            [
                SeatBeside(run.title, topic, points, points - found.get((first, pk), ("", 0))[1])
                for run in scenarios
                for topic, points in [found.get((run.pk, pk), ("", 0))]
            ],
        )
        for pk in ids
    ]
