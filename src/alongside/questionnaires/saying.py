"""An answer in words, for whoever may read it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from alongside.web.languages import language_name


def in_words(kind: str, value: Any, options: Sequence[str] = ()) -> str:  # noqa: ANN401  as its kind keeps it
    """What was answered to a question of this kind; numbers by text come in the order of the question's list."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        in_order = [*options, *(thing for thing in value if thing not in options)]
        return ", ".join(f"{thing} {value[thing]}" for thing in in_order if thing in value)
    if isinstance(value, list):
        return ", ".join(language_name(item) if kind == "languages" else str(item) for item in value)
    if kind == "date" and isinstance(value, str):
        return date_format(date.fromisoformat(value))
    if isinstance(value, float):
        return number_format(int(value) if value.is_integer() else value)
    return str(value)
