"""Asking the programme team from a suggested match, and answering below the answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.models import Proposal
from alongside.matching.questions.actions import answer_question, ask_team
from alongside.matching.questions.forms import AnswerForm, QuestionForm
from alongside.matching.questions.models import TeamQuestion
from alongside.matching.suggestion import about_proposal


@require_POST
def proposal_question(request: TenantRequest, public_id: str) -> HttpResponse:
    """Ask the programme team."""
    offered = Proposal.objects.visible_to(request.person).with_people()
    proposal, form = get_object_or_404(offered, public_id=public_id), QuestionForm(request.POST)
    if not form.is_valid():
        context = about_proposal(proposal, request.person, question_form=form)
        return render(request, "matching/proposal.html", context)
    ask_team(proposal, by=request.person, **form.cleaned_data)
    messages.success(
        request, _("The programme team has your question. Its answer stands here once it is there.")
    )
    return redirect("proposal", request.organisation.slug, public_id)


@require_POST
def question_answer(request: TenantRequest, public_id: str) -> HttpResponse:
    """Answer, as one of the programme team."""
    overseen = TeamQuestion.objects.overseen_by(request.person)
    question = get_object_or_404(
        overseen.select_related("proposal__programme__organisation", "asked_by"), public_id=public_id
    )
    form = AnswerForm(request.POST)
    if form.is_valid():
        answer_question(question, by=request.person, **form.cleaned_data)
        messages.success(request, _("Your answer is sent."))
    else:
        messages.error(request, _("Write an answer of up to 600 characters, then send it."))
    return redirect("programme_proposals", request.organisation.slug, question.proposal.programme.public_id)
