"""The purpose of files of people: the directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import cast

from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import Organisation, Person
from alongside.people.directory import read_directory
from alongside.people.fields import PersonField, person_fields
from alongside.people.models import Level, Upload
from alongside.people.permissions import can_keep_directory
from alongside.people.plan import PeoplePlan, Plan, Progress, plan_people
from alongside.people.purposes import Chosen, Purpose
from alongside.people.writing import write_people
from alongside.tables import Table


def _may(by: Person, subject_id: str) -> bool:
    return can_keep_directory(by) and not subject_id


def _fields(organisation: Organisation, _subject_id: str) -> Sequence[PersonField]:
    return person_fields(
        tuple(Level.objects.filter(organisation=organisation).values_list("name", flat=True))
    )


def _plan(upload: Upload, table: Table, chosen: Chosen, progress: Progress) -> Plan:
    directory = read_directory(upload.organisation)
    plan = plan_people(table, chosen.columns, directory=directory, kept=chosen.kept, progress=progress)
    if not upload.uploaded_by.may_start_programmes:
        _hide_places(plan)
    return plan


def _hide_places(plan: Plan) -> None:
    """Leave out of the preview how many people somebody has taken so far: an admin may not know it."""
    label = next(one.label for one in person_fields() if one.key == "capacity")
    for entry in plan.entries:
        entry.changes[:] = [
            replace(change, before=str(_("not shown"))) if change.label == label else change
            for change in entry.changes
        ]


def _write(plan: Plan, _upload: Upload, _by: Person, may_go_on: Callable[[], None]) -> str:
    write_people(cast("PeoplePlan", plan), may_go_on=may_go_on)
    return ""


PEOPLE = Purpose(
    key="people",
    title=_("People"),
    explanation=_("Adds people to the directory and brings their profiles up to date. Nobody is written to."),
    may=_may,
    fields=_fields,
    plan=_plan,
    write=_write,
    keeps_other_columns=True,
)
