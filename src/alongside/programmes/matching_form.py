"""Step 3 of the setup: what makes a match better, how much, and what it must obey, in plain words."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Programme

HIGHEST_WEIGHT = 5


@dataclass(frozen=True)
class Choice:
    """One criterion or rule that a manager can switch on: its kind and settings, in words."""

    name: str
    kind: str
    settings: dict[str, Any]
    label: Any


CRITERIA = (
    Choice("skills", "skills", {}, _("The mentor can help with what the mentee wants to learn")),
    Choice(
        "other_department", "different", {"field": "department"}, _("They come from different departments")
    ),
    Choice("same_department", "same", {"field": "department"}, _("They come from the same department")),
    Choice("same_location", "same", {"field": "location"}, _("They work at the same place")),
    Choice("levels", "level_gap", {"field": "level", "best": 2}, _("The mentor is two levels above")),
    Choice("languages", "languages", {}, _("They share languages")),
    Choice("time_zones", "time_zones", {}, _("Their working hours overlap")),
    Choice("interests", "shared", {"field": "interests"}, _("They share interests")),
)
RULES = (
    Choice("not_in_line", "not_in_line", {}, _("Nobody is matched with their own manager or report")),
    Choice(
        "no_shared_guide",
        "no_guide_shared_with_manager",
        {},
        _("Nobody shares a mentor with their own manager"),
    ),
    Choice("shared_language", "shared_language", {}, _("At least one language in common")),
    Choice("not_same_department", "not_same", {"field": "department"}, _("Never the same department")),
)


class MatchingForm(forms.ModelForm):
    """Weights from 0 (does not count) to 5, switches for the rules, and how many at most."""

    minimum_gap = forms.IntegerField(
        label=_("Levels between them, at least"), required=False, min_value=0, max_value=20
    )
    maximum_gap = forms.IntegerField(
        label=_("Levels between them, at most"), required=False, min_value=0, max_value=20
    )

    class Meta:
        model = Programme
        fields = ["guides_per_learner", "learners_per_guide", "objective"]
        widgets = {"objective": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        criteria = list(self.instance.criteria.all())
        rules = list(self.instance.rules.all())
        for choice in CRITERIA:
            weight = next((row.weight for row in criteria if _is(row, choice)), 0)
            highest = max(HIGHEST_WEIGHT, weight)
            self.fields[f"weight_{choice.name}"] = forms.IntegerField(
                label=choice.label,
                min_value=0,
                max_value=highest,
                initial=weight,
                widget=forms.NumberInput(attrs={"type": "range", "class": "range"}),
            )
        for choice in RULES:
            self.fields[f"rule_{choice.name}"] = forms.BooleanField(
                label=choice.label,
                required=False,
                initial=any(_is(row, choice) for row in rules),
                widget=forms.CheckboxInput(attrs={"role": "switch"}),
            )
        gap = next((row.settings for row in rules if row.kind == "level_gap"), {})
        self.fields["minimum_gap"].initial, self.fields["maximum_gap"].initial = (
            gap.get("minimum"),
            gap.get("maximum"),
        )
        # What was made elsewhere, by import or API, is kept as it is.
        self.other_criteria = [row for row in criteria if not any(_is(row, choice) for choice in CRITERIA)]
        self.other_rules = [
            row for row in rules if row.kind != "level_gap" and not any(_is(row, choice) for choice in RULES)
        ]

    @property
    def weights(self) -> list[forms.BoundField]:
        """The sliders."""
        return [self[f"weight_{choice.name}"] for choice in CRITERIA]

    @property
    def switches(self) -> list[forms.BoundField]:
        """The rules."""
        return [self[f"rule_{choice.name}"] for choice in RULES]

    def clean(self) -> dict[str, Any]:
        """The largest gap is not smaller than the smallest."""
        data = super().clean() or {}
        least, most = data.get("minimum_gap"), data.get("maximum_gap")
        if least is not None and most is not None and most < least:
            self.add_error("maximum_gap", _("This has to be as large as the number before it, or larger."))
        return data

    @property
    def criteria(self) -> list[tuple[str, dict[str, Any], int]]:
        """Kind, settings and weight of everything that counts."""
        chosen = [
            (choice.kind, choice.settings, self.cleaned_data.get(f"weight_{choice.name}") or 0)
            for choice in CRITERIA
        ]
        others = [(row.kind, row.settings, row.weight) for row in self.other_criteria]
        return [row for row in chosen if row[2]] + others

    @property
    def rules(self) -> list[tuple[str, dict[str, Any]]]:
        """Kind and settings of everything that must hold."""
        chosen = [
            (choice.kind, choice.settings) for choice in RULES if self.cleaned_data.get(f"rule_{choice.name}")
        ]
        limits = {
            "minimum": self.cleaned_data.get("minimum_gap"),
            "maximum": self.cleaned_data.get("maximum_gap"),
        }
        gap = {name: value for name, value in limits.items() if value is not None}
        chosen += [("level_gap", {"field": "level", **gap})] if gap else []
        return chosen + [(row.kind, row.settings) for row in self.other_rules]


def _is(row: Any, choice: Choice) -> bool:  # noqa: ANN401  a Criterion or a Rule
    return row.kind == choice.kind and row.settings.get("field") == choice.settings.get("field")
