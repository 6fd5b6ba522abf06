"""Asking somebody of the directory to join; whether they do is theirs to say."""

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.programmes import mails
from alongside.programmes.models import Programme
from alongside.programmes.permissions import can_run_programme


@transaction.atomic
def invite_to_join(programme: Programme, *, by: Person, person: Person) -> None:
    """Mail somebody the page of the programme; they sign up, or do nothing."""
    require(can_run_programme(by, programme) and person.organisation_id == programme.organisation_id)
    if not programme.takes_people:
        raise RuleBroken(
            _("Nobody can sign up at the moment. Open the programme and look at its dates first.")
        )
    if programme.enrolments.filter(person=person, ended_at=None).exists():
        raise RuleBroken(_("This person has signed up already."))
    record("programme.invited", by=by, subject=programme, tell=[mails.invited(programme, person)])
