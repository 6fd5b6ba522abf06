"""Bring a file into the house: read, choose columns, look at the plan, confirm. All of it, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.activity.jobs import JobCancelled, report, start, work
from alongside.activity.models import Job
from alongside.people.models import ImportMapping, Upload
from alongside.people.plan import CHANGED, CREATED, UNCHANGED, Plan, Progress, no_progress
from alongside.people.purposes import Chosen, Purpose, purpose_named
from alongside.tables import CellError, Table, TableError, read
from alongside.tables.cells import CONTROL_CHARACTERS
from alongside.tables.mapping import propose

LONGEST_WAIT = timedelta(days=7)
"""A file that is not confirmed by then is forgotten."""
ROWS_WRITTEN_AT_ONCE = 500
"""Larger files are written in the background."""
SHOWN_OF_EACH_KIND = 500


@transaction.atomic
def receive_file(*, by: Person, purpose: str, filename: str, content: bytes, subject_id: str = "") -> Upload:
    """Keep a file to be brought in, with the mapping remembered for its columns or else proposed.

    Raises TableError, and keeps nothing, where the file cannot be read.
    """
    wanted = _purpose(purpose)
    require(wanted.may(by, subject_id))
    table = read(content)
    upload = Upload(
        organisation=by.organisation,
        uploaded_by=by,
        purpose=purpose,
        subject_id=subject_id,
        filename=CONTROL_CHARACTERS.sub("", filename)[:255],
        mapping=_remembered(by, purpose, table) or propose_columns(wanted, by, subject_id, table).as_json(),
    )
    upload.file.save(f"{upload.public_id}.table", ContentFile(content), save=False)
    upload.save()
    record("import.received", by=by, subject=upload)
    return upload


@transaction.atomic
def choose_columns(upload: Upload, *, by: Person, chosen: Chosen) -> Upload:
    """Say which column holds what, remember it for the next file with these columns, and work out the plan."""
    wanted = purpose_of(upload)
    require(upload.uploaded_by_id == by.pk and wanted.may(by, upload.subject_id))
    _refuse_applied(upload)
    table = read_upload(upload)
    _check(wanted, upload, table, chosen)
    upload.mapping = chosen.as_json()
    plan = wanted.plan(upload, table, chosen, no_progress)
    upload.preview = _summary(plan, table)
    upload.save(update_fields=["mapping", "preview"])
    ImportMapping.objects.update_or_create(
        organisation=upload.organisation,
        purpose=upload.purpose,
        columns_digest=_digest(table),
        defaults={"mapping": upload.mapping},
    )
    record("import.planned", by=by, subject=upload)
    return upload


def confirm_import(upload: Upload, *, by: Person) -> Upload:
    """Write what the plan says: at once for a short file, in the background for a long one.

    A file that was written already is left as it is. Raises RuleBroken while cells have errors.
    """
    wanted = purpose_of(upload)
    require(upload.uploaded_by_id == by.pk and wanted.may(by, upload.subject_id))
    upload.refresh_from_db()
    is_running = upload.job is not None and not upload.job.is_over
    if upload.applied_at or is_running:
        return upload
    if not upload.preview:
        raise RuleBroken(_("Choose what each column holds first."))
    _refuse_errors(upload.preview["errors"])
    if upload.preview["rows"] <= ROWS_WRITTEN_AT_ONCE:
        apply_import(upload, by=by)
    else:
        with transaction.atomic():
            upload.job = start("people.import", by=by, input={"upload": upload.public_id})
            upload.save(update_fields=["job"])
    upload.refresh_from_db()
    return upload


def apply_import(upload: Upload, *, by: Person, progress: Progress = no_progress) -> None:
    """Plan once more against the directory as it is now, and write it in one transaction."""
    wanted = purpose_of(upload)
    require(wanted.may(by, upload.subject_id))
    table = read_upload(upload)
    steps = 2 * len(table.rows)
    plan = wanted.plan(
        upload, table, Chosen.from_json(upload.mapping), lambda done, _all: progress(done, steps)
    )
    _refuse_errors(len(plan.errors))
    progress(len(table.rows), steps)
    try:
        with transaction.atomic():
            _write(wanted, plan, upload, by, table)
    except IntegrityError as error:
        raise RuleBroken(
            _("Somebody changed the directory at the same moment. Nothing was imported. Confirm once more.")
        ) from error


def discard_upload(upload: Upload, *, by: Person) -> None:
    """Forget a file that was not brought in; the directory stays as it is."""
    require(upload.uploaded_by_id == by.pk)
    _refuse_applied(upload)
    if upload.job and not upload.job.is_over:
        raise RuleBroken(_("This file is being imported. Cancel the import first."))
    with transaction.atomic():
        record("import.discarded", by=by, subject=upload)
        upload.delete()
        transaction.on_commit(lambda: upload.file.delete(save=False))


def forget_unconfirmed() -> int:
    """Drop the files that nobody confirmed within a week, with what they hold of people; returns how many."""
    old = Upload.objects.filter(applied_at=None, created_at__lt=timezone.now() - LONGEST_WAIT)
    forgotten = [upload for upload in old.select_related("job") if upload.job is None or upload.job.is_over]
    for upload in forgotten:
        storage, name = upload.file.storage, upload.file.name
        upload.delete()
        storage.delete(name)
    return len(forgotten)


def _page_of(job: Job) -> str:
    return reverse("import_page", args=[job.organisation.slug, job.input["upload"]])


@work("people.import", title=gettext_lazy("Importing a file"), place=_page_of)
def import_in_background(job: Job) -> dict[str, Any]:
    """Bring in a long file; run again after a restart, it finds the file written or starts anew."""
    upload = Upload.objects.select_related("uploaded_by__organisation").get(public_id=job.input["upload"])
    if upload.applied_at is None:
        apply_import(
            upload, by=upload.uploaded_by, progress=lambda done, all_: report(job, done=done, total=all_)
        )
    return {"upload": upload.public_id}


def purpose_of(upload: Upload) -> Purpose:
    """The purpose that an upload was made for."""
    return _purpose(upload.purpose)


def read_upload(upload: Upload) -> Table:
    """Read an upload's file once more. Raises RuleBroken where it is gone."""
    try:
        with upload.file.open("rb") as opened:
            return read(opened.read())
    except (OSError, ValueError, TableError) as error:
        raise RuleBroken(_("This file is no longer here. Upload it again.")) from error


