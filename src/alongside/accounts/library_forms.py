"""The forms of the sign-in library in our words: labels instead of placeholders, one hint instead of a list."""

from typing import Any

from allauth.account import forms as library
from django.forms import CharField, Form, TextInput
from django.utils.translation import gettext_lazy as _

from alongside.activity.mailboxes import full_address

LABELS = {
    "login": _("Email address"),
    "email": _("Email address"),
    "password": _("Password"),
    "oldpassword": _("The password that you have now"),
    "password1": _("The new password"),
    "password2": _("The new password once more"),
}
HINTS = {"password1": _("12 characters or more, and none that everybody uses.")}


class InOurWords(Form):
    """Put our labels and hints on the fields that the library makes."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class PasswordSignInForm(InOurWords, library.LoginForm):
    """Sign in with a password, and with an address or a sign-in name."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  a form's own signature
        super().__init__(*args, **options)
        self.fields["login"] = CharField(
            label=_("Email address or sign-in name"),
            max_length=254,
            widget=TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        )

    def clean_login(self) -> str:
        """A sign-in name written out as the account has it."""
        self.cleaned_data["login"] = full_address(self.cleaned_data["login"])
        return super().clean_login()


class ForgottenPasswordForm(InOurWords, library.ResetPasswordForm):
    """Ask for a link to a new password."""


class NewPasswordForm(InOurWords, library.ResetPasswordKeyForm):
    """Choose a new password after following the link."""


class ChangedPasswordForm(InOurWords, library.ChangePasswordForm):
    """Choose another password."""


class FirstPasswordForm(InOurWords, library.SetPasswordForm):
    """Choose a password where there was none."""


class PasswordOnceMoreForm(InOurWords, library.ReauthenticateForm):
    """Show that it is you before you change how you sign in."""
