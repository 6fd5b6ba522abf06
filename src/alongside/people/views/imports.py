"""A file on its way into the house: upload, columns, preview, confirmation, progress."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity import jobs
from alongside.activity.actions import RuleBroken, require
from alongside.people.forms import ColumnsForm, FileForm
from alongside.people.importing import (
    SHOWN_OF_EACH_KIND,
    choose_columns,
    confirm_import,
    discard_upload,
    plan_upload,
    purpose_of,
    read_upload,
    receive_file,
)
from alongside.people.models import Upload
from alongside.people.purposes import Chosen, offered_to, purpose_named
from alongside.tables import TableError, write_xlsx
from alongside.web.downloads import workbook_response

ENTRIES_ON_A_PAGE = 50
RECENT = 10


def imports_page(request: TenantRequest) -> HttpResponse:
    """Choose a file to bring in."""
    key = request.POST.get("purpose") or request.GET.get("purpose", "people")
    subject = request.POST.get("subject") or request.GET.get("subject", "")
    purpose = purpose_named(key)
    if purpose is None:
        raise Http404
    require(purpose.may(request.person, subject))
    form = FileForm(request.POST or None, request.FILES or None, initial={"purpose": key, "subject": subject})
    if request.method == "POST" and form.is_valid():
        upload = _received(request, form, key, subject)
        if upload:
            return redirect(
                "import_columns", organisation=request.organisation.slug, public_id=upload.public_id
            )
    recent = Upload.objects.visible_to(request.person).filter(purpose=key, subject_id=subject)[:RECENT]
    others = [] if subject else [one for one in offered_to(request.person) if one.key != key]
    context = {"form": form, "purpose": purpose, "others": others, "recent": recent}
    return render(request, "people/imports.html", context)


def import_columns(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say which column holds what."""
    upload = _own(request, public_id)
    if upload.applied_at:
        return _to_import(request, upload)
    purpose, table = purpose_of(upload), read_upload(upload)
    form = ColumnsForm(
        request.POST or None,
        table=table,
        wanted=purpose.fields(request.organisation, upload.subject_id),
        keeps=purpose.keeps_other_columns,
        chosen=Chosen.from_json(upload.mapping),
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_columns(upload, by=request.person, chosen=form.chosen())
        except RuleBroken as broken:
            form.add_error(None, str(broken.message))
        else:
            return _to_import(request, upload)
    notices = [notice.translated(_) for notice in table.notices]
    context = {
        "upload": upload,
        "form": form,
        "table": table,
        "rows": form.rows(),
        "notices": notices,
        "keeps": purpose.keeps_other_columns,
    }
    return render(request, "people/import_columns.html", context)


def import_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """What the file would do, is doing, or did."""
    upload = _own(request, public_id)
    if not upload.preview:
        return redirect("import_columns", organisation=request.organisation.slug, public_id=public_id)
    job = upload.job if upload.job and not upload.applied_at else None
    is_running = job is not None and not job.is_over
    if request.htmx and is_running:
        context = {"upload": upload, "job": job, "preview": upload.preview}
        return render(request, "people/import.html#progress", context)
    if request.htmx:
        return HttpResponse(headers={"HX-Refresh": "true"})
    preview = upload.preview
    show = request.GET.get("show") or ("problems" if preview["errors"] else _first_kind(preview))
    rows = preview["problems"] if show == "problems" else _entries(preview, show)
    page = Paginator(rows, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": upload,
        "preview": preview,
        "page": page,
        "show": show,
        "tabs": _tabs(),
        "suggestion": urlencode({"suggest": preview["unknown_levels"], "file": upload.public_id}, doseq=True),
        "cut_off": len(rows) >= SHOWN_OF_EACH_KIND,
        "levels_first": _levels_are_all(upload),
        "leads_to": purpose_of(upload).leads_to,
        "job": job,
        "is_running": is_running,
    }
    return render(request, "people/import.html", context)


def import_file(request: TenantRequest, public_id: str) -> HttpResponse:
    """The whole plan as a workbook: every row and what would happen, or every cell to correct."""
    upload = _own(request, public_id)
    if upload.applied_at or not upload.preview:
        raise Http404
    plan = plan_upload(upload)
    if plan.errors:
        columns = [_("Row"), _("Column"), _("Value"), _("What is wrong"), _("How to correct it")]
        rows: list[list[Any]] = [
            [error.row, error.column, error.value, error.message.translated(_), error.cure.translated(_)]
            for error in plan.errors
        ]
        return workbook_response(write_xlsx(columns, rows, _("To correct")), _("to-correct"))
    words = {"created": _("added"), "changed": _("changed"), "unchanged": _("left alone")}
    columns = [_("Row"), _("Who"), _("Address"), _("What happens"), _("Changes")]
    rows = [
        [
            entry.row,
            entry.title,
            entry.detail,
            words[entry.outcome],
            "\n".join(f"{change.label}: {change.before} → {change.after}" for change in entry.changes),
        ]
        for entry in plan.entries
    ]
    return workbook_response(write_xlsx(columns, rows, _("Preview")), _("preview"))


@require_POST
def import_confirmation(request: TenantRequest, public_id: str) -> HttpResponse:
    """Import the file as shown."""
    upload = _own(request, public_id)
    try:
        confirm_import(upload, by=request.person)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return _to_import(request, upload)


@require_POST
def import_cancellation(request: TenantRequest, public_id: str) -> HttpResponse:
    """Stop an import that runs; nothing of it stays."""
    upload = _own(request, public_id)
    if upload.job and not upload.job.is_over:
        jobs.cancel(upload.job, by=request.person)
    return _to_import(request, upload)


@require_POST
def import_removal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Forget the file."""
    upload = _own(request, public_id)
    discard_upload(upload, by=request.person)
    messages.success(request, _("The file is gone. Nothing was imported."))
    return redirect("imports", organisation=request.organisation.slug)


def _own(request: TenantRequest, public_id: str) -> Upload:
    uploads = Upload.objects.visible_to(request.person).select_related("organisation", "job")
    return get_object_or_404(uploads, public_id=public_id)


def _to_import(request: TenantRequest, upload: Upload) -> HttpResponse:
    return redirect("import_page", organisation=request.organisation.slug, public_id=upload.public_id)


def _received(request: TenantRequest, form: FileForm, purpose: str, subject: str) -> Upload | None:
    file = form.cleaned_data["file"]
    try:
        return receive_file(
            by=request.person, purpose=purpose, subject_id=subject, filename=file.name, content=file.read()
        )
    except TableError as refused:
        form.add_error("file", refused.translated(_))
        return None


def _tabs() -> list[tuple[str, str]]:
    return [
        ("problems", _("To correct")),
        ("created", _("Added")),
        ("changed", _("Changed")),
        ("unchanged", _("Left alone")),
    ]


def _entries(preview: dict[str, Any], show: str) -> list[dict[str, Any]]:
    return [entry for entry in preview["entries"] if entry["outcome"] == show]


def _levels_are_all(upload: Upload) -> bool:
    """Whether the levels that are not on the scale are all that is wrong with the file."""
    column = Chosen.from_json(upload.mapping).columns.get("level")
    problems = upload.preview["problems"]
    return bool(upload.preview["unknown_levels"]) and all(one["column"] == column for one in problems)


def _first_kind(preview: dict[str, Any]) -> str:
    return next((kind for kind in ("created", "changed") if preview[kind]), "unchanged")
