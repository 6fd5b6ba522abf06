"""The purposes of files for a programme: its mentees, its mentors, both in one, and people who leave."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Organisation, Person
from alongside.people.fields import WantedField
from alongside.people.models import Upload
from alongside.people.permissions import can_keep_directory
from alongside.people.plan import Plan, Progress
from alongside.people.purposes import Chosen, Purpose
from alongside.programmes.bringing.fields import enrolment_fields
from alongside.programmes.bringing.planning import EnrolmentPlan, plan_enrolments
from alongside.programmes.bringing.writing import write_enrolments
from alongside.programmes.models import Enrolment, Programme
from alongside.tables import Table


def _may(by: Person, subject_id: str) -> bool:
    """Who runs the programme and keeps the directory, because the file changes both."""
    programmes = Programme.objects.managed_by(by).exclude(state=Programme.State.CLOSED)
    return can_keep_directory(by) and programmes.filter(public_id=subject_id).exists()


def _fields(organisation: Organisation, subject_id: str, *, role: str) -> Sequence[WantedField]:
    return enrolment_fields(organisation, _programme(organisation, subject_id), role=role)


def _plan(upload: Upload, table: Table, chosen: Chosen, progress: Progress, *, role: str) -> Plan:
    programme = _programme(upload.organisation, upload.subject_id)
    return plan_enrolments(table, chosen, programme=programme, role=role, progress=progress)


def _write(plan: Plan, upload: Upload, by: Person, may_go_on: Callable[[], None]) -> str:
    write_enrolments(cast("EnrolmentPlan", plan), by=by, may_go_on=may_go_on)
    return reverse("programme_enrolments", args=[upload.organisation.slug, upload.subject_id])


def _programme(organisation: Organisation, public_id: str) -> Programme:
    programmes = Programme.objects.select_related("organisation", "questionnaire")
    return get_object_or_404(programmes, organisation=organisation, public_id=public_id)


def _purpose(key: str, title: Any, role: str) -> Purpose:  # noqa: ANN401  a lazy translation
    return Purpose(
        key=key,
        title=title,
        explanation=_(
            "Adds these people to the programme, and to the directory where they are new. Nobody is written to."
        ),
        may=_may,
        fields=partial(_fields, role=role),
        plan=partial(_plan, role=role),
        write=_write,
        keeps_other_columns=True,
        leads_to=_("See who takes part"),
    )


MENTEES = _purpose("mentees", _("Mentees or coachees"), Enrolment.Role.LEARNER)
MENTORS = _purpose("mentors", _("Mentors or coaches"), Enrolment.Role.GUIDE)
PARTICIPANTS = _purpose("participants", _("Both sides, with a column that says which"), "")
