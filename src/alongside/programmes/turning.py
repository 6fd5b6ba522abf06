"""Turning levels round, for programmes in which the junior guides the senior."""

from collections.abc import Mapping
from typing import Any


def turned(kind: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a criterion or rule with the other side above; those that look at no level as they are.

    A gap counts the levels that the guide is above the learner: where the learner is above, it is below zero.
    """
    if kind != "level_gap":
        return dict(settings)
    kept = {name: value for name, value in settings.items() if name not in TURNS}
    return kept | {TURNS[name]: _turned(value) for name, value in settings.items() if name in TURNS}


TURNS = {"minimum": "maximum", "maximum": "minimum", "best": "best", "values": "values"}
"""What becomes of each setting: at least one above is at most one below."""


def _turned(value: Any) -> Any:  # noqa: ANN401  a number, or values by number
    if isinstance(value, Mapping):
        return {f"{-float(gap):g}": worth for gap, worth in value.items()}
    return -value
