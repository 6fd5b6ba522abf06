"""Where people ask somebody themselves: the guides of a programme, one guide, asking, and waiting in line."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.matching import engine
from alongside.matching.actions import ask_guide, join_line, leave_line, take_back_request
from alongside.matching.chemistry.forms import FirstChatForm
from alongside.matching.chemistry.overview import chats_of
from alongside.matching.choosing import MOST_ASKED, choosing, guides_of, waiting_requests, wants_more
from alongside.matching.finding import card_of, cards, directory, recommended
from alongside.matching.forms import AskForm, GuidesFilter
from alongside.matching.models import Proposal
from alongside.matching.reasons import for_the_pair
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

GUIDES_A_PAGE = 20


@require_safe
def guides(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Whom we would ask first, and everybody else; searched and narrowed by what stands in the address."""
    learner = own_learner(request, programme_id)
    form = GuidesFilter(request.GET, learner=learner)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = paginate(request, directory(learner, wanted), GUIDES_A_PAGE)
    in_use = form.in_use
    context = {
        **_about(learner),
        "form": form,
        "page": page,
        "rows": cards(learner, page),
        "in_use": in_use,
        "orders": form.orders,
        "by_meaning": engine.model_is_installed(),
        "recommended": [] if in_use or page.number > 1 else recommended(learner),
    }
    return render(request, "matching/guides.html#found" if request.htmx else "matching/guides.html", context)


@require_safe
def guide(request: TenantRequest, programme_id: str, enrolment_id: str) -> HttpResponse:
    """One guide: what their profile shows, why the two fit, and asking."""
    learner = own_learner(request, programme_id)
    return guide_page(request, learner, own_guide(learner, enrolment_id))


@require_POST
def guide_request(request: TenantRequest, programme_id: str, enrolment_id: str) -> HttpResponse:
    """Ask this guide, with a few words of why."""
    learner = own_learner(request, programme_id)
    asked, form = own_guide(learner, enrolment_id), AskForm(request.POST)
    if form.is_valid():
        with rules_shown_in(form):
            proposal = ask_guide(asked, by=request.person, **form.cleaned_data)
            messages.success(request, _("Asked. We have told %(name)s.") % {"name": asked.person.short_name})
            return redirect("proposal", request.organisation.slug, proposal.public_id)
    return guide_page(request, learner, asked, form, status=422)


@require_POST
def guide_line(request: TenantRequest, programme_id: str, enrolment_id: str) -> HttpResponse:
    """Wait in line for a place with a guide who is full."""
    asked = own_guide(own_learner(request, programme_id), enrolment_id)
    join_line(asked, by=request.person)
    messages.success(request, _("You are in line. You get a mail as soon as there is a place for you."))
    page = request.POST.get("back", "")
    if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return redirect(page)
    return redirect("guide", request.organisation.slug, programme_id, enrolment_id)


@require_POST
def guide_line_leaving(request: TenantRequest, programme_id: str, enrolment_id: str) -> HttpResponse:
    """Wait no longer."""
    leave_line(own_guide(own_learner(request, programme_id), enrolment_id), by=request.person)
    messages.success(request, _("You have left the line."))
    return redirect("guide", request.organisation.slug, programme_id, enrolment_id)


@require_POST
def request_withdrawal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Take a request back that waits for an answer."""
    own = Proposal.objects.filter(learner__person=request.person, is_request=True)
    proposal = get_object_or_404(own.select_related("programme", "learner", "guide"), public_id=public_id)
    take_back_request(proposal, by=request.person)
    messages.success(request, _("You asked, and have taken it back. You may ask somebody else."))
    return redirect("proposal", request.organisation.slug, public_id)


def own_learner(request: TenantRequest, programme_id: str) -> Enrolment:
    """The person's own sign-up where they look for a guide themselves."""
    return get_object_or_404(choosing(request.person), programme__public_id=programme_id)


def own_guide(learner: Enrolment, enrolment_id: str) -> Enrolment:
    """One of the guides whom the learner may look at."""
    return get_object_or_404(guides_of(learner).select_related("person"), public_id=enrolment_id)


def guide_page(
    request: TenantRequest, learner: Enrolment, shown: Enrolment, form: Form | None = None, status: int = 200
) -> HttpResponse:
    """A guide with what one may ask them: to begin, or for a first chat."""
    about = _about(learner)
    pair = engine.judge(learner, shown, with_answers=False)
    card = card_of(learner, shown, for_the_pair(pair.reasons) if pair else [])
    context = {
        **about,
        "card": card,
        "chat": next((row.chat for row in about["chats"] if row.chat.guide_id == shown.pk), None),
        "other": card.guide.person,
        "profile": getattr(card.guide.person, "profile", None),
        "terms": CoachTerms.objects.filter(enrolment=shown).first(),
        "may_be_matched": pair is not None,
        "form": form or (FirstChatForm() if learner.programme.way == Programme.Way.CHATS else AskForm()),
    }
    return render(request, "matching/guide.html", context, status=status)


def _about(learner: Enrolment) -> dict[str, Any]:
    asked, chats = waiting_requests([learner]), chats_of(learner)
    return {
        "programme": learner.programme,
        "prepares_for": learner if learner.has_to_prepare("learner") else None,
        "words": words_for(learner.programme.kind),
        "asked": asked,
        "chats": chats,
        "may_ask": len(asked) < MOST_ASKED and len(chats) < MOST_ASKED,
        "wants_more": wants_more(learner),
        "most_asked": MOST_ASKED,
    }
