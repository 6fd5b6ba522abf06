"""Step 3 of the setup: what makes a match better, how much, and what it must obey, in plain words."""

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.programmes.matching_choices import Choice, as_chosen, criteria_for, rules_for, stands_for
from alongside.programmes.models import Criterion, Programme, Rule
from alongside.programmes.turning import turned
from alongside.web.forms import Cards, Switch

HIGHEST_WEIGHT = 5
ONLY_IN_CIRCLES = ("circle_size", "circle_has_guide", "circle_topics")
NOT_IN_CIRCLES = (
    "way",
    "first_chat_minutes",
    "guides_per_learner",
    "learners_per_guide",
    "objective",
    "peers_together",
)
ALWAYS_IN_CIRCLES = frozenset({"not_in_line", "no_guide_shared_with_manager"})
"""Nobody shares a circle with their own manager, so what follows from that is no choice there."""
WAYS_IN_A_LINE = {
    Programme.Way.TEAM: _(
        "You draft a matching, change what you like, and publish it. Both sides say yes or no."
    ),
    Programme.Way.WISHES: _(
        "Everybody sees a short list with reasons and orders it. You match by the wishes."
    ),
    Programme.Way.CHOICE: _(
        "They see whom we recommend and why, and ask up to three. Who is asked says yes or no."
    ),
    Programme.Way.CHATS: _(
        "They see whom we recommend, talk with up to three for some minutes, and choose one, who says yes or no."
    ),
}
MOST_BY_KIND: dict[str, tuple[Any, Any]] = {
    Programme.Kind.COACHING: (
        _("Coaches for each coachee, at most"),
        _("Coachees for each coach, at most"),
    ),
}
"""How many people each, as a kind says it: whom a learner has, whom a guide has."""

Row = TypeVar("Row", Criterion, Rule)


