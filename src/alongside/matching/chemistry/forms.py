"""What people fill in for a first chat: why, and when."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _


class Moment(forms.DateTimeInput):
    """A day and a time, chosen in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class TimesForm(forms.Form):
    """Up to three times, in the time zone of who fills it in."""

    first = forms.DateTimeField(label=_("First time"), widget=Moment)
    second = forms.DateTimeField(label=_("Second time"), widget=Moment, required=False)
    third = forms.DateTimeField(label=_("Third time"), widget=Moment, required=False)

    @property
    def times(self) -> list[datetime]:
        """Those that were filled in."""
        return [when for name in ("first", "second", "third") if (when := self.cleaned_data.get(name))]


class FirstChatForm(TimesForm):
    """Asking for a first chat: a few words of why, and when."""

    field_order = ["message", "first", "second", "third"]

    message = forms.CharField(
        label=_("What you would like to talk about"),
        help_text=_("Two sentences are enough."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AgreementForm(forms.Form):
    """One of the times that stand to choose from."""

    starts_at = forms.DateTimeField()
