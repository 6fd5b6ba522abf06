"""The forms of the sign-in library in our words: labels instead of placeholders, one hint instead of a list."""

from typing import Any

from allauth.account import forms as library
from django.forms import Form
from django.utils.translation import gettext_lazy as _

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
    """Sign in with a password."""


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
