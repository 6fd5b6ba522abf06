"""Who may say wishes."""

from alongside.accounts.models import Person
from alongside.matching.wishes.models import Shortlist


def can_wish(by: Person, shortlist: Shortlist) -> bool:
    """A short list is put into order by the one whose it is, and by nobody for them."""
    return by.pk == shortlist.enrolment.person_id
