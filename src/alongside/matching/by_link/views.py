"""The page behind a link in a mail: who is suggested and why, yes, or no. Nobody is signed in by it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.activity.actions import RuleBroken
from alongside.matching.actions import accept_proposal, decline_proposal
from alongside.matching.by_link.opening import LinkRequest, back, by_link, what_waits
from alongside.matching.forms import DeclineForm
from alongside.matching.models import Proposal
from alongside.matching.questions.actions import ask_team
from alongside.matching.questions.forms import QuestionForm


@require_safe
@by_link
def answer_by_link(request: LinkRequest) -> HttpResponse:
    """What waits for an answer; nobody's name once nothing does."""
    return what_waits(request)


@require_POST
@by_link
def answer_by_link_acceptance(request: LinkRequest, public_id: str) -> HttpResponse:
    """Say yes."""
    try:
        done = accept_proposal(_proposal(request, public_id), by=request.link.person)
    except RuleBroken as problem:
        return what_waits(request, problem=problem.message)
    both = _("You both said yes. Sign in to find your shared page.")
    messages.success(request, both if done.relationship else _("You said yes. We have told the other side."))
    return back(request)


@require_POST
@by_link
def answer_by_link_refusal(request: LinkRequest, public_id: str) -> HttpResponse:
    """Say no, with a reason that only the programme team reads."""
    proposal, form = _proposal(request, public_id), DeclineForm(request.POST)
    if not form.is_valid():
        return what_waits(request, form=form, of=proposal)
    try:
        decline_proposal(proposal, by=request.link.person, **form.cleaned_data)
    except RuleBroken as problem:
        return what_waits(request, problem=problem.message)
    messages.success(request, _("You said no, and that is fine."))
    return back(request)


@require_POST
@by_link
def answer_by_link_question(request: LinkRequest, public_id: str) -> HttpResponse:
    """Ask the programme team first."""
    proposal, form = _proposal(request, public_id), QuestionForm(request.POST)
    if form.is_valid():
        ask_team(proposal, by=request.link.person, **form.cleaned_data)
        messages.success(request, _("The programme team has your question, and answers you."))
    else:
        messages.error(request, _("Write a question of up to 600 characters, then send it."))
    return back(request)


def _proposal(request: LinkRequest, public_id: str) -> Proposal:
    return get_object_or_404(request.link.proposals().with_people(), public_id=public_id)
