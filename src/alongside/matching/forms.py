"""What people fill in: an answer to a suggested match, the settings of a run, a file of pairs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.matching.finding import languages_spoken, skills_offered
from alongside.matching.models import Scenario
from alongside.matching.pricing import rule_price
from alongside.people.models import Level
from alongside.programmes.criteria import criterion_label, rule_label
from alongside.programmes.models import Enrolment, Programme
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


class AskForm(forms.Form):
    """Asking a guide, with a few words of why."""

    message = forms.CharField(
        label=_("Why you ask, in a few words"),
        help_text=_("What you would like to think about together. Two sentences are enough."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@dataclass(frozen=True)
class Chip:
    """Something in use, or that can be chosen, and the address to which it leads."""

    label: Any
    address: str
    is_chosen: bool = False


ORDERS = [
    ("", _("Closest to your words")),
    ("name", _("Name")),
    ("places", _("Most free places")),
    ("hours", _("Most hours in common")),
]
"""In which order the guides stand; the first needs words, and without them stands for the second."""

LEAST_HOURS = (2, 4, 6)


def shared_hours() -> list[tuple[str, Any]]:
    """At least so many working hours in common."""
    sentence = (
        "At least %(count)d working hour a day in common",
        "At least %(count)d working hours a day in common",
    )
    least = [(str(hours), ngettext(*sentence, hours) % {"count": hours}) for hours in LEAST_HOURS]
    return [("", _("Any")), *least]


class GuidesFilter(forms.Form):
    """What the guides of a programme are narrowed to, and in which order they stand; lives in the address."""

    is_filter = True

    q = forms.CharField(
        label=_("Name, work, skill, or what it is about"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    skill = forms.ChoiceField(label=_("Can help with"), required=False)
    level = forms.ModelChoiceField(
        Level.objects.none(),
        label=_("Level"),
        required=False,
        empty_label=_("Any"),
        to_field_name="public_id",
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    hours = forms.ChoiceField(
        label=_("Time"),
        help_text=_("Working hours of both, each in their own time zone."),
        choices=shared_hours,
        required=False,
    )
    free = forms.BooleanField(label=_("Has a free place"), required=False, widget=Switch)
    order = forms.ChoiceField(choices=ORDERS, required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, learner: Enrolment) -> None:
        super().__init__(data)
        skills = [(name, name) for name in skills_offered(learner)]
        self.fields["skill"].choices = [("", _("Any")), *skills]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Any")), *languages_spoken(learner)]  # type: ignore[attr-defined]
        levels = Level.objects.filter(organisation=learner.programme.organisation_id).order_by("rank")
        self.fields["level"].queryset = levels  # type: ignore[attr-defined]

    @property
    def in_use(self) -> list[Chip]:
        """The words and filters in use, each with the address of the page without it."""
        return [
            Chip(self._named(name, value), self._address_with(name, ""))
            for name, value in getattr(self, "cleaned_data", {}).items()
            if value and name != "order"
        ]

    @property
    def orders(self) -> list[Chip]:
        """The orders there are, each with the address of the page in it; by closeness only where there are words."""
        wanted = getattr(self, "cleaned_data", {})
        chosen = wanted.get("order") or ("" if wanted.get("q") else "name")
        return [
            Chip(label, self._address_with("order", order), is_chosen=order == chosen)
            for order, label in ORDERS
            if order or wanted.get("q")
        ]

    def _named(self, name: str, value: Any) -> Any:  # noqa: ANN401  what the field gives; perhaps a lazy translation
        """A word or filter in use as people say it."""
        field = self.fields[name]
        if name == "q":
            return _("“%(words)s”") % {"words": value}
        if isinstance(field, forms.BooleanField):
            return field.label
        shown = value if isinstance(value, Level) else dict(field.choices)[value]  # type: ignore[attr-defined]
        return (
            shown
            if name == "hours"
            else _("%(filter)s: %(chosen)s") % {"filter": field.label, "chosen": shown}
        )

    def _address_with(self, name: str, value: str) -> str:
        """The address of the first page with another value; without it, where it is empty."""
        given = cast("QueryDict", self.data).copy()
        given.pop("page", None)
        given.pop(name, None)
        if value:
            given[name] = value
        return f"?{given.urlencode()}"


class RunNameForm(forms.Form):
    """What the programme team calls a run."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("Such as “Fairest” or “Without the site rule”. Empty, it is called by its number again."),
        max_length=80,
        required=False,
    )


def objectives(programme: Programme) -> list[tuple[str, Any]]:
    """What a run can aim for. Between peers a stable matching need not exist (Gale and Shapley 1962)."""
    aims = [Scenario.Objective.PLACES, Scenario.Objective.FAIREST]
    return [(aim.value, aim.label) for aim in (aims if programme.is_pool else Scenario.Objective)]


class RunForm(forms.Form):
    """What a run aims for, what counts and how much, and which rules hold."""

    def __init__(
        self, scenario: Scenario, questions: Mapping[str, str], data: QueryDict | None = None
    ) -> None:
        super().__init__(data)
        self.scenario = scenario
        self.fields["objective"] = forms.ChoiceField(
            label=_("What to aim for"),
            choices=objectives(scenario.programme),
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
                help_text=rule_price(scenario, position),
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
