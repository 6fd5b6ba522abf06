"""Printed one-time codes: made by the programme team, used by people who have no mailbox at work."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.actions import invite_newcomer
from alongside.accounts.links import send_link
from alongside.accounts.models import Person, normalised_email
from alongside.accounts.secrets import digest
from alongside.activity.actions import RuleBroken, record, require
from alongside.people.models import Profile
from alongside.programmes.actions.enrolments import apply_as_invited
from alongside.programmes.models import Enrolment, JoiningCode, Programme
from alongside.programmes.permissions import can_run_programme

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What a code is made of: nothing that is easily taken for something else, as 0 and O, or 1, I and L."""
LENGTH = 12
"""Characters of a code: 59 bits, not to be guessed as often as the page lets anybody try."""
MOST_CODES = 200
"""How many codes are made at once."""


@transaction.atomic
def make_codes(programme: Programme, *, by: Person, count: int, days: int) -> list[str]:
    """Make codes that work once each, for so many days; they are returned this once and kept as digests."""
    require(can_run_programme(by, programme))
    if not (1 <= count <= MOST_CODES and 1 <= days <= 366):
        raise RuleBroken(_("Make 1 to 200 codes at a time, for 1 to 366 days."))
    codes = ["".join(secrets.choice(LETTERS) for _place in range(LENGTH)) for _code in range(count)]
    expires_at = timezone.now() + timedelta(days=days)
    JoiningCode.objects.bulk_create(
        JoiningCode(programme=programme, digest=digest(code), made_by=by, expires_at=expires_at)
        for code in codes
    )
    record("codes.made", by=by, subject=programme)
    return ["-".join([code[:4], code[4:8], code[8:]]) for code in codes]


@transaction.atomic
def stop_codes(programme: Programme, *, by: Person) -> int:
    """Let every unused code of the programme stop working; returns how many did."""
    require(can_run_programme(by, programme))
    stopped = programme.joining_codes.open().update(expires_at=timezone.now())
    if stopped:
        record("codes.stopped", by=by, subject=programme)
    return stopped


@transaction.atomic
def join_with_code(
    programme: Programme,
    *,
    code: str,
    name: str,
    address: str,
    role: str,
    answers: Mapping[str, Any],
    places: Mapping[str, int],
) -> Enrolment | None:
    """Sign somebody up who has a code and an address of their own; a link to the address opens the account.

    Somebody of the directory needs no code: theirs is kept, they are mailed a link to the sign-up instead,
    and nothing on the page says so.
    """
    spent = _open_code(programme, code)
    address = normalised_email(address)
    if Person.objects.filter(organisation=programme.organisation, email=address).exists():
        send_link(address, next_page=_sign_up_address(programme))
        return None
    person = _newcomer(programme, name, address)
    enrolment = apply_as_invited(programme, by=person, role=role, answers=answers, **places)
    spent.used_at, spent.used_by = timezone.now(), person
    spent.save(update_fields=["used_at", "used_by"])
    invite_newcomer(person)
    return enrolment


def _open_code(programme: Programme, code: str) -> JoiningCode:
    """The code as typed, with or without dashes, in any case."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    found = programme.joining_codes.open().select_for_update().filter(digest=digest(plain)).first()
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
