"""A question to the programme team, and its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """What one would like to know before one answers."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("The programme team alone reads it, and answers you."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """What the programme team answers."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("Whoever asked reads it, and your team."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
