"""What people fill in: an answer to a suggested match, the settings of a run, a file of pairs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.matching.models import Scenario
from alongside.programmes.criteria import criterion_label, rule_label
from alongside.programmes.models import Programme
from alongside.web.forms import Slider, Switch


class DeclineForm(forms.Form):
    """Saying no, with a reason if one likes."""

    reason = forms.CharField(
        label=_("Why not, if you want to say"),
        help_text=_("Only the programme team reads this. It helps them to find you a better match."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RunForm(forms.Form):
    """What a run aims for, what counts and how much, and which rules hold."""

    def __init__(
        self, scenario: Scenario, questions: Mapping[str, str], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.scenario = scenario
        self.fields["objective"] = forms.ChoiceField(
            label=_("What to aim for"),
            choices=Programme.Objective,
            widget=forms.RadioSelect,
            initial=scenario.objective,
        )
        most = max([5, *(row["weight"] for row in scenario.criteria)])
        for position, row in enumerate(scenario.criteria):
            label = criterion_label(row["kind"], row["settings"], questions)
            self.fields[f"weight_{position}"] = _weight(label, row["weight"], most)
        for position, row in enumerate(scenario.rules):
            self.fields[f"rule_{position}"] = forms.BooleanField(
                label=rule_label(row["kind"], row["settings"], questions),
                required=False,
                initial=row.get("is_on", True),
                widget=Switch,
            )

    @property
    def weights(self) -> list[forms.BoundField]:
        """One slider for each criterion."""
        return [self[f"weight_{position}"] for position in range(len(self.scenario.criteria))]

    @property
    def rules(self) -> list[forms.BoundField]:
        """One switch for each rule."""
        return [self[f"rule_{position}"] for position in range(len(self.scenario.rules))]

    def clean(self) -> dict[str, Any]:
        """Something has to count."""
        cleaned = super().clean() or {}
        if self.scenario.criteria and not any(self._weights(cleaned)):
            raise forms.ValidationError(_("Nothing counts now. Give at least one of these a weight above 0."))
        return cleaned

    def settings(self) -> dict[str, Any]:
        """The input of ``draft_matching``."""
        cleaned, scenario = self.cleaned_data, self.scenario
        weights = self._weights(cleaned)
        switches = [cleaned[f"rule_{position}"] for position in range(len(scenario.rules))]
        return {
            "objective": cleaned["objective"],
            "criteria": [
                {**row, "weight": weight} for row, weight in zip(scenario.criteria, weights, strict=True)
            ],
            "rules": [{**row, "is_on": is_on} for row, is_on in zip(scenario.rules, switches, strict=True)],
        }

    def _weights(self, cleaned: dict[str, Any]) -> list[int]:
        return [cleaned.get(f"weight_{position}") or 0 for position in range(len(self.scenario.criteria))]


def _weight(label: str, initial: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, initial=initial, widget=Slider)
