"""Granting session credits."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_run_programme
from alongside.relationships.credits.models import SessionGrant

MOST_AT_ONCE = 50
SAME_PRESS = timedelta(minutes=1)
"""The same sessions for the same reason from the same person within it are one press of a button, not two."""


@transaction.atomic
def grant_sessions(enrolment: Enrolment, *, by: Person, sessions: int, reason: str) -> SessionGrant:
    """Give a coachee more sessions, with a reason that the team and the coachee read."""
    programme = enrolment.programme
    require(can_run_programme(by, programme))
    hold_people([enrolment.person_id])
    if programme.kind != Programme.Kind.COACHING or programme.session_credits is None:
        raise RuleBroken(
            _("Sessions are not counted in this programme. Say in its set-up how many there are.")
        )
    if not enrolment.is_learner or enrolment.state not in Enrolment.TAKING_PART:
        raise RuleBroken(_("Only a coachee who takes part can get more sessions."))
    if not 1 <= sessions <= MOST_AT_ONCE or not reason.strip():
        raise RuleBroken(
            _("Give 1 to %(most)d sessions, and say in a few words why.") % {"most": MOST_AT_ONCE}
        )
    said = {"enrolment": enrolment, "sessions": sessions, "reason": reason.strip(), "granted_by": by}
    pressed = SessionGrant.objects.filter(**said, granted_at__gt=timezone.now() - SAME_PRESS).first()
    if pressed:
        return pressed
    grant = SessionGrant.objects.create(**said)
    text = gettext_lazy("You have more sessions in {programme}. You can plan the next one.")
    tell = Message(
        enrolment.person,
        format_lazy(gettext_lazy("More sessions in {programme}"), programme=programme.name),
        format_lazy(text, programme=programme.name),
    )
    record("sessions.granted", by=by, subject=enrolment, tell=[tell])
    return grant
