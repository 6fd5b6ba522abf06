"""A programme of short meetings, and times in it: what the tests of flash mentoring begin with."""

from datetime import datetime, timedelta

from django.utils import timezone

from alongside.accounts.models import Organisation, Person
from alongside.matching.flash.models import Slot
from alongside.matching.flash.offering import offer_slots
from alongside.programmes.models import Enrolment, Programme
from tests.cast import make_programme


def make_flash_programme(organisation: Organisation, manager: Person, **fields: object) -> Programme:
    """A running programme with meetings of half an hour: four a month for a guide, two for a learner."""
    programme = make_programme(organisation, manager, "flash", "Northfield Quick Questions")
    values = {"session_minutes": 30, "ends_on": timezone.localdate() + timedelta(days=400), **fields}
    for name, value in values.items():
        setattr(programme, name, value)
    programme.save()
    programme.rules.create(kind="shared_language")
    programme.criteria.create(kind="skills", weight=5)
    return programme


def next_month(day: int = 10, hour: int = 9, months: int = 1) -> datetime:
    """A moment in a calendar month to come, so that what a test books lies in one month."""
    first = timezone.now().replace(day=1, hour=hour, minute=0, second=0, microsecond=0)
    for _month in range(months):
        first = (first + timedelta(days=32)).replace(day=1)
    return first.replace(day=day)


def offered(guide: Enrolment, *starts: datetime) -> list[Slot]:
    """Times that a guide offers."""
    return offer_slots(guide, by=guide.person, starts=starts)
