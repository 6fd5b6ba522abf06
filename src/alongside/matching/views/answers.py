"""Suggested matches, as the two people see them: who it is, why, and yes or no. Never a number."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.matching.actions import accept_proposal, decline_proposal
from alongside.matching.forms import DeclineForm
from alongside.matching.models import Proposal
from alongside.matching.suggestion import about_proposal
from alongside.web.pagination import paginate


@require_safe
def proposals(request: TenantRequest) -> HttpResponse:
    """The person's own suggested matches, newest first; a single waiting one is shown at once."""
    own = Proposal.objects.visible_to(request.person).with_people()
    page = paginate(request, own)
    rows = [{"proposal": proposal, "other": proposal.other(request.person)} for proposal in page]
    waiting = [row for row in rows if row["proposal"].waits_for(request.person)]
    if len(waiting) == 1 and page.paginator.count == 1:
        return redirect("proposal", request.organisation.slug, waiting[0]["proposal"].public_id)
    return render(request, "matching/proposals.html", {"page": page, "rows": rows, "waiting": waiting})


@require_safe
def proposal_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """Who is suggested and why, and the two answers."""
    proposal = _proposal(request, public_id)
    return render(request, "matching/proposal.html", about_proposal(proposal, request.person))


@require_POST
def proposal_acceptance(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say yes."""
    proposal = _proposal(request, public_id)
    try:
        proposal = accept_proposal(proposal, by=request.person)
    except RuleBroken as problem:
        return _with_problem(request, proposal, problem)
    if proposal.relationship:
        return redirect("relationship", request.organisation.slug, proposal.relationship.public_id)
    messages.success(request, _("You said yes. We have told the other side."))
    return redirect("proposal", request.organisation.slug, public_id)


@require_POST
def proposal_refusal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say no, with a reason that only the programme team reads."""
    proposal = _proposal(request, public_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return render(request, "matching/proposal.html", about_proposal(proposal, request.person, form=form))
    try:
        decline_proposal(proposal, by=request.person, **form.cleaned_data)
    except RuleBroken as problem:
        return _with_problem(request, proposal, problem)
    messages.success(request, _after_no(proposal))
    return redirect("proposal", request.organisation.slug, public_id)


def _after_no(proposal: Proposal) -> str:
    if proposal.is_request:
        return _("You said no, and that is fine. They are told kindly.")
    return _("You said no, and that is fine. The programme team looks for another match.")


def _proposal(request: TenantRequest, public_id: str) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.person).with_people(), public_id=public_id)


def _with_problem(request: TenantRequest, proposal: Proposal, problem: RuleBroken) -> HttpResponse:
    """The same page with what is wrong on it; the proposal is read anew, because somebody was quicker."""
    fresh = Proposal.objects.with_people().get(pk=proposal.pk)
    context = about_proposal(fresh, request.person)
    return render(request, "matching/proposal.html", {**context, "problem": problem.message}, status=409)