def propose_columns(wanted: Purpose, by: Person, subject_id: str, table: Table) -> Chosen:
    """The likeliest reading of a table's columns for a purpose."""
    fields = wanted.fields(by.organisation, subject_id)
    return Chosen(propose(table, [one.wanted for one in fields]).columns)


def plan_upload(upload: Upload) -> Plan:
    """Work out the whole plan of an upload, for the file that people take away to correct."""
    return purpose_of(upload).plan(upload, read_upload(upload), Chosen.from_json(upload.mapping), no_progress)


def _write(wanted: Purpose, plan: Plan, upload: Upload, by: Person, table: Table) -> None:
    locked = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if locked.applied_at:
        return
    job = upload.job_id

    def may_go_on() -> None:
        if job and Job.objects.filter(pk=job, cancel_requested=True).exists():
            raise JobCancelled

    next_address = wanted.write(plan, upload, by, may_go_on)
    upload.applied_at = timezone.now()
    upload.preview = {**_summary(plan, table), "next": next_address, "entries": []}
    upload.save(update_fields=["applied_at", "preview"])
    record(f"{upload.purpose}.imported", by=by, subject=upload)
    file = upload.file
    transaction.on_commit(lambda: file.storage.delete(file.name))


def _summary(plan: Plan, table: Table) -> dict[str, Any]:
    """What the preview shows without reading the file again: counts, and the first rows of each kind."""
    shown: list[dict[str, Any]] = []
    for outcome in (CREATED, CHANGED, UNCHANGED):
        of_kind = [entry for entry in plan.entries if entry.outcome == outcome]
        shown += [
            {
                "row": entry.row,
                "title": entry.title,
                "detail": entry.detail,
                "outcome": entry.outcome,
                "changes": [[change.label, change.before, change.after] for change in entry.changes],
            }
            for entry in of_kind[:SHOWN_OF_EACH_KIND]
        ]
    return {
        "rows": len(table.rows),
        "created": plan.count(CREATED),
        "changed": plan.count(CHANGED),
        "unchanged": plan.count(UNCHANGED),
        "errors": len(plan.errors),
        "entries": shown,
        "problems": [_problem(error) for error in plan.errors[:SHOWN_OF_EACH_KIND]],
        "notices": [notice.translated(_) for notice in table.notices],
        "unknown_levels": list(getattr(plan, "unknown_levels", []))[:40],
    }


def _problem(error: CellError) -> dict[str, Any]:
    return {
        "row": error.row,
        "column": error.column,
        "value": error.value,
        "message": error.message.translated(_),
        "cure": error.cure.translated(_),
    }


def _check(wanted: Purpose, upload: Upload, table: Table, chosen: Chosen) -> None:
    fields = wanted.fields(upload.organisation, upload.subject_id)
    missing = [str(one.label) for one in fields if one.wanted.required and one.key not in chosen.columns]
    if missing:
        raise RuleBroken(_("Choose the column for: %(fields)s.") % {"fields": ", ".join(missing)})
    if chosen.columns.keys() - {one.key for one in fields}:
        raise RuleBroken(_("A column was chosen for something that is not asked for."))
    used: Sequence[str] = [*chosen.columns.values(), *chosen.kept]
    strange = [column for column in used if column not in table.columns]
    if strange or len(set(used)) < len(used):
        raise RuleBroken(_("Use each column of the file once."))


def _remembered(by: Person, purpose: str, table: Table) -> dict[str, Any] | None:
    remembered = ImportMapping.objects.filter(
        organisation=by.organisation, purpose=purpose, columns_digest=_digest(table)
    )
    return remembered.values_list("mapping", flat=True).first()


def _digest(table: Table) -> str:
    return hashlib.sha256("\n".join(table.columns).encode()).hexdigest()


def _purpose(key: str) -> Purpose:
    purpose = purpose_named(key)
    if purpose is None:
        raise RuleBroken(_("There is nothing here that reads files of this kind."))
    return purpose


def _refuse_applied(upload: Upload) -> None:
    if upload.applied_at:
        raise RuleBroken(_("This file was imported already. Upload it again to import it anew."))


def _refuse_errors(count: int) -> None:
    if count:
        raise RuleBroken(
            ngettext(
                "%(count)s cell has to be corrected first. Nothing was imported.",
                "%(count)s cells have to be corrected first. Nothing was imported.",
                count,
            )
            % {"count": count}
        )
