"""A goal as its owner writes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.growth.models import Goal
from alongside.web.forms import Day


class GoalForm(forms.ModelForm):
    """What, how one will know, by when, and why it matters."""

    class Meta:
        model = Goal
        fields = ["title", "measure", "due_on", "why"]
        widgets = {
            "measure": forms.Textarea(attrs={"rows": 2}),
            "due_on": Day,
            "why": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "title": _("One thing, in your own words."),
            "measure": _("Something that you or somebody else could see."),
        }
