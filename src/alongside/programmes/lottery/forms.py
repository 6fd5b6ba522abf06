"""How many places are drawn, and why a lottery is withdrawn."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.programmes.lottery.models import Lottery


class DeclarationForm(forms.ModelForm):
    """How many places."""

    class Meta:
        model = Lottery
        fields = ["places"]


class WithdrawalForm(forms.Form):
    """Why."""

    because = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=300,
        help_text=_("Everybody who opens this page reads it, from now on."),
    )
