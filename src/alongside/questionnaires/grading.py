"""Fields that ask for a number beside each of several things: how well one knows each, or in which order they come."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.web.forms import Grades

GRADES = [(1, _("1, a little")), (2, "2"), (3, _("3, well")), (4, "4"), (5, _("5, very well"))]
NONE = [("", _("Not at all"))]
UNRANKED = [("", _("No place"))]


class GradedField(forms.MultiValueField):
    """A grade from 1 to 5 for each thing that has one; gives ``{"Python": 4}``."""

    def __init__(
        self,
        *,
        things: Sequence[str],
        choices: Sequence[tuple[Any, Any]] = (*NONE, *GRADES),
        **common: Any,  # noqa: ANN401
    ) -> None:
        self.things = list(things)
        parts = [
            forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, required=False)
            for _thing in self.things
        ]
        widget = Grades(things=self.things, choices=choices)
        super().__init__(parts, widget=widget, require_all_fields=False, **common)

    def compress(self, numbers: list[int | None]) -> Any:  # noqa: ANN401  as Django declares it
        """The things that have a number, with it."""
        return {thing: number for thing, number in zip(self.things, numbers, strict=False) if number}


class RankedField(GradedField):
    """A place for each thing that one ranks, each place once; gives the things in order."""

    def __init__(self, *, things: Sequence[str], **common: Any) -> None:  # noqa: ANN401
        places = [(place, str(place)) for place in range(1, len(things) + 1)]
        super().__init__(things=things, choices=[*UNRANKED, *places], **common)

    def compress(self, numbers: list[int | None]) -> list[str]:
        """The things in order. Raises ``ValidationError`` where two have the same place."""
        ranked: Mapping[str, int] = super().compress(numbers)
        if len(set(ranked.values())) < len(ranked):
            raise forms.ValidationError(_("Two of these have the same place. Give each a place of its own."))
        return sorted(ranked, key=ranked.__getitem__)
