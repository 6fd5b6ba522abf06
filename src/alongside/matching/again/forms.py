"""Which of the programme's criteria count more."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.matching.again.choices import MOST, choices_of
from alongside.matching.again.models import Emphasis
from alongside.programmes.models import Enrolment


class EmphasisForm(forms.Form):
    """Up to two, or none."""

    criteria = forms.MultipleChoiceField(
        label=_("What matters more to you, two at most"),
        help_text=_(
            "Everything else still counts, as the programme weighs it. Choose nothing to take it back."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, enrolment: Enrolment, said: Emphasis | None) -> None:
        super().__init__(data, initial={"criteria": said.criteria if said else []})
        self.fields["criteria"].choices = choices_of(enrolment.programme)  # type: ignore[attr-defined]  # a choice field

    def clean_criteria(self) -> list[str]:
        """Two at most."""
        chosen: list[str] = self.cleaned_data["criteria"]
        if len(chosen) > MOST:
            raise forms.ValidationError(_("Choose two at most: with more, none counts more than the others."))
        return chosen
