"""Who takes part: the manager's list and decisions, and a person's own page."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.models import Person, normalised_email
from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.programmes.actions import enrolments as actions
from alongside.programmes.actions.inviting import invite_to_join
from alongside.programmes.bringing.purposes import MENTEES
from alongside.programmes.forms import AddForm, AvailabilityForm, DeclineForm
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_run_programme
from alongside.programmes.views.scope import enrolment_in, managed
from alongside.programmes.words import words_for
from alongside.questionnaires.models import Answer, Question
from alongside.tables.writing import write_xlsx
from alongside.web.downloads import workbook_response
from alongside.web.pagination import paginate


def programme_enrolments(request: TenantRequest, public_id: str) -> HttpResponse:
    """The list, with its filters in the address."""
    programme = managed(request, public_id)
    words, numbers = words_for(programme.kind), _sides(programme)
    missing = words.guides if not numbers["guides"] else words.learners if not numbers["learners"] else ""
    context = {
        "programme": programme,
        "words": words,
        "nobody_yet": not numbers["everybody"],
        "someone_waits": numbers["applied"],
        "one_sided": missing,
        "can_match": not missing and not numbers["applied"] and numbers["looking"],
        "page": paginate(
            request, _found(request, programme), joined=_with_profiles(programme.enrolments.all())
        ),
        "states": Enrolment.State.choices,
        "state": request.GET.get("state", ""),
        "role": request.GET.get("role", ""),
        "find": request.GET.get("find", ""),
        "add_form": AddForm(programme=programme),
        "preparing": programme.enrolments.still_preparing().count(),
        "can_bring": MENTEES.may(request.person, programme.public_id),
    }
    return render(request, "programmes/enrolments.html", context)


def _sides(programme: Programme) -> dict[str, int]:
    """How many there are in all, on each side, and waiting for a decision."""
    learners = Q(role__in=[Enrolment.Role.LEARNER, Enrolment.Role.BOTH])
    guides = Q(role__in=[Enrolment.Role.GUIDE, Enrolment.Role.BOTH])
    return programme.enrolments.aggregate(
        everybody=Count("pk"),
        learners=Count("pk", filter=learners),
        guides=Count("pk", filter=guides),
        applied=Count("pk", filter=Q(state=Enrolment.State.APPLIED)),
        looking=Count("pk", filter=learners & Q(state=Enrolment.State.APPROVED)),
    )


def _found(request: TenantRequest, programme: Programme) -> QuerySet[Enrolment]:
    found = programme.enrolments.order_by("person__name", "pk")
    if request.GET.get("state") in Enrolment.State.values:
        found = found.filter(state=request.GET["state"])
    if request.GET.get("role") in Enrolment.Role.values:
        found = found.filter(role__in=[request.GET["role"], Enrolment.Role.BOTH])
    wanted = request.GET.get("find", "").strip()
    if wanted:
        found = found.filter(Q(person__name__icontains=wanted) | Q(person__email__icontains=wanted))
    return found


def _with_profiles(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return rows.select_related("person__profile__level")


def programme_enrolments_file(request: TenantRequest, public_id: str) -> HttpResponse:
    """The same list as a spreadsheet, with the answers that the team may read."""
    programme = managed(request, public_id)
    answers = Prefetch("response__answers", Answer.objects.select_related("question"))
    found = _with_profiles(_found(request, programme)).select_related("response").prefetch_related(answers)
    readable = Question.objects.filter(questionnaire=programme.questionnaire).exclude(
        reader=Question.Reader.NOBODY
    )
    asked = list(readable)
    columns = [_("Name"), _("Email"), _("Role"), _("State"), _("Department"), _("Job title"), _("Signed up")]
    rows = [_row(enrolment, asked) for enrolment in found]
    file = write_xlsx([*columns, *(question.text for question in asked)], rows, title=programme.name)
    return workbook_response(file, _("sign-ups"))


def _row(enrolment: Enrolment, asked: list[Question]) -> list[Any]:
    profile = getattr(enrolment.person, "profile", None)
    answered = enrolment.response.answers.all() if enrolment.response else []
    # What was promised when it was answered counts, whatever the question says today.
    open_to_team = [answer for answer in answered if answer.question.reader != Question.Reader.NOBODY]
    given = {answer.question.key: answer.value for answer in open_to_team}
    answers = [given.get(question.key) for question in asked]
    return [
        enrolment.person.name,
        enrolment.person.email,
        enrolment.get_role_display(),
        enrolment.get_state_display(),
        profile.department if profile else "",
        profile.job_title if profile else "",
        enrolment.applied_at.date(),
        *("; ".join(answer) if isinstance(answer, list) else answer for answer in answers),
    ]


def enrolment_page(request: TenantRequest, enrolment_id: str) -> HttpResponse:
    """One's own sign-up, or that of somebody in a programme that one runs."""
    visible = Enrolment.objects.visible_to(request.person)
    rows = visible.select_related("programme", "person__profile", "response")
    return _page(request, get_object_or_404(rows, public_id=enrolment_id))


@require_POST
def enrolment_availability(request: TenantRequest, enrolment_id: str) -> HttpResponse:
    """For how many people one is there, and from when."""
    enrolment = get_object_or_404(
        request.person.enrolments.select_related("programme"), public_id=enrolment_id
    )
    form = _availability(enrolment, request.POST)
    if not form.is_valid():
        return _page(request, enrolment, form)
    until = form.cleaned_data["paused_until"]
    actions.change_availability(enrolment, by=request.person, paused_until=until, **form.wishes)
    messages.success(request, _("Saved. The next matching goes by it."))
    return redirect("enrolment", request.organisation.slug, enrolment.public_id)


