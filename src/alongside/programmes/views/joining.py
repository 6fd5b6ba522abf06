"""The public page of a programme, and signing up."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from segno import make as make_qr

from alongside.accounts.tenancy import TenantRequest, open_to_everyone
from alongside.activity.actions import RuleBroken
from alongside.programmes.actions.enrolments import OVER, apply
from alongside.programmes.choosing import QUESTIONS, advice
from alongside.programmes.eligibility import why_not_join
from alongside.programmes.forms import PlacesForm
from alongside.programmes.lottery.rules import is_declared
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.myths import myths
from alongside.programmes.summary import hours_each
from alongside.programmes.words import sides, sides_of, words_for
from alongside.questionnaires.answering import answers_of, questions_for
from alongside.questionnaires.forms import QuestionsForm


@open_to_everyone
def programme_join(request: TenantRequest, public_id: str) -> HttpResponse:
    """What it is, what it takes, whether it suits; and the way in."""
    programme = joinable(request, public_id)
    context = {
        "programme": programme,
        "words": words_for(programme.kind),
        "hours": hours_each(programme),
        "myths": myths(programme),
        "questions": QUESTIONS,
        "advice": advice(request.GET),
        "enrolment": _own(request, programme),
        "is_by_lot": is_declared(programme),
        "sign_up_url": reverse("programme_sign_up", args=[request.organisation.slug, programme.public_id]),
    }
    return render(request, "programmes/join.html", context)


@open_to_everyone
def programme_join_code(request: TenantRequest, public_id: str) -> HttpResponse:
    """The address of the join page as a QR code, for a sheet on a wall."""
    programme = joinable(request, public_id)
    address = settings.PUBLIC_URL + reverse(
        "programme_join", args=[request.organisation.slug, programme.public_id]
    )
    code = make_qr(address, error="m")
    answer = HttpResponse(code.svg_inline(scale=8, border=2, omitsize=True), content_type="image/svg+xml")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@open_to_everyone
def programme_sheet(request: TenantRequest, public_id: str) -> HttpResponse:
    """A sheet to print and hang up, for people who have no mailbox at work."""
    programme = joinable(request, public_id)
    address = settings.PUBLIC_URL + reverse(
        "programme_join", args=[request.organisation.slug, programme.public_id]
    )
    context = {
        "programme": programme,
        "address": address,
        "hours": hours_each(programme),
        "myths": myths(programme),
    }
    return render(request, "programmes/sheet.html", context)


def programme_sign_up(request: TenantRequest, public_id: str) -> HttpResponse:
    """The questions of the side one takes, and what happens next."""
    programme = joinable(request, public_id)
    enrolment = _own(request, programme)
    role = programme.side_of(_role(request, enrolment))
    places = PlacesForm(request.POST or None, programme=programme, role=role, initial=_wishes(enrolment))
    questions = questions_for(programme.questionnaire, sides_of(role))
    given = QuestionsForm.initial_from(answers_of(enrolment.response if enrolment else None))
    form = QuestionsForm(request.POST or None, questions=questions, initial=given)
    if request.method == "POST" and all([places.is_valid(), form.is_valid()]):
        try:
            enrolment = apply(programme, by=request.person, role=role, answers=form.answers, **places.wishes)
        except RuleBroken as broken:
            places.add_error(None, str(broken.message))
        else:
            messages.success(request, _("You have signed up."))
            return redirect("enrolment", request.organisation.slug, enrolment.public_id)
    context = {
        "programme": programme,
        "places_form": places,
        "form": form,
        "role": role,
        "sides": sides(programme),
        "why_not": why_not_join(programme, request.person, role),
        "is_by_lot": is_declared(programme),
    }
    return render(request, "programmes/sign_up.html", context)


def _role(request: TenantRequest, enrolment: Enrolment | None) -> str:
    """The side that the address or the form names; else the one taken already; else the one who learns."""
    wanted = request.POST.get("role") or request.GET.get("role") or ""
    if wanted in Enrolment.Role.values:
        return wanted
    return enrolment.role if enrolment else Enrolment.Role.LEARNER


def _wishes(enrolment: Enrolment | None) -> dict[str, int]:
    if enrolment is None:
        return {}
    return {
        "places_as_learner": enrolment.places_as_learner,
        "places_as_guide": enrolment.places_as_guide,
    }


def joinable(request: TenantRequest, public_id: str) -> Programme:
    """A programme with a public page: open or running, and joined by oneself."""
    live = [Programme.State.OPEN, Programme.State.RUNNING]
    programmes = Programme.objects.filter(
        organisation=request.organisation, is_open_to_join=True, state__in=live
    )
    return get_object_or_404(programmes.select_related("organisation", "questionnaire"), public_id=public_id)


def _own(request: TenantRequest, programme: Programme) -> Enrolment | None:
    """The person's own enrolment, unless it is over."""
    if request.person is None:
        return None
    enrolments = programme.enrolments.select_related("response").filter(person=request.person)
    return enrolments.exclude(state__in=OVER).first()
