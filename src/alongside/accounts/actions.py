"""What changes accounts: organisations, people, roles."""

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.accounts.models import Organisation, Person, User, normalised_email
from alongside.accounts.permissions import can_administer_organisation
from alongside.activity.actions import RuleBroken, record, require


@transaction.atomic
def found_organisation(
    *, slug: str, name: str, admin_name: str, admin_email: str, time_zone: str = "UTC"
) -> tuple[Organisation, Person]:
    """Open a new organisation with its first admin, who may also start programmes."""
    if Organisation.objects.filter(slug=slug).exists():
        raise RuleBroken(_("There is already an organisation at this address. Choose another short name."))
    organisation = Organisation.objects.create(slug=slug, name=name, time_zone=time_zone)
    admin = Person.objects.create(
        organisation=organisation,
        name=admin_name,
        email=admin_email,
        time_zone=time_zone,
        is_organisation_admin=True,
        may_start_programmes=True,
    )
    record("organisation.founded", by=admin, subject=admin)
    return organisation, admin


@transaction.atomic
def open_account(person: Person, *, password: str | None = None) -> User:
    """Give a person of the directory their account; one that has it keeps it."""
    if person.user:
        return person.user
    address = normalised_email(person.email)
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, password)
    person.user = user
    person.save(update_fields=["user"])
    record("account.opened", by=person, subject=person)
    return user


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
