"""The preparation before one is matched: done, or still to do after all."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.programmes.actions.enrolments import held
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_change_enrolment, can_run_programme


@transaction.atomic
def finish_preparation(enrolment: Enrolment, *, by: Person) -> Enrolment:
    """The person, or the programme team, says that it is done; the next matching considers them."""
    require(can_change_enrolment(by, enrolment))
    current = held(enrolment)
    if current.state in Enrolment.OVER:
        raise RuleBroken(_("This person does not take part any more."))
    if current.prepared_at is None:
        current.prepared_at = timezone.now()
        current.save(update_fields=["prepared_at"])
        record("preparation.finished", by=by, subject=current)
    return current


@transaction.atomic
def reopen_preparation(enrolment: Enrolment, *, by: Person) -> Enrolment:
    """It is still to do after all. What runs or is suggested already stays."""
    require(can_change_enrolment(by, enrolment))
    current = held(enrolment)
    if current.prepared_at is not None:
        current.prepared_at = None
        current.save(update_fields=["prepared_at"])
        record("preparation.reopened", by=by, subject=current)
    return current


@transaction.atomic
def finish_preparations(programme: Programme, *, by: Person) -> int:
    """The programme team says that everybody who had it still to do has done it; returns how many."""
    require(can_run_programme(by, programme))
    preparing = programme.enrolments.still_preparing()
    return len([finish_preparation(each, by=by) for each in preparing.order_by("person")])
