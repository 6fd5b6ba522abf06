"""What every page behind a link in a mail shares: the link is opened, nobody is signed in, nothing is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers

from alongside.accounts.models import Organisation
from alongside.accounts.tenancy import open_to_everyone
from alongside.matching.by_link.links import Opened, read_link
from alongside.matching.circles.models import Seat
from alongside.matching.circles.overview import about_seat
from alongside.matching.forms import DeclineForm
from alongside.matching.models import Proposal
from alongside.matching.suggestion import about_proposal

Page = Callable[..., HttpResponse]


class LinkRequest(HttpRequest):
    """A request by whoever holds the link."""

    organisation: Organisation
    link: Opened


def opened_with(read: Callable[[Organisation, str], Any]) -> Callable[[Page], Page]:
    """Open the link of a page, in its owner's language and time zone; nobody on the way keeps the answer.

    read: what a token opens, with the person whose it is; None for none, which is answered with 404.
    """
    return lambda page: _opened(page, read)


def _opened(page: Page, read: Callable[[Organisation, str], Any]) -> Page:
    @open_to_everyone
    @wraps(page)
    def opened(request: LinkRequest, token: str, **kwargs: str) -> HttpResponse:
        link = read(request.organisation, token)
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


by_link = opened_with(read_link)


def back(request: LinkRequest) -> HttpResponse:
    """To the page of the link."""
    return redirect("answer_by_link", request.organisation.slug, request.link.token)


def what_waits(
    request: LinkRequest,
    *,
    form: DeclineForm | None = None,
    of: Proposal | Seat | None = None,
    problem: str = "",
) -> HttpResponse:
    """Everything that waits for an answer, and nobody's name once nothing does.

    form: a no to ``of`` that could not be read.
    """
    link = request.link
    rows = [
        about_proposal(each, link.person, form if each == of else None)
        for each in link.proposals().with_people()
    ]
    seats = [about_seat(each, form if each == of else None) for each in link.seats().with_circle()]
    context: dict[str, Any] = {
        "programme": link.programme,
        "token": link.token,
        "rows": rows,
        "seats": seats,
        "waiting": len(rows) + len(seats),
        "problem": problem,
    }
    status = 409 if problem else 200 if rows or seats else 410
    return render(request, "matching/by_link.html", context, status=status)
