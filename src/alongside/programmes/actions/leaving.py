"""Somebody leaves the organisation: what they take part in ends kindly."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.people.permissions import can_keep_directory
from alongside.programmes.actions.enrolments import OVER, end_enrolment


@transaction.atomic
def leave_organisation(person: Person, *, by: Person, left_at: datetime | None = None) -> Person:
    """Close the person's place here: enrolments and pairs end, and they can no longer sign in here.

    Whoever met with them is told by mail, and looks for somebody new unless they say otherwise. What ends is
    ended by the person who goes, so that whoever keeps the directory needs no part in the programmes.
    """
    require(can_keep_directory(by) and by.organisation_id == person.organisation_id)
    person = Person.objects.select_for_update(no_key=True).select_related("organisation").get(pk=person.pk)
    if person.left_at:
        return person
    _keep_an_admin(person)
    person.left_at = left_at or timezone.now()
    person.save(update_fields=["left_at"])
    live = person.enrolments.exclude(state__in=OVER).select_related("programme", "person")
    for enrolment in live:
        end_enrolment(enrolment, by=person)
        record("enrolment.withdrawn", by=by, subject=enrolment)
    record("person.left", by=by, subject=person)
    return person


def _keep_an_admin(person: Person) -> None:
    others = Person.objects.filter(organisation=person.organisation, is_organisation_admin=True, left_at=None)
    if person.is_organisation_admin and not others.exclude(pk=person.pk).exists():
        raise RuleBroken(_("An organisation needs at least one admin. Make somebody else an admin first."))
