"""Coaches and budget, and the sessions of coachees: for the programme's team alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.programmes.views.scope import enrolment_in, managed
from alongside.programmes.words import words_for
from alongside.relationships.credits.actions import grant_sessions
from alongside.relationships.credits.counting import spending_of
from alongside.relationships.credits.forms import GrantForm
from alongside.relationships.credits.overview import (
    coach_rows,
    coachee_rows,
    coachees,
    coaches,
    in_words,
)
from alongside.web.pagination import paginate


@require_safe
def programme_coaching(request: TenantRequest, public_id: str) -> HttpResponse:
    """What the sessions cost, and on which terms each coach works."""
    programme = managed(request, public_id)
    page = paginate(request, coaches(programme))
    context = {
        "programme": programme,
        "words": words_for(programme.kind),
        "costs": in_words(spending_of(programme), programme.currency),
        "page": page,
        "rows": coach_rows(programme, page),
    }
    return render(request, "relationships/coaching.html", context)


@require_safe
def session_credits(request: TenantRequest, public_id: str) -> HttpResponse:
    """How many sessions each coachee has left."""
    programme = managed(request, public_id)
    page = paginate(request, coachees(programme))
    context = {
        "programme": programme,
        "words": words_for(programme.kind),
        "page": page,
        "rows": coachee_rows(programme, page),
    }
    return render(request, "relationships/session_credits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_grant(request: TenantRequest, public_id: str, enrolment_id: str) -> HttpResponse:
    """Give one coachee more sessions, with a reason."""
    programme = managed(request, public_id)
    enrolment = enrolment_in(programme, enrolment_id)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with rules_shown_in(form):
            grant = grant_sessions(enrolment, by=request.person, **form.cleaned_data)
            sentence = ngettext(
                "%(name)s has %(count)d session more.",
                "%(name)s has %(count)d sessions more.",
                grant.sessions,
            )
            named = {"name": enrolment.person.name, "count": grant.sessions}
            messages.success(request, sentence % named)
            return redirect("session_credits", request.organisation.slug, public_id)
    rows = coachee_rows(programme, [enrolment])
    context = {
        "programme": programme,
        "enrolment": enrolment,
        "form": form,
        "row": rows[0] if rows else None,
        "heading": _("Give %(name)s more sessions") % {"name": enrolment.person.short_name},
    }
    return render(request, "relationships/session_grant.html", context, status=422 if form.errors else 200)
