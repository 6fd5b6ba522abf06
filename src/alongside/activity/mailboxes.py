"""People without a mailbox: a sign-in name stands where the address of everybody else stands.

Written out, the name is an address that no mail can ever reach (the top-level domain ``.invalid``, RFC 2606),
so that whatever tells people apart by their address tells these apart as well.
"""

import secrets

from django.utils.text import slugify

DOMAIN = "@no-mail.invalid"
LONGEST_NAME = 40


def has_mailbox(address: str) -> bool:
    """Whether mail can reach this address."""
    return not address.casefold().endswith(DOMAIN)


def shown_address(address: str) -> str:
    """The address as people know it: the sign-in name alone where there is no mailbox."""
    return address if has_mailbox(address) else address.removesuffix(DOMAIN)


def full_address(typed: str) -> str:
    """What somebody typed to sign in, an address or a sign-in name, in the one spelling that is stored."""
    typed = typed.strip().casefold()
    return typed if "@" in typed or not typed else f"{typed}{DOMAIN}"


def new_sign_in_name(name: str) -> str:
    """A sign-in name that is easy to type, such as ``nadia-haddad-4831``, written out as an address."""
    words = slugify(name)[:LONGEST_NAME].strip("-") or "person"
    return f"{words}-{secrets.randbelow(9000) + 1000}{DOMAIN}"
