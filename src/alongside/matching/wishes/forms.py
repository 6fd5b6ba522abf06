"""When a round of wishes closes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.web.forms import Day

USUAL = timedelta(days=7)


class RoundForm(forms.Form):
    """The last day for wishes."""

    closes_on = forms.DateField(
        label=_("Last day for wishes"),
        help_text=_("Until the end of that day everybody may change their order. After it the wishes count."),
        widget=Day,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].initial = timezone.localdate() + USUAL
