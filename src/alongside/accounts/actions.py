"""What changes accounts: organisations, people, roles."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import (
    ApiToken,
    DemoPersona,
    Invitation,
    Organisation,
    Person,
    User,
    normalised_email,
)
from alongside.accounts.permissions import (
    can_administer_organisation,
    can_edit_account,
    can_invite,
)
from alongside.accounts.secrets import digest, new_secret
from alongside.activity.actions import Message, RuleBroken, record, require


@transaction.atomic
def found_organisation(
    *, slug: str, name: str, admin_name: str, admin_email: str, time_zone: str = "UTC"
) -> tuple[Organisation, Person, str]:
    """Open a new organisation with its first admin, who may also start programmes.

    Returns both and the link by which the admin opens the account, because mail may not work yet.
    """
    _check_new_organisation(slug, admin_email, time_zone)
    organisation = Organisation.objects.create(slug=slug, name=name, time_zone=time_zone)
    admin = Person.objects.create(
        organisation=organisation,
        name=admin_name,
        email=admin_email,
        time_zone=time_zone,
        is_organisation_admin=True,
        may_start_programmes=True,
    )
    _invitation, link = _new_invitation(admin, by=admin)
    record("organisation.founded", by=admin, subject=admin)
    return organisation, admin, link


def _check_new_organisation(slug: str, admin_email: str, time_zone: str) -> None:
    try:
        validate_slug(slug)
        validate_email(admin_email)
    except ValidationError as wrong:
        raise RuleBroken(" ".join(wrong.messages)) from wrong
    _check_time_zone(time_zone)
    if Organisation.objects.filter(slug=slug).exists():
        raise RuleBroken(_("There is already an organisation at this address. Choose another short name."))


def _check_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise RuleBroken(_("There is no such time zone. Write it as Europe/London."))


@transaction.atomic
def open_account(person: Person, *, address: str, password: str | None = None) -> User:
    """Give a person of the directory the account of that address; one that has an account keeps it.

    ``address`` is the one that was proved to be theirs, never simply the one that the directory says now.
    """
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if person.user:
        return person.user
    user, _is_new = User.objects.get_or_create(
        email=normalised_email(address), defaults={"password": make_password(password)}
    )
    if Person.objects.filter(organisation=person.organisation_id, user=user).exists():
        raise RuleBroken(_("Somebody else of this organisation has this account. Ask its admins to look."))
    person.user = user
    person.save(update_fields=["user"])
    record("account.opened", by=person, subject=person)
    return user


@transaction.atomic
def change_organisation(organisation: Organisation, *, by: Person, name: str, time_zone: str) -> Organisation:
    """What the organisation is called, and the time zone in which its people begin."""
    require(can_administer_organisation(by) and by.organisation_id == organisation.pk)
    _check_time_zone(time_zone)
    organisation.name, organisation.time_zone = name, time_zone
    organisation.save(update_fields=["name", "time_zone"])
    record("organisation.changed", by=by, subject=by)
    return organisation


@transaction.atomic
def set_roles(
    person: Person, *, by: Person, is_organisation_admin: bool, may_start_programmes: bool
) -> Person:
    """Say what a person may do in the organisation; the last admin stays one."""
    require(can_administer_organisation(by) and by.organisation_id == person.organisation_id)
    others = Person.objects.filter(organisation=person.organisation, is_organisation_admin=True, left_at=None)
    if not is_organisation_admin and not others.exclude(pk=person.pk).exists():
        raise RuleBroken(_("An organisation needs at least one admin. Make somebody else an admin first."))
    person.is_organisation_admin = is_organisation_admin
    person.may_start_programmes = may_start_programmes
    person.save(update_fields=["is_organisation_admin", "may_start_programmes"])
    record("roles.changed", by=by, subject=person)
    return person


@transaction.atomic
def invite(person: Person, *, by: Person) -> Invitation:
    """Mail a personal link that opens the account; an earlier link of the same person stops working."""
    require(can_invite(by) and by.organisation_id == person.organisation_id)
    if person.user_id:
        raise RuleBroken(_("This person has an account already. They can ask for a sign-in link."))
    if not person.has_mailbox:
        raise RuleBroken(_("This person has no mailbox. Enter an address first, or hand out a printed code."))
    if person.left_at:
        raise RuleBroken(_("This person has left the organisation, so there is nothing to invite them to."))
    invitation, link = _new_invitation(person, by=by)
    text = format_lazy(
        gettext_lazy(
            "{inviter} invites you to Alongside at {organisation}. Open your account here:\n\n{link}"
        ),
        inviter=by.name,
        organisation=by.organisation.name,
        link=link,
    )
    message = Message(person, gettext_lazy("Your invitation to Alongside"), text)
    record("invitation.sent", by=by, subject=invitation, tell=[message])
    return invitation


@transaction.atomic
def invite_newcomer(person: Person) -> Invitation:
    """Mail the link that opens the account to somebody who came by themselves, with a printed code."""
    invitation, link = _new_invitation(person, by=person)
    text = format_lazy(
        gettext_lazy("You have signed up at {organisation}. Open your account here:\n\n{link}"),
        organisation=person.organisation.name,
        link=link,
    )
    message = Message(person, gettext_lazy("Open your account at Alongside"), text)
    record("invitation.sent", by=person, subject=invitation, tell=[message])
    return invitation


@transaction.atomic
def withdraw_invitation(person: Person, *, by: Person) -> None:
    """Let the link that was mailed to a person stop working."""
    require(can_invite(by) and by.organisation_id == person.organisation_id)
    if person.invitations.open().update(expires_at=timezone.now()):
        record("invitation.withdrawn", by=by, subject=person)


def _new_invitation(person: Person, *, by: Person) -> tuple[Invitation, str]:
    """An invitation and its link; an earlier one of the same person stops working."""
    secret = new_secret()
    person.invitations.open().update(expires_at=timezone.now())
    invitation = Invitation.objects.create(
        person=person,
        address=person.email,
        token_digest=digest(secret),
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    return invitation, f"{settings.PUBLIC_URL}{reverse('invitation', args=[secret])}"


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str | None = None) -> User:
    """Open the account of the person invited; the link has done its work."""
    waiting = (
        Invitation.objects.select_for_update(no_key=True).filter(pk=invitation.pk, accepted_at=None).first()
    )
    if waiting is None or waiting.expires_at <= timezone.now():
        raise RuleBroken(_("This invitation no longer works. Ask for a new one."))
    waiting.accepted_at = timezone.now()
    waiting.save(update_fields=["accepted_at"])
    return open_account(waiting.person, address=waiting.address, password=password)


@transaction.atomic
def change_account(
    person: Person, *, by: Person, name: str, language: str, time_zone: str, theme: str
) -> Person:
    """A person's own name and how pages and times are shown to them; ``theme`` is empty for the device's."""
    require(can_edit_account(by, person))
    _check_time_zone(time_zone)
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken(_("Alongside does not speak this language yet. Choose one of the list."))
    if theme not in {"", "light", "dark"}:
        raise RuleBroken(_("Choose light, dark, or as the device."))
    person.name, person.language, person.time_zone, person.theme = name, language, time_zone, theme
    person.save(update_fields=["name", "language", "time_zone", "theme"])
    record("account.changed", by=by, subject=person)
    return person


@transaction.atomic
def change_address(user: User, *, old: str, new: str) -> User:
    """Let a person sign in with another address, which they have proved to be theirs; the old one is told.

    The directory follows where it held the old address and nobody else there has the new one.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.email == new:
        return user
    if user.email != old or User.objects.filter(email=new).exists():
        raise RuleBroken(_("This link no longer works. Ask for a new one in your settings."))
    user.email, user.recovery_digest = new, ""
    user.save(update_fields=["email", "recovery_digest"])
    for person in user.people.select_related("organisation"):
        taken = Person.objects.filter(organisation=person.organisation_id, email=new).exists()
        if person.email == old and not taken:
            person.email = new
            person.save(update_fields=["email"])
        told = Message(person, gettext_lazy("Your address was changed"), _address_changed(new), address=old)
        record("address.changed", by=person, subject=person, tell=[told])
    return user


