"""What runs do not have in common: aim, weights, rules, and who took part."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from alongside.matching.models import Scenario
from alongside.matching.overview import question_texts
from alongside.programmes.criteria import criterion_label, rule_label


@dataclass(frozen=True)
class SettingBeside:
    """One setting, and for each run its title and what it is there, in words."""

    name: str
    cells: list[tuple[str, str]]


def settings_beside(scenarios: Sequence[Scenario]) -> list[SettingBeside]:
    """The settings that are not the same in all these runs."""
    texts = question_texts(scenarios[0].programme)
    rows = [
        _row(_("Aim"), scenarios, [str(scenario.get_objective_display()) for scenario in scenarios]),
        *_listed(
            scenarios, "criteria", lambda row: criterion_label(row["kind"], row["settings"], texts), _weight
        ),
        *_listed(scenarios, "rules", lambda row: rule_label(row["kind"], row["settings"], texts), _switch),
        *(_counted(scenarios, key, name) for key, name in _people().items()),
    ]
    return [row for row in rows if len({value for _title, value in row.cells}) > 1]


def _row(name: str, scenarios: Sequence[Scenario], values: list[str]) -> SettingBeside:
    return SettingBeside(name, [(run.title, value) for run, value in zip(scenarios, values, strict=True)])


def _people() -> dict[str, str]:
    return {
        "learners": _("People who seek somebody"),
        "guide_places": _("Places"),
        "wishes": _("People who sent wishes"),
        "swaps": _("Swaps by hand"),
        "moves": _("Moves by hand"),
    }


def _counted(scenarios: Sequence[Scenario], key: str, name: str) -> SettingBeside:
    return _row(name, scenarios, [str(scenario.result.get(key, 0)) for scenario in scenarios])


def _listed(
    scenarios: Sequence[Scenario],
    attribute: str,
    label: Callable[[Mapping[str, Any]], str],
    in_words: Callable[[Mapping[str, Any] | None], str],
) -> list[SettingBeside]:
    """Criteria or rules, found again in each run by kind and settings."""
    by_run = [{_key(row): row for row in getattr(scenario, attribute)} for scenario in scenarios]
    keys = dict.fromkeys(key for rows in by_run for key in rows)
    names = {key: label(next(rows[key] for rows in by_run if key in rows)) for key in keys}
    return [_row(names[key], scenarios, [in_words(rows.get(key)) for rows in by_run]) for key in keys]


def _key(row: Mapping[str, Any]) -> str:
    return json.dumps([row["kind"], row["settings"]], sort_keys=True)


def _weight(row: Mapping[str, Any] | None) -> str:
    return _("counts %(weight)d") % row if row and row["weight"] else _("does not count")


def _switch(row: Mapping[str, Any] | None) -> str:
    return _("holds") if row and row.get("is_on", True) else _("does not hold")
