"""Who may read what is drawn together here."""

from alongside.accounts.models import Person
from alongside.programmes.models import Programme


def can_read_dashboard(by: Person, programme: Programme) -> bool:
    """A programme's figures are for those who run it."""
    return programme.managers.filter(person=by).exists()
