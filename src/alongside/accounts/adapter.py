"""How allauth behaves here: no open sign-up, no second step, and its mails go the way of all our mails."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.accounts.models import Person, normalised_email
from alongside.activity.actions import Message, record

SECOND_STEP = "allauth.mfa.stages.AuthenticateStage"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations and join pages, never from an open sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """The open form stays shut."""
        return False

    def get_login_stages(self) -> list[str]:
        """A passkey is a way in of its own, not a second step after the password."""
        return [stage for stage in super().get_login_stages() if stage != SECOND_STEP]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail after commit like any other; an address that nobody here has gets none.

        So a mail server out of reach neither fails the page nor gives away who has an account.
        """
        people = Person.objects.select_related("organisation").filter(left_at=None)
        person = people.filter(user__email=normalised_email(email)).first()
        if person is None:
            return
        with translation.override(person.language):
            mail = self.render_mail(template_prefix, email, context)
        verb = f"account.{template_prefix.rpartition('/')[2]}"
        record(
            verb, by=person, subject=person, tell=[Message(person, mail.subject, mail.body, address=email)]
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account what was changed in it."""
        self.send_mail(template_prefix, email or user.get_username(), context or {})


class PasskeyAdapter(DefaultMFAAdapter):
    """What passkeys are called."""

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """A name that a person may keep: the first, the second passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return ngettext("My passkey", "My passkey no. %(number)d", number) % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that the device shows beside the passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": _("Alongside")}
