"""Granting sessions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.relationships.credits.actions import MOST_AT_ONCE


class GrantForm(forms.Form):
    """How many more, and why."""

    sessions = forms.IntegerField(
        label=_("How many sessions more"), min_value=1, max_value=MOST_AT_ONCE, initial=2
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("You, the rest of the team and this coachee can read it."),
    )
