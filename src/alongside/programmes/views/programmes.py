"""The list of programmes, one programme as its team sees it, and its life."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.programmes.actions import life
from alongside.programmes.forms import DeputyForm
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_start_programmes
from alongside.programmes.views.scope import managed
from alongside.programmes.waiting import waiting_in
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate


def programme_list(request: TenantRequest) -> HttpResponse:
    """What one runs, takes part in, and can join."""
    programmes = Programme.objects.visible_to(request.person).order_by("-created_at", "pk")
    page = paginate(request, programmes, 25)
    run = set(Programme.objects.managed_by(request.person).values_list("pk", flat=True))
    own = dict(Enrolment.objects.filter(person=request.person).values_list("programme", "public_id"))
    context = {
        "page": page,
        "rows": [(programme, programme.pk in run, own.get(programme.pk)) for programme in page],
        "can_start": can_start_programmes(request.person),
    }
    return render(request, "programmes/programmes.html", context)


def programme_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """A programme as its team sees it: what is next, and the numbers by state."""
    programme = managed(request, public_id)
    context = {
        "programme": programme,
        "words": words_for(programme.kind),
        "managers": programme.managers.select_related("person").order_by("is_deputy", "person__name"),
        "deputy_form": DeputyForm(),
        "waiting": waiting_in(programme),
        **_numbers(programme),
    }
    return render(request, "programmes/programme.html", context)


def _numbers(programme: Programme) -> dict[str, Any]:
    learners = Q(role__in=[Enrolment.Role.LEARNER, Enrolment.Role.BOTH])
    guides = Q(role__in=[Enrolment.Role.GUIDE, Enrolment.Role.BOTH])
    looking = Q(state=Enrolment.State.APPROVED)
    return programme.enrolments.aggregate(
        applied=Count("pk", filter=Q(state=Enrolment.State.APPLIED)),
        learners=Count("pk", filter=learners & looking),
        guides=Count("pk", filter=guides & looking),
        matched=Count("pk", filter=Q(state=Enrolment.State.MATCHED)),
        everybody=Count("pk"),
    )


@require_POST
def programme_opening(request: TenantRequest, public_id: str) -> HttpResponse:
    """Open it for sign-up."""
    programme = life.open_programme(managed(request, public_id), by=request.person)
    messages.success(request, _("People can sign up now."))
    return redirect("programme", request.organisation.slug, programme.public_id)


@require_POST
def programme_start(request: TenantRequest, public_id: str) -> HttpResponse:
    """Let it run."""
    programme = life.start_programme(managed(request, public_id), by=request.person)
    messages.success(request, _("The programme runs."))
    return redirect("programme", request.organisation.slug, programme.public_id)


def programme_closing(request: TenantRequest, public_id: str) -> HttpResponse:
    """Close it, after a page that says what that means."""
    programme = managed(request, public_id)
    if request.method == "POST":
        life.close_programme(programme, by=request.person)
        messages.success(request, _("The programme is closed."))
        return redirect("programme", request.organisation.slug, programme.public_id)
    return render(request, "programmes/closing.html", {"programme": programme})


@require_POST
def programme_copy(request: TenantRequest, public_id: str) -> HttpResponse:
    """The same again, with nobody in it."""
    copy = life.copy_programme(managed(request, public_id), by=request.person)
    messages.success(request, _("This is the copy. Give it a name and new dates."))
    return redirect("programme_setup", request.organisation.slug, copy.public_id, "kind")


@require_POST
def programme_deletion(request: TenantRequest, public_id: str) -> HttpResponse:
    """Throw a draft away."""
    life.delete_draft(managed(request, public_id), by=request.person)
    messages.success(request, _("The draft is gone."))
    return redirect("programme_list", request.organisation.slug)


@require_POST
def deputies(request: TenantRequest, public_id: str) -> HttpResponse:
    """Add a deputy by address."""
    programme, form = managed(request, public_id), DeputyForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("This is not an email address. Write it as name@example.org."))
    people = Person.objects.visible_to(request.person).filter(email=form.cleaned_data["email"].casefold())
    person = people.filter(left_at=None).first()
    if person is None:
        raise RuleBroken(_("Nobody in the directory has this address. Check the spelling."))
    life.add_deputy(programme, by=request.person, person=person)
    messages.success(request, _("%(name)s is a deputy now.") % {"name": person.name})
    return redirect("programme", request.organisation.slug, programme.public_id)


@require_POST
def deputy_removal(request: TenantRequest, public_id: str, person_id: str) -> HttpResponse:
    """Take a deputy's right away."""
    programme = managed(request, public_id)
    person = get_object_or_404(Person, managed_programmes__programme=programme, public_id=person_id)
    life.remove_deputy(programme, by=request.person, person=person)
    return redirect("programme", request.organisation.slug, programme.public_id)
