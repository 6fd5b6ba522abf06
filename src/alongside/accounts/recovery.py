"""Accounts without a mailbox: opened on the spot, and opened again with a recovery code that is shown once.

Nobody else can open such an account again, not even those who run the programme: whoever could would read
what was written in confidence.
"""

import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from alongside.accounts.models import Person, User
from alongside.accounts.secrets import digest
from alongside.activity.actions import RuleBroken, record
from alongside.activity.mailboxes import full_address, new_sign_in_name

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What a code is made of: nothing that is easily taken for something else, as 0 and O, or 1, I and L."""
LENGTH = 12
"""Characters of a code: 59 bits, not to be guessed as often as the page lets anybody try."""


def new_code() -> str:
    """A code to print or to write down."""
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


def in_groups(code: str) -> str:
    """The code as it is shown, in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def digest_of(typed: str) -> str:
    """The digest of a code as somebody typed it, with or without dashes, in any case."""
    return digest("".join(letter for letter in typed.upper() if letter.isalnum()))


def free_sign_in_name(name: str) -> str:
    """A sign-in name that nobody has, written out as an address."""
    while True:
        address = new_sign_in_name(name)
        if not (User.objects.filter(email=address).exists() or Person.objects.filter(email=address).exists()):
            return address


@transaction.atomic
def open_account_without_mailbox(person: Person, *, password: str) -> str:
    """Give a person whose address is a sign-in name their account; returns the recovery code, this once."""
    code = new_code()
    person.user = User.objects.create(
        email=person.email, password=make_password(password), recovery_digest=digest(code)
    )
    person.save(update_fields=["user"])
    record("account.opened", by=person, subject=person)
    return in_groups(code)


@transaction.atomic
def recover_account(*, sign_in_name: str, code: str, password: str) -> tuple[User, str]:
    """Choose a new password with the recovery code; returns the account and the next code.

    All other sessions of the account end with the old password.
    """
    accounts = User.objects.select_for_update(no_key=True).filter(is_active=True).exclude(recovery_digest="")
    user = accounts.filter(email=full_address(sign_in_name), recovery_digest=digest_of(code)).first()
    if user is None:
        raise RuleBroken(_("This name and this code do not belong together. Check both."))
    following = new_code()
    user.set_password(password)
    user.recovery_digest = digest(following)
    user.save(update_fields=["password", "recovery_digest"])
    for person in user.people.select_related("organisation"):
        record("account.recovered", by=person, subject=person)
    return user, in_groups(following)
