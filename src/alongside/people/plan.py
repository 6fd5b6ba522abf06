"""What an import would do, worked out before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from alongside.activity.mailboxes import has_mailbox
from alongside.people.directory import Directory
from alongside.people.fields import PersonField, Unfit, person_fields
from alongside.tables import CellError, Table
from alongside.tables.cells import shortened
from alongside.tables.errors import gettext_noop, say

CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"
ROWS_BETWEEN_REPORTS = 500
KEPT = "other"
"""The field of columns that are kept under their own name."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Change:
    """One field of one person: what it is called, what it says now, what it would say."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """What would happen with one row."""

    row: int
    title: str
    detail: str
    outcome: str
    changes: list[Change] = field(default_factory=list)


@dataclass
class Plan:
    """What would happen with every row, and the cells that stand in the way."""

    entries: list[Entry] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows have this outcome."""
        return sum(1 for entry in self.entries if entry.outcome == outcome)


@dataclass
class Draft:
    """One row understood: whose it is, and what it says, by field. Empty cells say nothing."""

    row: int
    email: str
    values: dict[str, Any]


@dataclass
class PeoplePlan(Plan):
    """A plan for people, with the rows understood and the directory that they were compared with."""

    directory: Directory = field(kw_only=True)
    drafts: list[Draft] = field(default_factory=list)
    unknown_levels: list[str] = field(default_factory=list)
    reported: set[tuple[int, str]] = field(default_factory=set)

    def refuse(self, error: CellError) -> None:
        """Add an error, unless the same cell has one already."""
        if (error.row, error.column) not in self.reported:
            self.reported.add((error.row, error.column))
            self.errors.append(error)


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


def plan_people(
    table: Table,
    columns: Mapping[str, str],
    *,
    directory: Directory,
    kept: Iterable[str] = (),
    progress: Progress = no_progress,
) -> PeoplePlan:
    """Return what a table of people would do to the directory.

    ``columns`` gives the column of each field; ``kept`` names columns that are kept as they are. Every cell
    that cannot be used is an error by row and column; then nothing may be written.
    """
    plan = PeoplePlan(directory=directory)
    for error in _reading_errors(table, columns, kept):
        plan.refuse(error)
    fields = [wanted for wanted in person_fields() if wanted.key in columns]
    for place, (number, record) in enumerate(table.records()):
        if place % ROWS_BETWEEN_REPORTS == 0:
            progress(place, len(table.rows))
        draft = _draft(plan, number, record, fields, columns)
        if draft:
            further = {column: record[column] for column in kept if record[column]}
            if further:
                draft.values[KEPT] = further
            plan.drafts.append(draft)
    _refuse_repeated_people(plan, columns["email"])
    _refuse_people_without_name(plan, columns)
    _refuse_made_up_addresses(plan, columns["email"])
    _refuse_unknown_managers(plan, columns)
    _refuse_circles_of_managers(plan, columns)
    plan.errors.sort(key=lambda error: error.row)
    labels = {wanted.key: str(wanted.label) for wanted in person_fields()}
    shows = {wanted.key: wanted.show for wanted in person_fields()}
    plan.entries = [_entry(draft, directory, labels, shows) for draft in plan.drafts]
    return plan


def _reading_errors(table: Table, columns: Mapping[str, str], kept: Iterable[str]) -> list[CellError]:
    """Cells that could not be read matter where their column is used, or where they have no column at all."""
    used = {*columns.values(), *kept}
    return [error for error in table.errors if error.column in used or error.column not in table.columns]


def _draft(
    plan: PeoplePlan,
    number: int,
    record: Mapping[str, str],
    fields: list[PersonField],
    columns: Mapping[str, str],
) -> Draft | None:
    values: dict[str, Any] = {}
    for wanted in fields:
        text = record[columns[wanted.key]]
        if not text:
            continue
        try:
            values[wanted.key] = wanted.parse(text, plan.directory.terms)
        except Unfit as unfit:
            plan.refuse(CellError(number, columns[wanted.key], shortened(text), unfit.message, unfit.cure))
            if wanted.key == "level" and text not in plan.unknown_levels:
                plan.unknown_levels.append(text)
    _join_name(values)
    if "email" not in values:
        plan.refuse(_missing(number, columns["email"], gettext_noop("the email address is missing.")))
        return None
    return Draft(number, values.pop("email"), values)


def _join_name(values: dict[str, Any]) -> None:
    first, last = values.pop("first_name", ""), values.pop("last_name", "")
    if "name" not in values and (first or last):
        values["name"] = f"{first} {last}".strip()


def _missing(number: int, column: str, message: str) -> CellError:
    return CellError(
        number, column, "", say(message), say(gettext_noop("Fill in the cell, or delete the row."))
    )


