"""Forms drawn in the look of the house: label, control, error, hint, tied together for screen readers.

A widget says how its field is drawn; everything else is up to the templates in ``web/components/fields/``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws ``{{ form }}`` and ``{{ field.as_field_group }}`` with the templates of this room."""

    form_template_name = "web/components/form.html"
    field_template_name = "web/components/field.html"


class Cards(forms.RadioSelect):
    """One of a few, each worth a block of its own; ``hints`` says more, by value."""

    def __init__(self, *, hints: Mapping[Any, Any]) -> None:
        super().__init__()
        self.hints = hints

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django's own signature
        """An option of Django's, with its hint."""
        option = super().create_option(*args, **kwargs)
        return {**option, "hint": self.hints.get(str(option["value"]), "")}


class Segments(forms.RadioSelect):
    """One of two to four short words, side by side."""


class Scale(forms.RadioSelect):
    """One to five, with both ends in words where there are words for them."""

    def __init__(self, *, low: Any = "", high: Any = "") -> None:  # noqa: ANN401  texts or lazy translations
        super().__init__()
        self.low, self.high = low, high


class Grades(forms.MultiWidget):
    """A list beside each of several things, from which one takes a number or none."""

    template_name = "web/components/widgets/grades.html"

    def __init__(self, *, things: Sequence[str], choices: Sequence[tuple[Any, Any]]) -> None:
        super().__init__([forms.Select(attrs={"class": "input"}, choices=choices) for _thing in things])
        self.things = list(things)

    def decompress(self, value: Any) -> list[Any]:  # noqa: ANN401  Django's own signature
        """The number of each thing, from numbers by thing or from things in order."""
        if isinstance(value, list):
            value = {thing: place for place, thing in enumerate(value, start=1)}
        numbers = value if isinstance(value, dict) else {}
        return [numbers.get(thing) for thing in self.things]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:  # noqa: ANN401
        """From one list for each thing, or whole as the API sends it."""
        whole = data.get(name)
        if isinstance(whole, dict | list):
            return self.decompress(whole)
        return list(super().value_from_datadict(data, files, name))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        """Django's, with what each list is about."""
        context = super().get_context(name, value, attrs)
        for part, thing in zip(context["widget"]["subwidgets"], self.things, strict=True):
            part["label"] = thing
        return context

    def id_for_label(self, id_: str) -> str:
        """The first list."""
        return f"{id_}_0" if id_ else ""


class Switch(forms.CheckboxInput):
    """On or off."""

    def __init__(self) -> None:
        super().__init__(attrs={"role": "switch"})


class Slider(forms.NumberInput):
    """A number that one slides to; the page writes it beside the label."""

    input_type = "range"


class Day(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


_LOOKS: tuple[tuple[type[forms.Widget], str], ...] = (
    (Cards, "cards"),
    (Segments, "segments"),
    (Scale, "scale"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.CheckboxInput, "choice"),
    (Grades, "grades"),
    (forms.FileInput, "file"),
    (Slider, "slider"),
)


def look_of(field: forms.BoundField) -> str:
    """Which template of ``web/components/fields/`` draws the field."""
    return next((look for kind, look in _LOOKS if isinstance(field.field.widget, kind)), "input")


def is_radio(field: forms.BoundField) -> bool:
    """Whether exactly one of the field's options counts."""
    return isinstance(field.field.widget, forms.RadioSelect)


def first_control(field: forms.BoundField) -> str:
    """The id of the control that one comes to first."""
    return field.subwidgets[0].id_for_label if field.subwidgets else field.auto_id


def described_by(field: forms.BoundField) -> str:
    """The ids of the field's error and hint, in the order in which they are read out."""
    error = [f"{field.auto_id}_error"] if field.errors else []
    hint = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join(error + hint)
