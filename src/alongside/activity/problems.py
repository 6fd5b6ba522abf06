"""What goes wrong in the API, as problem details (RFC 9457): the same shape for every error."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from alongside.activity.actions import RuleBroken

MEDIA_TYPE = "application/problem+json"


class FieldProblem(Schema):
    """What is wrong with one value of the request."""

    place: list[str]
    problem: str


class Problem(Schema):
    """RFC 9457: what went wrong, as a number, a name and a sentence with the cure."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


def problem(status: int, detail: str, *, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """An error as the API answers it; ``errors`` names the values that do not fit."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def _does_not_fit(_request: HttpRequest, failure: ValidationError) -> HttpResponse:
    errors = [
        {"place": [str(part) for part in error["loc"]], "problem": error["msg"]} for error in failure.errors
    ]
    return problem(422, _("The request does not fit. See errors for each value."), errors=errors)


def _not_signed_in(_request: HttpRequest, _failure: AuthenticationError) -> HttpResponse:
    answer = problem(401, _("Send a valid token in the header, as: Authorization: Bearer <token>."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _not_allowed(_request: HttpRequest, _failure: PermissionDenied) -> HttpResponse:
    return problem(403, _("You may see this, but not do that to it."))


def _not_found(_request: HttpRequest, _failure: Http404) -> HttpResponse:
    return problem(404, _("There is nothing here, or it is not open to you."))


def _rule_broken(_request: HttpRequest, failure: RuleBroken) -> HttpResponse:
    return problem(409, str(failure.message))


def _as_raised(_request: HttpRequest, failure: HttpError) -> HttpResponse:
    return problem(failure.status_code, failure.message)


HANDLERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    ValidationError: _does_not_fit,
    AuthenticationError: _not_signed_in,
    PermissionDenied: _not_allowed,
    Http404: _not_found,
    RuleBroken: _rule_broken,
    HttpError: _as_raised,
}


def answer_with_problems(api: NinjaAPI) -> None:
    """Let every error that a route or an action raises become problem details."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
