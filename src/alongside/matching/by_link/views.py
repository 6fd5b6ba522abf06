"""The page behind a link in a mail: who is suggested and why, yes, or no. Nobody is signed in by it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.models import Organisation
from alongside.accounts.tenancy import open_to_everyone
from alongside.activity.actions import RuleBroken
from alongside.matching.actions import accept_proposal, decline_proposal
from alongside.matching.by_link.links import Opened, read_link
from alongside.matching.forms import DeclineForm
from alongside.matching.models import Proposal
from alongside.matching.questions.actions import ask_team
from alongside.matching.questions.forms import QuestionForm
from alongside.matching.suggestion import about_proposal


class LinkRequest(HttpRequest):
    """A request by whoever holds the link."""

    organisation: Organisation
    link: Opened


def by_link(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the link for a page, in its owner's language and time zone; nobody on the way keeps the answer."""

    @open_to_everyone
    @wraps(page)
    def opened(request: LinkRequest, token: str, **kwargs: str) -> HttpResponse:
        link = read_link(request.organisation, token)
        if link is None:
            raise Http404
        request.link = link
        translation.activate(link.person.language)
        timezone.activate(link.person.time_zone)
        answer = page(request, **kwargs)
        add_never_cache_headers(answer)
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "same-origin"  # none at all would leave a form without its origin
        return answer

    return opened


@require_safe
@by_link
def answer_by_link(request: LinkRequest) -> HttpResponse:
    """What waits for an answer; nobody's name once nothing does."""
    return _page(request)


@require_POST
@by_link
def answer_by_link_acceptance(request: LinkRequest, public_id: str) -> HttpResponse:
    """Say yes."""
    try:
        done = accept_proposal(_proposal(request, public_id), by=request.link.person)
    except RuleBroken as problem:
        return _page(request, problem=problem.message)
    both = _("You both said yes. Sign in to find your shared page.")
    messages.success(request, both if done.relationship else _("You said yes. We have told the other side."))
    return _back(request)


@require_POST
@by_link
def answer_by_link_refusal(request: LinkRequest, public_id: str) -> HttpResponse:
    """Say no, with a reason that only the programme team reads."""
    proposal, form = _proposal(request, public_id), DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, of=proposal)
    try:
        decline_proposal(proposal, by=request.link.person, **form.cleaned_data)
    except RuleBroken as problem:
        return _page(request, problem=problem.message)
    messages.success(request, _("You said no, and that is fine."))
    return _back(request)


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
    return _back(request)


def _proposal(request: LinkRequest, public_id: str) -> Proposal:
    return get_object_or_404(request.link.proposals().with_people(), public_id=public_id)


def _back(request: LinkRequest) -> HttpResponse:
    return redirect("answer_by_link", request.organisation.slug, request.link.token)


def _page(
    request: LinkRequest, *, form: DeclineForm | None = None, of: Proposal | None = None, problem: str = ""
) -> HttpResponse:
    link = request.link
    rows = [
        about_proposal(each, link.person, form if each == of else None)
        for each in link.proposals().with_people()
    ]
    context = {"programme": link.programme, "token": link.token, "rows": rows, "problem": problem}
    status = 409 if problem else 200 if rows else 410
    return render(request, "matching/by_link.html", context, status=status)
