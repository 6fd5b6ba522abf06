"""Who may do what with programmes and enrolments."""

from alongside.accounts.models import Person
from alongside.programmes.models import Enrolment, Programme


def can_start_programmes(by: Person) -> bool:
    """Those whom an admin has allowed to."""
    return by.may_start_programmes


def can_run_programme(by: Person, programme: Programme) -> bool:
    """Its managers and deputies."""
    return Programme.objects.managed_by(by).filter(pk=programme.pk).exists()


def can_join(by: Person, programme: Programme) -> bool:
    """Whoever belongs to the organisation, while the programme takes people."""
    return by.organisation_id == programme.organisation_id and programme.takes_people


def can_change_enrolment(by: Person, enrolment: Enrolment) -> bool:
    """The person, and those who run the programme."""
    return enrolment.person_id == by.pk or can_run_programme(by, enrolment.programme)
