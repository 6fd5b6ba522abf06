"""A broken rule becomes a page that says what and how to mend it, never a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.activity.actions import RuleBroken


class ActionErrorsMiddleware:
    """Turn ``RuleBroken`` raised by an action into a 409 page. Forms catch it first and show it in place."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a rule that nobody caught; other exceptions go on their way."""
        if isinstance(exception, RuleBroken):
            return render(request, "web/conflict.html", {"message": exception.message}, status=409)
        return None
