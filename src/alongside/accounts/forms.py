"""The forms of accounts."""

import zoneinfo

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import ApiToken
from alongside.activity.mailboxes import has_mailbox
from alongside.web.forms import Segments


def time_zones() -> list[tuple[str, str]]:
    """Every time zone that this machine knows, to choose from."""
    return [(zone, zone.replace("_", " ")) for zone in sorted(zoneinfo.available_timezones())]


class LinkForm(forms.Form):
    """Where to send a sign-in link, and where to go afterwards."""

    email = forms.EmailField(label=_("Email address"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class AddressForm(forms.Form):
    """Another address to sign in with."""

    email = forms.EmailField(
        label=_("New address"),
        max_length=254,
        help_text=_("A link goes there; until you press it, nothing changes."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """One that mail can reach."""
        address = str(self.cleaned_data["email"])
        if not has_mailbox(address):
            raise forms.ValidationError(_("No mail reaches this address. Give one that is read."))
        return address


class InvitationForm(forms.Form):
    """A password, for those who want one."""

    password = forms.CharField(
        label=_("A password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12 characters or more. Leave it empty to sign in by a link in your mail."),
    )

    def clean_password(self) -> str | None:
        """Keep to the password rules; no password is fine."""
        password = self.cleaned_data["password"]
        if password:
            validate_password(password)
        return password or None


class RecoveryForm(forms.Form):
    """A new password for an account without a mailbox."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=30,
        help_text=_("You were shown it when you signed up. It works once; you get the next one."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=_("The new password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("12 characters or more, and none that everybody uses."),
    )

    def clean_password(self) -> str:
        """Keep to the password rules."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class AccountForm(forms.Form):
    """Name, and how pages and times are shown."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Meetings are shown in this time.")
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        required=False,
        widget=Segments,
        choices=[("", _("As my device")), ("light", _("Light")), ("dark", _("Dark"))],
    )


class OrganisationForm(forms.Form):
    """What the organisation is called, and where most of it is."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("For people who are new here; each chooses their own."),
    )


class ApiTokenForm(forms.Form):
    """What a token is for, and what it may do."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=ApiToken.Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=["read"],
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year")), ("", _("Until I revoke it"))],
        coerce=int,
        empty_value=None,
        initial=90,
        required=False,
    )


class RolesForm(forms.Form):
    """What a person may do in the organisation."""

    is_organisation_admin = forms.BooleanField(
        label=_("Organisation admin"),
        required=False,
        help_text=_("Accounts, roles, levels and the directory."),
    )
    may_start_programmes = forms.BooleanField(
        label=_("May start programmes"), required=False, help_text=_("And runs those that they start.")
    )


class PasskeyForm(AddWebAuthnForm):
    """A passkey always opens the account by itself; the library would ask whether it should."""

    name = forms.CharField(label=_("What to call it"), max_length=100, required=False)
    passwordless = forms.BooleanField(initial=True, widget=forms.CheckboxInput(attrs={"hidden": True}))
