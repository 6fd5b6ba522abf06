"""Inviting everybody who has no account yet, in the background."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.accounts.actions import invite
from alongside.accounts.models import Invitation, Organisation, Person, PersonQuerySet
from alongside.accounts.permissions import can_administer_organisation
from alongside.activity.actions import require
from alongside.activity.jobs import report, start, work
from alongside.activity.models import Job


def without_invitation(organisation: Organisation) -> PersonQuerySet:
    """Those who have neither an account nor an invitation that still works."""
    people = Person.objects.filter(organisation=organisation, user=None, left_at=None)
    return people.exclude(pk__in=Invitation.objects.open().values("person"))


@transaction.atomic
def invite_everyone(*, by: Person) -> Job:
    """Start inviting everybody of the organisation who has no account and no open invitation."""
    require(can_administer_organisation(by))
    return start("accounts.invite_everyone", by=by, input={})


@work(
    "accounts.invite_everyone",
    title=_("Inviting everybody who has no account"),
    place=lambda job: reverse("accounts", kwargs={"organisation": job.organisation.slug}),
)
def _invite_everyone(job: Job) -> dict[str, Any]:
    """Invite one after the other; run again, it finds whom it has invited and goes on with the rest."""
    by = job.started_by
    if by is None:
        return {"invited": 0}
    people = list(without_invitation(job.organisation))
    for number, person in enumerate(people, start=1):
        invite(person, by=by)
        report(job, done=number, total=len(people))
    return {"invited": len(people)}
