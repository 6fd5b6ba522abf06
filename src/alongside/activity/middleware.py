"""What cannot be done becomes a page that says what and how to mend it, never a traceback."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from alongside.activity.actions import RuleBroken
from alongside.activity.problems import problem

NULL = "\0"


class ActionErrorsMiddleware:
    """Turn ``RuleBroken`` raised by an action into a 409 page. Forms catch it first and show it in place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a rule that nobody caught; other exceptions go on their way."""
        if isinstance(exception, RuleBroken):
            context = {"message": exception.message, "back": _where_from(request)}
            return render(request, "web/conflict.html", context, status=409)
        return None


def _where_from(request: HttpRequest) -> str:
    """The page of ours that the person came from; empty where there is none."""
    page, here = request.headers.get("referer", ""), request.build_absolute_uri()
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours and page != here else ""


class NullCharactersMiddleware:
    """Refuse the one character that databases do not keep; nobody types it, programs that probe send it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not any(NULL in text for text in _texts(request)):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return problem(400, _("The request holds a null character. Leave it out."))
        return render(request, "400.html", status=400)


def _texts(request: HttpRequest) -> Iterator[str]:
    """Whatever the request says in words: its address, its form or its JSON."""
    yield request.path
    for values in (request.GET, request.POST):
        for name, given in values.lists():
            yield name
            yield from given
    if request.content_type == "application/json" and b"\\u0000" in request.body:
        yield NULL