class MatchingForm(forms.ModelForm):
    """Weights from 0 (does not count) to 5, switches for the rules, and how many at most."""

    minimum_gap = forms.IntegerField(
        label=_("Levels between them, at least"), required=False, min_value=0, max_value=20
    )
    maximum_gap = forms.IntegerField(
        label=_("Levels between them, at most"), required=False, min_value=0, max_value=20
    )

    circle_topics = forms.CharField(
        label=_("What circles meet about"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "One topic to a line, two or more. People put those they like in order when they sign up."
        ),
    )

    class Meta:
        model = Programme
        fields = [
            "way",
            "is_matched_weekly",
            "is_weekly_published",
            "circle_size",
            "circle_has_guide",
            "circle_topics",
            "peers_together",
            "first_chat_minutes",
            "guides_per_learner",
            "learners_per_guide",
            "objective",
        ]
        widgets = {
            "way": Cards(hints=WAYS_IN_A_LINE),
            "is_matched_weekly": Switch,
            "is_weekly_published": Switch,
            "objective": forms.RadioSelect,
            "peers_together": forms.RadioSelect,
            "circle_has_guide": Switch,
        }
        help_texts = {
            "circle_size": _("3 to 15, the mentor not counted. A circle may have two more or two fewer."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        self._keep_to_the_kind()
        criteria = list(self.instance.criteria.all())
        rules = list(self.instance.rules.all())
        if self.instance.kind == Programme.Kind.GROUP:
            self.initial["circle_topics"] = "\n".join(self.instance.circle_topics)
        self.criteria_choices = [as_chosen(choice, criteria) for choice in self._offered_criteria()]
        self.rule_choices = [as_chosen(choice, rules) for choice in self._offered_rules()]
        for choice in self.criteria_choices:
            self.fields[f"weight_{choice.name}"] = _slider(choice, criteria)
        for choice in self.rule_choices:
            self.fields[f"rule_{choice.name}"] = _switch(choice, rules)
        gap: dict[str, Any] = next((row.settings for row in rules if row.kind == "level_gap"), {})
        self._show_gap(self._seen_from_above(gap))
        if self.instance.is_pool:  # equals: nobody stands above
            del self.fields["minimum_gap"], self.fields["maximum_gap"]
        # What was made elsewhere, by import or API, is kept as it is.
        self.other_criteria = _not_offered(criteria, self.criteria_choices)
        self.other_rules = [row for row in _not_offered(rules, self.rule_choices) if row.kind != "level_gap"]

    def _offered_criteria(self) -> list[Choice]:
        """Circles gather around topics, so nothing else is weighed; what stands is kept for another kind."""
        return [] if self.instance.kind == Programme.Kind.GROUP else criteria_for(self.instance)

    def _offered_rules(self) -> list[Choice]:
        in_circles = self.instance.kind == Programme.Kind.GROUP
        return [
            choice
            for choice in rules_for(self.instance)
            if not (in_circles and choice.kind in ALWAYS_IN_CIRCLES)
        ]

    def _show_gap(self, gap: dict[str, Any]) -> None:
        for name in ("minimum", "maximum"):
            field = self.fields[f"{name}_gap"]
            field.initial = gap.get(name)
            if self.instance.kind == Programme.Kind.REVERSE:
                field.help_text = _("By so many levels the mentee stands above the mentor.")
            elif self.instance.kind == Programme.Kind.GROUP:
                field.help_text = _("By so many levels the mentor of a circle stands above each member.")

    def _seen_from_above(self, gap: dict[str, Any]) -> dict[str, Any]:
        """The rule about levels as this form asks for it, or back: in reverse mentoring the mentee stands above."""
        return turned("level_gap", gap) if self.instance.kind == Programme.Kind.REVERSE else gap

    def _keep_to_the_kind(self) -> None:
        """First chats are for coaching, and stay where they were chosen before the kind changed.

        Where short meetings are booked nobody is matched, so how is no question.
        """
        if self.instance.kind == Programme.Kind.FLASH:
            for name in self.Meta.fields:
                del self.fields[name]
            return
        is_group = self.instance.kind == Programme.Kind.GROUP
        for name in NOT_IN_CIRCLES if is_group else ONLY_IN_CIRCLES:
            del self.fields[name]
        if is_group:
            self.fields["is_matched_weekly"].label = _(
                "Whoever joins later is offered a free seat every week"
            )
            self.fields["is_weekly_published"].label = _(
                "Free seats are offered without the team looking first"
            )
            return
        self._say_how_many()
        if self.instance.is_pool:
            self._keep_to_one_pool()
            return
        del self.fields["peers_together"]
        if self.instance.kind == Programme.Kind.COACHING or self.instance.way == Programme.Way.CHATS:
            return
        ways = [choice for choice in Programme.Way.choices if choice[0] != Programme.Way.CHATS]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]  # a choice field
        del self.fields["first_chat_minutes"]

    def _keep_to_one_pool(self) -> None:
        """One number of peers for everybody, and one aim; first chats need two sides."""
        for name in ("learners_per_guide", "objective", "first_chat_minutes"):
            del self.fields[name]
        self.fields["guides_per_learner"].label = _("Peers whom somebody meets, at most")
        ways = [choice for choice in Programme.Way.choices if choice[0] != Programme.Way.CHATS]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]  # a choice field

    def _say_how_many(self) -> None:
        said = MOST_BY_KIND.get(self.instance.kind)
        if said:
            self.fields["guides_per_learner"].label, self.fields["learners_per_guide"].label = said

    @property
    def weights(self) -> list[forms.BoundField]:
        """The sliders."""
        return [self[f"weight_{choice.name}"] for choice in self.criteria_choices]

    @property
    def switches(self) -> list[forms.BoundField]:
        """The rules."""
        return [self[f"rule_{choice.name}"] for choice in self.rule_choices]

    def clean_circle_topics(self) -> list[str]:
        """The topics in order, each once."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["circle_topics"].splitlines())
        topics = list(dict.fromkeys(line for line in lines if line))
        if len(topics) < 2:
            raise forms.ValidationError(_("Write at least two topics, one to a line."))
        return topics

    def clean(self) -> dict[str, Any]:
        """The largest gap is not smaller than the smallest."""
        data = super().clean() or {}
        least, most = data.get("minimum_gap"), data.get("maximum_gap")
        if least is not None and most is not None and most < least:
            self.add_error("maximum_gap", _("This has to be as large as the number before it, or larger."))
        is_asked = data.get("way") != Programme.Way.TEAM or data.get("is_matched_weekly")
        if data.get("peers_together") == 3 and is_asked:
            message = _(
                "Groups of three are gathered by you, all at once. Choose that, or let peers meet in twos."
            )
            self.add_error("peers_together", message)
        return data

    @property
    def criteria(self) -> list[tuple[str, dict[str, Any], int]]:
        """Kind, settings and weight of everything that counts."""
        chosen = [
            (choice.kind, choice.settings, self.cleaned_data.get(f"weight_{choice.name}") or 0)
            for choice in self.criteria_choices
        ]
        others = [(row.kind, row.settings, row.weight) for row in self.other_criteria]
        return [row for row in chosen if row[2]] + others

    @property
    def rules(self) -> list[tuple[str, dict[str, Any]]]:
        """Kind and settings of everything that must hold."""
        chosen = [
            (choice.kind, choice.settings)
            for choice in self.rule_choices
            if self.cleaned_data.get(f"rule_{choice.name}")
        ]
        limits = {
            "minimum": self.cleaned_data.get("minimum_gap"),
            "maximum": self.cleaned_data.get("maximum_gap"),
        }
        gap = self._seen_from_above({name: value for name, value in limits.items() if value is not None})
        chosen += [("level_gap", {"field": "level", **gap})] if gap else []
        return chosen + [(row.kind, row.settings) for row in self.other_rules]


def _slider(choice: Choice, criteria: list[Criterion]) -> forms.IntegerField:
    """A weight that reaches as far as the one already set, which an import or the API may have set higher."""
    weight = next((row.weight for row in criteria if stands_for(row, choice)), 0)
    return forms.IntegerField(
        label=choice.label,
        min_value=0,
        max_value=max(HIGHEST_WEIGHT, weight),
        initial=weight,
        widget=forms.NumberInput(attrs={"type": "range", "class": "range"}),
    )


def _switch(choice: Choice, rules: list[Rule]) -> forms.BooleanField:
    return forms.BooleanField(
        label=choice.label,
        required=False,
        initial=any(stands_for(row, choice) for row in rules),
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )


def _not_offered(rows: list[Row], choices: list[Choice]) -> list[Row]:
    return [row for row in rows if not any(stands_for(row, choice) for choice in choices)]
