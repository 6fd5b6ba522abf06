"""What the past says, and the draft of criteria that somebody makes from it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.matching.learning.actions import put_aside_advice, save_advised_criteria, take_advice
from alongside.matching.learning.forms import AdviceForm
from alongside.matching.learning.lessons import FEWEST_OF_EACH, FEWEST_PAIRS, lessons_of
from alongside.matching.learning.models import AdvisedCriteria
from alongside.matching.learning.outcomes import MOST_PAIRS
from alongside.matching.views.scope import managed_programme
from alongside.programmes.models import Programme


@require_http_methods(["GET", "HEAD", "POST"])
def matching_lessons(request: TenantRequest, programme_id: str) -> HttpResponse:
    """How each criterion's fit related to how pairs went; posting takes the advice into a draft."""
    programme = managed_programme(request, programme_id)
    if request.method == "POST":
        take_advice(programme, by=request.person)
        return redirect("advised_criteria", request.organisation.slug, programme_id)
    context = {
        "programme": programme,
        "lessons": lessons_of(programme),
        "draft": AdvisedCriteria.objects.filter(programme=programme).first(),
        "fewest_pairs": FEWEST_PAIRS,
        "fewest_of_each": FEWEST_OF_EACH,
        "most_pairs": MOST_PAIRS,
    }
    return render(request, "matching/lessons.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def advised_criteria(request: TenantRequest, programme_id: str) -> HttpResponse:
    """The draft: read it, change it, save it."""
    draft = _draft(request, programme_id)
    form, problem = AdviceForm(draft, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_advised_criteria(draft, by=request.person, weights=form.weights)
        except RuleBroken as broken:
            problem = broken.message
        else:
            messages.success(request, _("From the next run on, these weights count."))
            return redirect("programme_setup", request.organisation.slug, saved.public_id, "matching")
    is_closed = draft.programme.state == Programme.State.CLOSED
    context = {"programme": draft.programme, "form": form, "problem": problem, "is_closed": is_closed}
    return render(request, "matching/advised_criteria.html", context, status=409 if problem else 200)


@require_POST
def advised_criteria_removal(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Put the draft aside."""
    put_aside_advice(_draft(request, programme_id), by=request.person)
    return redirect("matching_lessons", request.organisation.slug, programme_id)


def _draft(request: TenantRequest, programme_id: str) -> AdvisedCriteria:
    programme = managed_programme(request, programme_id)
    drafts = AdvisedCriteria.objects.visible_to(request.person).select_related("programme")
    return get_object_or_404(drafts, programme=programme)
