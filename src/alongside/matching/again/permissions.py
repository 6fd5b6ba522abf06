"""Who says what counts more: oneself, while one takes part."""

from alongside.accounts.models import Person
from alongside.programmes.models import Enrolment


def can_say_emphasis(by: Person, enrolment: Enrolment) -> bool:
    """The person, while they look for somebody in the programme."""
    return enrolment.person_id == by.pk and enrolment.looks_by_criteria