def _refuse_repeated_people(plan: PeoplePlan, column: str) -> None:
    first: dict[str, int] = {}
    for draft in plan.drafts:
        row = first.setdefault(draft.email, draft.row)
        if row != draft.row:
            plan.refuse(
                CellError(
                    draft.row,
                    column,
                    draft.email,
                    say(gettext_noop("this person is in the file twice, also in row %(row)s."), row=row),
                    say(gettext_noop("Keep one of the two rows.")),
                )
            )


def _refuse_made_up_addresses(plan: PeoplePlan, column: str) -> None:
    """Who has no mailbox gets a sign-in name by signing up, never from a file."""
    for draft in plan.drafts:
        if draft.email not in plan.directory.people and not has_mailbox(draft.email):
            message = say(gettext_noop("no mail reaches this address."))
            cure = say(gettext_noop("Write one that is read, or hand out a printed code."))
            plan.refuse(CellError(draft.row, column, draft.email, message, cure))


def _refuse_people_without_name(plan: PeoplePlan, columns: Mapping[str, str]) -> None:
    column = columns.get("name") or columns.get("last_name") or columns.get("first_name") or columns["email"]
    for draft in plan.drafts:
        if "name" not in draft.values and draft.email not in plan.directory.people:
            message = gettext_noop("the name is missing, and this person is not in the directory yet.")
            plan.refuse(_missing(draft.row, column, message))


def _refuse_unknown_managers(plan: PeoplePlan, columns: Mapping[str, str]) -> None:
    known = {draft.email for draft in plan.drafts} | plan.directory.people.keys()
    for draft in plan.drafts:
        manager = draft.values.get("manager_email", "")
        if manager == draft.email:
            message = say(gettext_noop("this person would be their own manager."))
            cure = say(gettext_noop("Write the manager’s address, or leave the cell empty."))
        elif manager and manager not in known:
            message = say(gettext_noop("this manager is neither in the file nor in the directory."))
            cure = say(
                gettext_noop("Add a row for the manager, correct the address, or leave the cell empty.")
            )
        else:
            continue
        plan.refuse(CellError(draft.row, columns["manager_email"], manager, message, cure))


def _refuse_circles_of_managers(plan: PeoplePlan, columns: Mapping[str, str]) -> None:
    """Follow each person's managers upwards, as the directory would be; who is met again closes a circle."""
    if "manager_email" not in columns:
        return
    manager_of = {email: known.get("manager_email", "") for email, known in plan.directory.people.items()}
    rows = {}
    for draft in plan.drafts:
        rows[draft.email] = draft.row
        manager_of[draft.email] = draft.values.get("manager_email") or manager_of.get(draft.email, "")
    for circle in circles(manager_of):
        if len(circle) == 1:
            continue
        for email in circle:
            if email in rows:
                plan.refuse(
                    CellError(
                        rows[email],
                        columns["manager_email"],
                        manager_of[email],
                        say(
                            gettext_noop("these managers form a circle: %(circle)s."),
                            circle=" → ".join(circle[:6]),
                        ),
                        say(gettext_noop("Correct the manager of one of them.")),
                    )
                )


def circles(manager_of: Mapping[str, str]) -> list[list[str]]:
    """Return every circle in a map from each person to their one manager, each person visited once."""
    found: list[list[str]] = []
    settled: set[str] = set()
    for start in manager_of:
        path: dict[str, int] = {}
        email = start
        while email and email not in settled and email not in path:
            path[email] = len(path)
            email = manager_of.get(email, "")
        if email in path:
            found.append(list(path)[path[email] :])
        settled.update(path)
    return found


def _entry(
    draft: Draft, directory: Directory, labels: Mapping[str, str], shows: Mapping[str, Callable[[Any], str]]
) -> Entry:
    known = directory.people.get(draft.email)
    title = draft.values.get("name") or (known or {}).get("name", draft.email)
    if known is None:
        return Entry(draft.row, title, draft.email, CREATED)
    changes = [
        _change(key, value, known.get(key), labels, shows)
        for key, value in draft.values.items()
        if not is_same(key, value, known.get(key))
    ]
    return Entry(draft.row, title, draft.email, CHANGED if changes else UNCHANGED, changes)


def is_same(key: str, value: Any, stored: Any) -> bool:  # noqa: ANN401  a value of any field
    """Say whether a value is what the directory already holds."""
    if key == KEPT:
        return all((stored or {}).get(column) == text for column, text in value.items())
    return bool(value == stored)


def _change(
    key: str,
    value: Any,  # noqa: ANN401  a value of any field
    stored: Any,  # noqa: ANN401
    labels: Mapping[str, str],
    shows: Mapping[str, Callable[[Any], str]],
) -> Change:
    def shown(one: Any) -> str:  # noqa: ANN401
        if one is None or one in ("", []):
            return ""
        if key == "level":
            return str(one[1])
        if key == KEPT:
            return ", ".join(f"{column}: {text}" for column, text in one.items())
        return shortened(shows[key](one), 120)

    before = {column: (stored or {}).get(column, "") for column in value} if key == KEPT else stored
    label = ", ".join(value) if key == KEPT else labels[key]
    return Change(label, shown(before), shown(value))
