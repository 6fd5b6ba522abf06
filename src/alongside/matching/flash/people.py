"""In which programmes somebody books short meetings, and in which they offer times."""

from alongside.accounts.models import Person
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme


def booking_as(person: Person) -> EnrolmentQuerySet:
    """The person's own enrolments in which they may look for a slot."""
    return _in_flash(person).filter(role__in=[Enrolment.Role.LEARNER, Enrolment.Role.BOTH])


def offering_as(person: Person) -> EnrolmentQuerySet:
    """The person's own enrolments in which they may offer slots."""
    return _in_flash(person).filter(role__in=[Enrolment.Role.GUIDE, Enrolment.Role.BOTH])


def _in_flash(person: Person) -> EnrolmentQuerySet:
    live = [Programme.State.OPEN, Programme.State.RUNNING]
    own = Enrolment.objects.taking_part().filter(person=person)
    flash = own.filter(programme__kind=Programme.Kind.FLASH, programme__state__in=live)
    return flash.select_related("programme__organisation", "person")
