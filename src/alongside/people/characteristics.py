"""The form of what only the matching may use: one line for each kind of protected characteristic."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.people.models import ProtectedCharacteristic

Kind = ProtectedCharacteristic.Kind


class CharacteristicForm(forms.Form):
    """What somebody says of themselves, whether they wish for it, and whether it may count for others' wishes."""

    value = forms.CharField(label=_("In your own words"), max_length=60, required=False)
    is_sought = forms.BooleanField(label=_("I would like somebody who shares this"), required=False)
    is_offered = forms.BooleanField(label=_("It may count for people who wish for it"), required=False)

    def __init__(self, kind: Kind, held: ProtectedCharacteristic | None, data: QueryDict | None) -> None:
        names = ("value", "is_sought", "is_offered")
        super().__init__(data, prefix=kind.value, initial={name: getattr(held, name, None) for name in names})
        self.kind = kind

    def clean(self) -> dict[str, Any]:
        """A tick needs a word to compare."""
        data = super().clean() or {}
        data["value"] = " ".join(data.get("value", "").split())
        if (data.get("is_sought") or data.get("is_offered")) and not data["value"]:
            self.add_error("value", _("Write a word for it, or take the ticks away."))
        return data


def forms_for(own: Iterable[ProtectedCharacteristic], data: QueryDict | None) -> list[CharacteristicForm]:
    """A line for each kind, with what is kept of it."""
    held = {each.kind: each for each in own}
    return [CharacteristicForm(kind, held.get(kind.value), data) for kind in Kind]


def rows_of(lines: Iterable[CharacteristicForm]) -> list[dict[str, Any]]:
    """What the action takes: the lines that say something and let it count; nothing else is kept."""
    return [
        {"kind": line.kind.value, **line.cleaned_data}
        for line in lines
        if line.cleaned_data["is_sought"] or line.cleaned_data["is_offered"]
    ]
