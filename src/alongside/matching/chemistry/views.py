"""First chats, as the two people see them: ask, find a time, talk, choose. Never who else was asked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.activity.forms import rules_shown_in
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.forms import AgreementForm, FirstChatForm, TimesForm
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.overview import about_chat, row_of
from alongside.matching.chemistry.talking import (
    agree_to_time,
    choose_guide,
    end_chat,
    mark_chat_held,
    offer_times,
)
from alongside.matching.views.choice import guide_page, own_guide, own_learner
from alongside.web.pagination import paginate

ANSWERS = ("agreement", "times", "holding", "choice", "ending")
"""What can be answered, by the last part of its address."""


@never_cache
@require_safe
def first_chats(request: TenantRequest) -> HttpResponse:
    """The person's own first chats, on either side, newest first."""
    page = paginate(request, FirstChat.objects.visible_to(request.person).with_people())
    rows = [row_of(chat, request.person) for chat in page]
    return render(request, "matching/first_chats.html", {"page": page, "rows": rows})


@require_POST
def first_chat_request(request: TenantRequest, programme_id: str, enrolment_id: str) -> HttpResponse:
    """Ask this guide for a first chat."""
    learner = own_learner(request, programme_id)
    asked, form = own_guide(learner, enrolment_id), FirstChatForm(request.POST)
    if form.is_valid():
        with rules_shown_in(form):
            chat = ask_for_chat(
                asked, by=request.person, message=form.cleaned_data["message"], times=form.times
            )
            messages.success(request, _("Asked. We have told %(name)s.") % {"name": asked.person.short_name})
            return redirect("first_chat", request.organisation.slug, chat.public_id)
    return guide_page(request, learner, asked, form, status=422)


@never_cache
@require_safe
def first_chat(request: TenantRequest, public_id: str) -> HttpResponse:
    """With whom, when, and what comes next."""
    return _page(request, _own(request, public_id))


@require_POST
def first_chat_times(request: TenantRequest, public_id: str) -> HttpResponse:
    """Offer other times."""
    chat, form = _own(request, public_id), TimesForm(request.POST)
    if form.is_valid():
        with rules_shown_in(form):
            offer_times(chat, by=request.person, times=form.times)
            messages.success(request, _("Offered. We have told the other side."))
            return redirect("first_chat", request.organisation.slug, public_id)
    return _page(request, chat, form=form, status=422)


@require_POST
def first_chat_agreement(request: TenantRequest, public_id: str) -> HttpResponse:
    """Agree to one of the times."""
    chat, form = _own(request, public_id), AgreementForm(request.POST)
    if not form.is_valid():
        return _page(request, chat, problem=_("Choose one of the times."), status=422)
    try:
        agree_to_time(chat, by=request.person, **form.cleaned_data)
    except RuleBroken as broken:
        return _page(request, _own(request, public_id), problem=broken.message, status=409)
    messages.success(request, _("The time stands. You both get a mail with it."))
    return redirect("first_chat", request.organisation.slug, public_id)


@require_POST
def first_chat_holding(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say that the two have talked."""
    mark_chat_held(_own(request, public_id), by=request.person)
    messages.success(request, _("Noted."))
    return redirect("first_chat", request.organisation.slug, public_id)


@require_POST
def first_chat_ending(request: TenantRequest, public_id: str) -> HttpResponse:
    """End it, without a reason."""
    end_chat(_own(request, public_id), by=request.person)
    messages.success(request, _("It has ended, and that is fine. The other side is told kindly."))
    return redirect("first_chat", request.organisation.slug, public_id)


@require_POST
def first_chat_choice(request: TenantRequest, public_id: str) -> HttpResponse:
    """Choose this guide."""
    try:
        proposal = choose_guide(_own(request, public_id), by=request.person)
    except RuleBroken as broken:
        return _page(request, _own(request, public_id), problem=broken.message, status=409)
    messages.success(request, _("Chosen. We have told them, and hold a place for you."))
    return redirect("proposal", request.organisation.slug, proposal.public_id)


def _own(request: TenantRequest, public_id: str) -> FirstChat:
    return get_object_or_404(FirstChat.objects.visible_to(request.person).with_people(), public_id=public_id)


def _page(
    request: TenantRequest,
    chat: FirstChat,
    *,
    form: TimesForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    arguments = [request.organisation.slug, chat.public_id]
    addresses = {answer: reverse(f"first_chat_{answer}", args=arguments) for answer in ANSWERS}
    context = {**about_chat(chat, request.person, addresses, form), "problem": problem}
    return render(request, "matching/first_chat.html", context, status=status)
