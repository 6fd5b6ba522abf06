"""What changed settings of a run would do, in words, while one still slides; and what they look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.activity.actions import RuleBroken
from alongside.matching import engine
from alongside.matching.first_in_line import COUNTS_FOR
from alongside.matching.forms import RunForm
from alongside.matching.models import Scenario
from alongside.matching.overview import in_points, texts_of
from alongside.matching.reasons import fields_of
from alongside.programmes.criteria import LOOKS_AT, field_name
from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question


@dataclass(frozen=True)
class Figures:
    """What would come of it: learners matched and in all, mean and lowest fit of 100, who would change."""

    matched: int
    learners: int
    mean: int
    lowest: int
    changed: int


@dataclass(frozen=True)
class Shown:
    """Figures, or why there are none."""

    figures: Figures | None = None
    problem: str = ""


def preview_of(form: RunForm) -> Shown:
    """The figures of the settings in a bound form."""
    if not form.is_valid():
        return Shown(problem=" ".join(_sentences(form)))
    shown = form.scenario
    wanted = Scenario(programme=shown.programme, number=shown.number, **form.settings())
    try:
        found = engine.preview(shown, wanted)
    except RuleBroken as broken:
        return Shown(problem=broken.message)
    if found is None:
        return Shown(problem=_("So many people take part that it cannot be told at once. Run it to see."))
    return Shown(
        Figures(
            matched=found.learners - found.unmatched,
            learners=found.learners,
            mean=in_points(found.mean),
            lowest=in_points(found.lowest),
            changed=found.changed,
        )
    )


def looked_at(scenario: Scenario, questions: Mapping[str, Question]) -> list[str]:
    """What the criteria and rules of a run look at, in words: nothing else about people reaches the matching."""
    texts = texts_of(questions)
    counting = [row for row in scenario.criteria if row["weight"]]
    names = [
        name
        for row in [*counting, *(row for row in scenario.rules if row.get("is_on", True))]
        for name in fields_of(row["settings"]) or LOOKS_AT.get(row["kind"], ())
    ]
    looked_at = list(dict.fromkeys(field_name(name, texts) for name in names))
    if scenario.programme.way == Programme.Way.WISHES:
        looked_at.append(_("the order of short lists, which nobody reads"))
    if scenario.objective in COUNTS_FOR:
        looked_at.append(_("whom a published run left over"))
    return looked_at


def _sentences(form: RunForm) -> list[Any]:
    return [sentence for errors in form.errors.values() for sentence in errors]
