"""A first chat, gone on with from the mail: agree to a time, offer others, say that you talked, choose, or end it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.models import Organisation
from alongside.activity.actions import RuleBroken
from alongside.matching.by_link.chat_links import OpenedChat, chat_page, chat_token, read_chat_link
from alongside.matching.by_link.opening import opened_with
from alongside.matching.chemistry.forms import AgreementForm, TimesForm
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.overview import about_chat
from alongside.matching.chemistry.talking import (
    agree_to_time,
    choose_guide,
    end_chat,
    mark_chat_held,
    offer_times,
)

ANSWERS = ("agreement", "times", "holding", "choice", "ending")

by_chat_link = opened_with(read_chat_link)


class ChatRequest(HttpRequest):
    """A request by whoever holds the link."""

    organisation: Organisation
    link: OpenedChat


@require_safe
@by_chat_link
def chat_by_link(request: ChatRequest) -> HttpResponse:
    """With whom, when, and what comes next; nobody's name once it has gone on."""
    return _page(request)


@require_POST
@by_chat_link
def chat_by_link_agreement(request: ChatRequest) -> HttpResponse:
    """Agree to one of the times."""
    chat, form = _chat(request), AgreementForm(request.POST)
    if not form.is_valid():
        return _page(request, problem=_("Choose one of the times."), status=422)
    return _done(
        request, chat, agree_to_time, _("The time stands. You both get a mail with it."), **form.cleaned_data
    )


@require_POST
@by_chat_link
def chat_by_link_times(request: ChatRequest) -> HttpResponse:
    """Offer other times."""
    chat, form = _chat(request), TimesForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    return _done(request, chat, offer_times, _("Offered. We have told the other side."), times=form.times)


@require_POST
@by_chat_link
def chat_by_link_holding(request: ChatRequest) -> HttpResponse:
    """Say that the two have talked."""
    return _done(request, _chat(request), mark_chat_held, _("Noted."))


@require_POST
@by_chat_link
def chat_by_link_choice(request: ChatRequest) -> HttpResponse:
    """Choose this guide."""
    chosen = _("Chosen. We have told them, and hold a place for you.")
    return _done(request, _chat(request), choose_guide, chosen)


@require_POST
@by_chat_link
def chat_by_link_ending(request: ChatRequest) -> HttpResponse:
    """End it, without a reason."""
    ended = _("It has ended, and that is fine. The other side is told kindly.")
    return _done(request, _chat(request), end_chat, ended)


def _chat(request: ChatRequest) -> FirstChat:
    if request.link.chat is None:
        raise Http404
    return request.link.chat


def _done(
    request: ChatRequest,
    chat: FirstChat,
    action: Callable[..., object],
    said: str,
    **fields: Any,  # noqa: ANN401  what the action takes
) -> HttpResponse:
    """Do it, and go on with a link of how it stands now; the one that was opened is used up."""
    person = request.link.person
    try:
        action(chat, by=person, **fields)
    except RuleBroken as broken:
        return _page(request, problem=broken.message, status=409)
    messages.success(request, said)
    return redirect(
        chat_page(person, FirstChat.objects.select_related("programme__organisation").get(pk=chat.pk))
    )


def _page(
    request: ChatRequest, *, form: TimesForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    person, chat = request.link.person, request.link.chat
    if chat is None:
        gone = {"programme": request.link.programme}
        return render(request, "matching/first_chat_by_link.html", gone, status=410)
    arguments = [request.organisation.slug, chat_token(person, chat)]
    addresses = {answer: reverse(f"chat_by_link_{answer}", args=arguments) for answer in ANSWERS}
    context = {**about_chat(chat, person, addresses, form), "problem": problem}
    return render(request, "matching/first_chat_by_link.html", context, status=status)