def _availability(enrolment: Enrolment, data: QueryDict | None = None) -> AvailabilityForm:
    """The form with what holds now; a pause that is over is none."""
    until = enrolment.paused_until
    held = {name: getattr(enrolment, name) for name in ("places_as_learner", "places_as_guide")}
    held["paused_until"] = until if until and until > timezone.localdate() else None
    return AvailabilityForm(data, programme=enrolment.programme, role=enrolment.role, initial=held)


def _page(
    request: TenantRequest, enrolment: Enrolment, availability: AvailabilityForm | None = None
) -> HttpResponse:
    is_own = enrolment.person_id == request.person.pk
    answers = Answer.objects.filter(response=enrolment.response_id).select_related("question")
    if not is_own:
        answers = answers.exclude(question__reader=Question.Reader.NOBODY)
    context = {
        "enrolment": enrolment,
        "is_own": is_own,
        "looks_for_somebody": is_own and enrolment.asks_for_themselves,
        "meets_shortly": is_own and enrolment.meets_shortly,
        "answers": answers.order_by("question__position"),
        "can_decide": can_run_programme(request.person, enrolment.programme),
        "decline_form": DeclineForm(),
        "availability": availability or _availability(enrolment),
        "prepares": enrolment.has_to_prepare(),
        "is_by_lot": enrolment.is_learner and enrolment.programme.lotteries.exists(),
        "is_over": enrolment.state in actions.OVER,
    }
    status = 422 if availability else 200
    return render(request, "programmes/enrolment.html", context, status=status)


@require_POST
def enrolment_addition(request: TenantRequest, public_id: str) -> HttpResponse:
    """Add somebody of the directory by address."""
    programme = managed(request, public_id)
    form = AddForm(request.POST, programme=programme)
    if not form.is_valid():
        raise RuleBroken(_("Give the address of somebody in the directory, and the side they take."))
    person = _in_directory(request, form.cleaned_data["email"])
    actions.enrol(programme, by=request.person, person=person, role=form.cleaned_data["role"])
    messages.success(request, _("%(name)s takes part.") % {"name": person.name})
    return redirect("programme_enrolments", request.organisation.slug, programme.public_id)


@require_POST
def programme_invitation(request: TenantRequest, public_id: str) -> HttpResponse:
    """Ask somebody of the directory, by address, whether they would like to join."""
    programme = managed(request, public_id)
    person = _in_directory(request, request.POST.get("email", ""))
    invite_to_join(programme, by=request.person, person=person)
    messages.success(request, _("%(name)s is invited.") % {"name": person.name})
    return redirect("programme_enrolments", request.organisation.slug, programme.public_id)


def _in_directory(request: TenantRequest, email: str) -> Person:
    people = Person.objects.visible_to(request.person).filter(left_at=None)
    person = people.filter(email=normalised_email(email)).first()
    if person is None:
        raise RuleBroken(
            _("Nobody in the directory has this address. Check the spelling, or import the person first.")
        )
    return person


@require_POST
def enrolment_approvals(request: TenantRequest, public_id: str) -> HttpResponse:
    """Approve those who are ticked, or everybody who waits for a decision."""
    programme = managed(request, public_id)
    waiting = programme.enrolments.filter(state=Enrolment.State.APPLIED)
    if "everybody" not in request.POST:
        waiting = waiting.filter(public_id__in=request.POST.getlist("enrolment"))
    approved = [actions.approve(enrolment, by=request.person) for enrolment in waiting]
    messages.success(request, _("Approved: %(count)d.") % {"count": len(approved)})
    return redirect("programme_enrolments", request.organisation.slug, programme.public_id)


@require_POST
def enrolment_approval(request: TenantRequest, public_id: str, enrolment_id: str) -> HttpResponse:
    """Approve one."""
    enrolment = actions.approve(enrolment_in(managed(request, public_id), enrolment_id), by=request.person)
    messages.success(request, _("%(name)s takes part.") % {"name": enrolment.person.name})
    return redirect("enrolment", request.organisation.slug, enrolment.public_id)


@require_POST
def enrolment_refusal(request: TenantRequest, public_id: str, enrolment_id: str) -> HttpResponse:
    """Decline one, with or without a reason."""
    enrolment, form = enrolment_in(managed(request, public_id), enrolment_id), DeclineForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.decline(enrolment, by=request.person, reason=reason)
    messages.success(request, _("Declined. The person has been told kindly."))
    return redirect("enrolment", request.organisation.slug, enrolment.public_id)


@require_POST
def enrolment_waiting(request: TenantRequest, public_id: str, enrolment_id: str) -> HttpResponse:
    """Put one on the waiting list."""
    enrolment = enrolment_in(managed(request, public_id), enrolment_id)
    actions.put_on_waiting_list(enrolment, by=request.person)
    messages.success(request, _("On the waiting list, and first when there is a place."))
    return redirect("enrolment", request.organisation.slug, enrolment.public_id)


@require_POST
def enrolment_withdrawal(request: TenantRequest, enrolment_id: str) -> HttpResponse:
    """Leave, or take somebody out."""
    visible = Enrolment.objects.visible_to(request.person).select_related("programme", "person")
    enrolment = get_object_or_404(visible, public_id=enrolment_id)
    actions.withdraw(enrolment, by=request.person)
    messages.success(request, _("Done. Nobody was told a reason."))
    return redirect("enrolment", request.organisation.slug, enrolment.public_id)
