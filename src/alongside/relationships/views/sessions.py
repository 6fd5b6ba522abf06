"""Sessions: the list, planning one, logging one, and what became of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import require
from alongside.activity.forms import rules_shown_in
from alongside.relationships.actions import (
    cancel_session,
    log_session,
    mark_held,
    mark_missed,
    move_session,
    plan_session,
)
from alongside.relationships.appointments import page_of
from alongside.relationships.credits.counting import credits_between
from alongside.relationships.forms import HeldForm, SessionForm, WhenForm
from alongside.relationships.models import Relationship, Session
from alongside.relationships.overview import head_of, numbered
from alongside.relationships.permissions import can_plan_session
from alongside.relationships.views.scope import back_to, own_relationship
from alongside.web.pagination import paginate


@require_GET
def session_list(request: TenantRequest, public_id: str) -> HttpResponse:
    """Every session, newest first."""
    relationship = own_relationship(request, public_id)
    page = paginate(request, numbered(relationship.sessions.all()), 25)
    head = head_of(relationship, request.person)
    context = {"head": head, "tab": "sessions", "page": page, "credits": credits_between(relationship)}
    return render(request, "relationships/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_planning(request: TenantRequest, public_id: str) -> HttpResponse:
    """Plan a session."""
    relationship = own_relationship(request, public_id)
    require(can_plan_session(request.person, relationship))
    form = SessionForm(request.POST or None, initial={"minutes": relationship.programme.session_minutes})
    if form.is_valid():
        with rules_shown_in(form):
            plan_session(relationship, by=request.person, **form.cleaned_data)
            messages.success(request, _("Planned. Everyone who meets is told."))
            return back_to("relationship", request, relationship)
    return _form_page(request, relationship, form, "relationships/plan_session.html")


@require_http_methods(["GET", "HEAD", "POST"])
def session_log(request: TenantRequest, public_id: str) -> HttpResponse:
    """Log a session that was held."""
    relationship = own_relationship(request, public_id)
    usual = {"minutes": relationship.programme.session_minutes, "day": timezone.localdate()}
    form = SessionForm(request.POST or None, initial=usual)
    if form.is_valid():
        with rules_shown_in(form):
            log_session(relationship, by=request.person, **form.cleaned_data)
            messages.success(request, _("Logged. Your time together is counted."))
            return back_to("relationship", request, relationship)
    return _form_page(request, relationship, form, "relationships/log_session.html")


@require_GET
def session_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """One session, and what can be done with it; one that was booked has a page of its own."""
    session = _own_session(request, public_id)
    booked = page_of(session)
    return redirect(booked) if booked else _session_page(request, session)


@require_POST
def session_time(request: TenantRequest, public_id: str) -> HttpResponse:
    """Give a planned session another time."""
    session = _own_session(request, public_id)
    form = WhenForm(request.POST)
    if form.is_valid():
        with rules_shown_in(form):
            move_session(session, by=request.person, **form.cleaned_data)
            messages.success(request, _("Moved. Everyone who meets is told."))
            return back_to("session", request, session)
    return _session_page(request, session, move_form=form)


@require_POST
def session_cancellation(request: TenantRequest, public_id: str) -> HttpResponse:
    """Cancel a planned session."""
    session = cancel_session(_own_session(request, public_id), by=request.person)
    messages.success(request, _("Cancelled. Everyone who would have met is told."))
    return back_to("relationship", request, session.relationship)


@require_POST
def session_holding(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say that a planned session took place."""
    session = _own_session(request, public_id)
    form = HeldForm(request.POST, auto_id="held_%s")
    if form.is_valid():
        with rules_shown_in(form):
            mark_held(session, by=request.person, minutes=form.cleaned_data["minutes"])
            messages.success(request, _("Logged. Your time together is counted."))
            return back_to("relationship", request, session.relationship)
    return _session_page(request, session, held_form=form)


@require_POST
def session_absence(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say that a session did not take place."""
    session = mark_missed(_own_session(request, public_id), by=request.person)
    messages.success(request, _("Noted as missed. It happens; plan another when it suits you both."))
    return back_to("relationship", request, session.relationship)


def _own_session(request: TenantRequest, public_id: str) -> Session:
    rows = Session.objects.visible_to(request.person).select_related("relationship__programme")
    return get_object_or_404(rows, public_id=public_id)


def _form_page(
    request: TenantRequest, relationship: Relationship, form: SessionForm, template: str
) -> HttpResponse:
    head = head_of(relationship, request.person)
    context = {"head": head, "tab": "sessions", "form": form, "credits": credits_between(relationship)}
    return render(request, template, context)


def _session_page(
    request: TenantRequest,
    session: Session,
    *,
    move_form: WhenForm | None = None,
    held_form: HeldForm | None = None,
) -> HttpResponse:
    relationship = own_relationship(request, session.relationship.public_id)
    starts = timezone.localtime(session.starts_at)
    now = {"day": starts.date(), "time": starts.time(), "minutes": session.minutes}
    context = {
        "head": head_of(relationship, request.person),
        "tab": "sessions",
        "session": session,
        "move_form": move_form or WhenForm(initial=now),
        "held_form": held_form or HeldForm(initial=now, auto_id="held_%s"),
    }
    return render(request, "relationships/session.html", context)
