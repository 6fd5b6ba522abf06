"""After publishing: who has answered, who waits, who said no and why, for the programme team."""

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.matching.actions import take_back_proposal
from alongside.matching.chemistry.overview import chats_counted
from alongside.matching.models import Proposal, TeamQuestion
from alongside.matching.questions.forms import AnswerForm
from alongside.programmes.models import Programme
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

QUESTIONS = 10  # shown at once; those answered make room


@require_safe
def programme_proposals(request: TenantRequest, programme_id: str) -> HttpResponse:
    """The suggested matches of a programme by their state."""
    programme = get_object_or_404(Programme.objects.managed_by(request.person), public_id=programme_id)
    every = Proposal.objects.overseen_by(request.person).filter(programme=programme)
    chosen = request.GET.get("state", "")
    shown = every.filter(state=chosen) if chosen in Proposal.State.values else every
    rows = shown.with_reasons_for(request.person).select_related(
        "learner__person", "guide__person", "declined_by", "relationship"
    )
    context = {
        "programme": programme,
        "words": words_for(programme.kind),
        "page": paginate(request, rows),
        "chosen": chosen,
        "counts": _counts(every),
        "questions": _questions(request.person, programme),
        "answer_form": AnswerForm(),
        "chats": chats_counted(programme) if programme.way == Programme.Way.CHATS else None,
    }
    return render(request, "matching/programme_proposals.html", context)


@require_POST
def proposal_withdrawal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Take a suggested match back that still waits."""
    overseen = Proposal.objects.overseen_by(request.person).select_related("programme")
    proposal = get_object_or_404(overseen, public_id=public_id)
    take_back_proposal(proposal, by=request.person)
    messages.success(
        request, _("The suggested match is taken back. Both are told, and their places are free.")
    )
    return redirect("programme_proposals", request.organisation.slug, proposal.programme.public_id)


def _questions(person: Person, programme: Programme) -> QuerySet[TeamQuestion]:
    """What waits for the team's answer, the oldest first; few at a time."""
    asked = TeamQuestion.objects.overseen_by(person).filter(proposal__programme=programme, answer="")
    return asked.select_related("asked_by", "proposal__learner__person", "proposal__guide__person")[
        :QUESTIONS
    ]


def _counts(proposals: QuerySet[Proposal]) -> list[tuple[str, str, int]]:
    states = {state: Count("pk", filter=Q(state=state)) for state in Proposal.State.values}
    found = proposals.order_by().aggregate(**states)
    return [(state, str(label), found[state]) for state, label in Proposal.State.choices]
