"""The form by which two of a circle are kept together or apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.matching.circles.models import Circle
from alongside.programmes.models import Enrolment


class TwoForm(forms.Form):
    """Two people of one circle, who are to share every one or none."""

    one = forms.ChoiceField(label=_("This person"))
    other = forms.ChoiceField(label=_("and this one"))

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        self.seats = {seat.public_id: seat.enrolment for seat in circle.seats.all()}
        choices = [(key, enrolment.person.name) for key, enrolment in self.seats.items()]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["other"].initial = choices[-1][0] if choices else None

    def clean(self) -> dict[str, Any]:
        """Two people, not one."""
        data = super().clean() or {}
        if data.get("one") and data.get("one") == data.get("other"):
            self.add_error("other", _("Choose two people."))
        return data

    @property
    def pair(self) -> tuple[Enrolment, Enrolment]:
        """Whom it is about."""
        return self.seats[self.cleaned_data["one"]], self.seats[self.cleaned_data["other"]]
