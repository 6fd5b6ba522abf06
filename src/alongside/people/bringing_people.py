"""The purpose of files of people: the directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    return plan_people(table, chosen.columns, directory=directory, kept=chosen.kept, progress=progress)


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
