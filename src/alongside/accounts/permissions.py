"""Who may do what with accounts."""

from alongside.accounts.models import Person


def can_administer_organisation(by: Person) -> bool:
    """Accounts, sign-in, roles, levels and directory belong to organisation admins."""
    return by.is_organisation_admin


def can_invite(by: Person) -> bool:
    """Those who run the organisation or a programme bring people in."""
    return by.is_organisation_admin or by.may_start_programmes


def can_edit_account(by: Person, person: Person) -> bool:
    """A person's own account settings and tokens."""
    return by == person
