"""Printed one-time codes: made by the programme team, used by people who have no mailbox at work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.actions import invite_newcomer
from alongside.accounts.links import send_link
from alongside.accounts.models import Person, normalised_email
from alongside.accounts.recovery import (
    digest_of,
    free_sign_in_name,
    in_groups,
    new_code,
    open_account_without_mailbox,
)
from alongside.accounts.secrets import digest
from alongside.activity.actions import RuleBroken, record, require
from alongside.people.models import Profile
from alongside.programmes.actions.enrolments import apply_as_invited
from alongside.programmes.models import JoiningCode, Programme
from alongside.programmes.permissions import can_run_programme

MOST_CODES = 200
"""How many codes are made at once."""


@transaction.atomic
def make_codes(programme: Programme, *, by: Person, count: int, days: int) -> list[str]:
    """Make codes that work once each, for so many days; they are returned this once and kept as digests."""
    require(can_run_programme(by, programme))
    if not (1 <= count <= MOST_CODES and 1 <= days <= 366):
        raise RuleBroken(_("Make 1 to 200 codes at a time, for 1 to 366 days."))
    codes = [new_code() for _code in range(count)]
    expires_at = timezone.now() + timedelta(days=days)
    JoiningCode.objects.bulk_create(
        JoiningCode(programme=programme, digest=digest(code), made_by=by, expires_at=expires_at)
        for code in codes
    )
    record("codes.made", by=by, subject=programme)
    return [in_groups(code) for code in codes]


@transaction.atomic
def stop_codes(programme: Programme, *, by: Person) -> int:
    """Let every unused code of the programme stop working; returns how many did."""
    require(can_run_programme(by, programme))
    stopped = programme.joining_codes.open().update(expires_at=timezone.now())
    if stopped:
        record("codes.stopped", by=by, subject=programme)
    return stopped


@dataclass(frozen=True)
class Joined:
    """What came of a code: the new person and, without a mailbox, the recovery code of the account opened."""

    person: Person | None = None
    recovery_code: str = ""


@transaction.atomic
def join_with_code(
    programme: Programme,
    *,
    code: str,
    name: str,
    address: str,
    password: str,
    role: str,
    answers: Mapping[str, Any],
    places: Mapping[str, int],
) -> Joined:
    """Sign somebody up who has a code, and an address of their own or a password.

    To an address goes a link that opens the account; without one the account is open at once. An address of
    the directory is mailed a link to the sign-up instead. The code is spent all the same, so that nobody can
    try out with one code who is in the directory.
    """
    spent = _open_code(programme, code)
    spent.used_at = timezone.now()
    address = normalised_email(address)
    if address and Person.objects.filter(organisation=programme.organisation, email=address).exists():
        spent.save(update_fields=["used_at"])
        send_link(address, next_page=_sign_up_address(programme))
        return Joined()
    person = _newcomer(programme, name, address or free_sign_in_name(name))
    enrolment = apply_as_invited(programme, by=person, role=role, answers=answers, **places)
    spent.used_by = enrolment.person
    spent.save(update_fields=["used_at", "used_by"])
    if address:
        invite_newcomer(person)
        return Joined(person)
    return Joined(person, open_account_without_mailbox(person, password=password))


def _open_code(programme: Programme, code: str) -> JoiningCode:
    found = (
        programme.joining_codes.open().select_for_update(no_key=True).filter(digest=digest_of(code)).first()
    )
    if found is None:
        raise RuleBroken(_("This code does not work. Check it, or ask the programme team for a new one."))
    return found


def _newcomer(programme: Programme, name: str, address: str) -> Person:
    organisation = programme.organisation
    person = Person.objects.create(
        organisation=organisation,
        name=name,
        email=address,
        language=organisation.language,
        time_zone=organisation.time_zone,
    )
    Profile.objects.create(person=person)
    return person


def _sign_up_address(programme: Programme) -> str:
    return reverse("programme_sign_up", args=[programme.organisation.slug, programme.public_id])
