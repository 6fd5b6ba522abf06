"""A coach's terms, and what a coach says of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Level, Profile
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Enrolment
from alongside.web.forms import Switch


class CoachForm(forms.ModelForm):
    """From inside or outside, the fee, the credentials, and whom they may coach."""

    departments = forms.MultipleChoiceField(
        label=_("May coach people from"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, and it is everybody."),
    )
    levels = forms.ModelMultipleChoiceField(
        Level.objects.none(),
        label=_("May coach people of these levels"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, and it is every level."),
    )

    class Meta:
        model = CoachTerms
        fields = ["is_external", "fee", "credentials", "departments", "levels"]
        widgets = {"is_external": Switch, "credentials": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        programme = enrolment.programme
        self.fields["fee"].label = _("Fee for each session, in %(currency)s") % {
            "currency": programme.currency
        }
        profiles = Profile.objects.filter(person__organisation=programme.organisation_id).exclude(
            department=""
        )
        known = set(profiles.order_by().values_list("department", flat=True).distinct())
        names = sorted(known | set(self.instance.departments))
        self.fields["departments"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        levels = Level.objects.filter(organisation=programme.organisation_id).order_by("rank")
        self.fields["levels"].queryset = levels  # type: ignore[attr-defined]
        for name, has_some in (("departments", names), ("levels", levels.exists())):
            if not has_some:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Only whoever comes from outside has a fee."""
        data = super().clean() or {}
        if data.get("fee") is not None and not data.get("is_external"):
            self.add_error(
                "fee", _("Coaches of your own have no fee. Leave this empty, or switch on “from outside”.")
            )
        return data


class CredentialsForm(forms.ModelForm):
    """What a coach says of themselves."""

    class Meta:
        model = CoachTerms
        fields = ["credentials"]
        widgets = {"credentials": forms.Textarea(attrs={"rows": 5})}
