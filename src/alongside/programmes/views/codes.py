"""Printed one-time codes: the team's page, the sheet to print, and signing up with one."""

from datetime import date, timedelta

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from alongside.accounts.recovery import digest_of
from alongside.accounts.sign_in import let_in, show_once
from alongside.accounts.tenancy import TenantRequest, open_to_everyone
from alongside.activity.actions import RuleBroken
from alongside.programmes.actions import codes as actions
from alongside.programmes.forms import CodesForm, NewcomerForm, PlacesForm
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.views.joining import joinable
from alongside.programmes.views.scope import managed
from alongside.programmes.words import sides, sides_of
from alongside.questionnaires.answering import questions_for
from alongside.questionnaires.forms import QuestionsForm

SHEET = "codes_sheet:"


def joining_codes(request: TenantRequest, public_id: str) -> HttpResponse:
    """How many codes are out, and new ones, which are shown this once."""
    programme = managed(request, public_id)
    form = CodesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        codes = actions.make_codes(programme, by=request.person, **form.cleaned_data)
        until = timezone.localdate() + timedelta(days=form.cleaned_data["days"])
        request.session[SHEET + programme.public_id] = {"codes": codes, "until": until.isoformat()}
        return redirect("joining_codes_sheet", request.organisation.slug, programme.public_id)
    context = {
        "programme": programme,
        "form": form,
        "still_open": programme.joining_codes.open().count(),
        "used": programme.joining_codes.exclude(used_at=None).count(),
    }
    return render(request, "programmes/codes.html", context)


@never_cache
def joining_codes_sheet(request: TenantRequest, public_id: str) -> HttpResponse:
    """The codes just made, to print; they are shown this once, and reloading makes no others."""
    programme = managed(request, public_id)
    sheet = request.session.pop(SHEET + programme.public_id, None)
    if sheet is None:
        return redirect("joining_codes", request.organisation.slug, programme.public_id)
    address = reverse("programme_join_with_code", args=[request.organisation.slug, programme.public_id])
    context = {
        "programme": programme,
        "codes": sheet["codes"],
        "address": settings.PUBLIC_URL + address,
        "until": date.fromisoformat(sheet["until"]),
    }
    return render(request, "programmes/codes_sheet.html", context)


@require_POST
def joining_codes_stop(request: TenantRequest, public_id: str) -> HttpResponse:
    """Let the unused codes stop working, as when a sheet is lost."""
    programme = managed(request, public_id)
    actions.stop_codes(programme, by=request.person)
    messages.success(request, _("The unused codes no longer work."))
    return redirect("joining_codes", request.organisation.slug, programme.public_id)


@open_to_everyone
def programme_join_with_code(request: TenantRequest, public_id: str) -> HttpResponse:
    """Sign up with a printed code, a name and an address of one's own."""
    programme = joinable(request, public_id)
    wanted = request.POST.get("role") or request.GET.get("role") or ""
    role = programme.side_of(wanted if wanted in Enrolment.Role.values else Enrolment.Role.LEARNER)
    newcomer = NewcomerForm(request.POST or None, is_signed_in=request.user.is_authenticated)
    places = PlacesForm(request.POST or None, programme=programme, role=role)
    questions = questions_for(programme.questionnaire, sides_of(role))
    form = QuestionsForm(request.POST or None, questions=questions)
    if request.method == "POST" and all([newcomer.is_valid(), places.is_valid(), form.is_valid()]):
        given = newcomer.cleaned_data
        tried = given["address"].casefold() or digest_of(given["code"])
        if not ratelimit.consume(request, action="request_login_code", key=tried):
            return render(request, "429.html", status=429)
        try:
            joined = actions.join_with_code(
                programme, role=role, answers=form.answers, places=places.wishes, **given
            )
        except RuleBroken as broken:
            newcomer.add_error("code", str(broken.message))
        else:
            return _welcomed(request, programme, joined)
    context = {"programme": programme, "newcomer": newcomer, "places": places, "form": form}
    return render(
        request, "programmes/join_with_code.html", {**context, "role": role, "sides": sides(programme)}
    )


def _welcomed(request: TenantRequest, programme: Programme, joined: actions.Joined) -> HttpResponse:
    """Into the account that is open already, or to the mail with the link that opens it."""
    if joined.person is None or joined.person.user is None:
        return render(request, "programmes/code_used.html", {"programme": programme})
    let_in(request, joined.person.user)
    show_once(request, joined.recovery_code)
    return redirect("recovery_code")
