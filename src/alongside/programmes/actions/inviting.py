"""Asking somebody of the directory to join; whether they do is theirs to say."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
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
    page = reverse("programme_join", args=[programme.organisation.slug, programme.public_id])
    text = format_lazy(
        gettext_lazy(
            "{inviter} thinks that {programme} may be for you. Read what it is, and sign up if you like:\n\n{link}"
        ),
        inviter=by.name,
        programme=programme.name,
        link=f"{settings.PUBLIC_URL}{page}",
    )
    told = Message(person, gettext_lazy("You are invited to a programme"), text)
    record("programme.invited", by=by, subject=programme, tell=[told])
