"""The purpose of files of people who leave: what they take part in ends kindly, in every programme."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Organisation, Person, normalised_email
from alongside.people.fields import WantedField
from alongside.people.models import Upload
from alongside.people.permissions import can_keep_directory
from alongside.people.plan import CHANGED, UNCHANGED, Change, Entry, Plan, Progress
from alongside.people.purposes import Chosen, Purpose
from alongside.programmes.actions.leaving import leave_organisation
from alongside.tables import CellError, Table
from alongside.tables.cells import shortened
from alongside.tables.errors import Sentence, gettext_noop, say
from alongside.tables.mapping import Content, Field
from alongside.tables.values import parse_date
from alongside.tables.vocabulary import HEADINGS

EMAIL, LEFT_ON = "email", "left_on"


@dataclass
class LeaversPlan(Plan):
    """Who leaves, with the day, where the file says one."""

    leavers: list[tuple[Person, date | None]] = field(default_factory=list)


def _may(by: Person, subject_id: str) -> bool:
    return can_keep_directory(by) and not subject_id


def _fields(_organisation: Organisation, _subject_id: str) -> Sequence[WantedField]:
    email = Field(EMAIL, HEADINGS[EMAIL], Content.EMAIL, required=True, unique=True)
    left_on = Field(LEFT_ON, HEADINGS[LEFT_ON], Content.DATE)
    return [
        WantedField(email, gettext_lazy("Email address"), gettext_lazy("Tells people apart.")),
        WantedField(
            left_on, gettext_lazy("Left on"), gettext_lazy("The day, today or earlier; today if empty.")
        ),
    ]


def _plan(upload: Upload, table: Table, chosen: Chosen, progress: Progress) -> LeaversPlan:
    people = {person.email: person for person in Person.objects.filter(organisation=upload.organisation)}
    plan, seen = LeaversPlan(), set()
    used = set(chosen.columns.values())
    plan.errors = [error for error in table.errors if error.column in used]
    for place, (row, record) in enumerate(table.records()):
        if place % 500 == 0:
            progress(place, len(table.rows))
        try:
            person = _person(record[chosen.columns[EMAIL]], people)
            day = _day(record[chosen.columns[LEFT_ON]]) if LEFT_ON in chosen.columns else None
        except _Unusable as unusable:
            column = chosen.columns[unusable.key]
            value = shortened(record[column])
            plan.errors.append(CellError(row, column, value, unusable.message, unusable.cure))
            continue
        plan.entries.append(_entry(row, person, day))
        if person.pk not in seen and person.left_at is None:
            plan.leavers.append((person, day))
        seen.add(person.pk)
    plan.errors.sort(key=lambda error: error.row)
    return plan


class _Unusable(Exception):
    """A cell that cannot be used: its field, what is wrong and the cure."""

    def __init__(self, key: str, message: Sentence, cure: Sentence) -> None:
        super().__init__(str(message))
        self.key, self.message, self.cure = key, message, cure


def _person(text: str, people: dict[str, Person]) -> Person:
    person = people.get(normalised_email(text.removeprefix("mailto:")))
    if person is None:
        raise _Unusable(
            EMAIL,
            say(gettext_noop("nobody in the directory has this address.")),
            say(gettext_noop("Correct the address, or delete the row.")),
        )
    return person


def _day(text: str) -> date | None:
    if not text:
        return None
    day = parse_date(text)
    if day is None or day > timezone.localdate():
        raise _Unusable(
            LEFT_ON,
            say(gettext_noop("“%(text)s” is not a day up to today."), text=text[:80]),
            say(gettext_noop("Write it as 2026-03-31, today or earlier; or leave the cell empty.")),
        )
    return day


def _entry(row: int, person: Person, day: date | None) -> Entry:
    if person.left_at:
        return Entry(row, person.name, person.email, UNCHANGED)
    change = Change(_("Left on"), "", date_format(day or timezone.localdate(), "DATE_FORMAT"))
    return Entry(row, person.name, person.email, CHANGED, [change])


def _write(plan: Plan, _upload: Upload, by: Person, may_go_on: Callable[[], None]) -> str:
    zone = ZoneInfo(by.organisation.time_zone)
    leavers = cast("LeaversPlan", plan).leavers
    hold_people([person.pk for person, _day_left in leavers])
    for person, day in leavers:
        left_at: Any = datetime.combine(day, time(12), zone) if day else None
        leave_organisation(person, by=by, left_at=min(left_at, timezone.now()) if left_at else None)
        may_go_on()
    return ""


LEAVERS = Purpose(
    key="leavers",
    title=gettext_lazy("People who leave"),
    explanation=gettext_lazy(
        "Ends what these people take part in, kindly and in every programme. Whoever met with them is told, and "
        "looks for somebody new. They can no longer sign in; what they wrote stays theirs."
    ),
    may=_may,
    fields=_fields,
    plan=_plan,
    write=_write,
)