def _address_changed(new: str) -> object:
    text = gettext_lazy(
        "You sign in with {address} from now on. Was it not you? Tell the people who run your programme at once."
    )
    return format_lazy(text, address=new)


@transaction.atomic
def create_api_token(
    person: Person, *, by: Person, name: str, scopes: Iterable[str], days: int | None = None
) -> tuple[ApiToken, str]:
    """A personal token for the API, and its secret, which is shown this once; ``days`` until it expires."""
    require(can_edit_account(by, person))
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(ApiToken.Scope.values):
        raise RuleBroken(_("Choose what the token may do: read, write, or both."))
    secret = new_secret("alongside_")
    expires_at = timezone.now() + timedelta(days=days) if days else None
    token = ApiToken.objects.create(
        person=person, name=name, digest=digest(secret), scopes=wanted, expires_at=expires_at
    )
    record("token.created", by=by, subject=token)
    return token, secret


@transaction.atomic
def revoke_api_token(token: ApiToken, *, by: Person) -> None:
    """The token stops working at once."""
    require(can_edit_account(by, token.person))
    record("token.revoked", by=by, subject=token)
    token.delete()


def offer_persona(person: Person, *, part: str, line: str, position: int) -> DemoPersona:
    """Let visitors of the demonstration be this person for a while."""
    persona, _created = DemoPersona.objects.update_or_create(
        person=person, defaults={"part": part, "line": line, "position": position}
    )
    return persona
