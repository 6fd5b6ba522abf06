"""Writes that may be repeated: a request with an Idempotency-Key is done once and answered the same."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.utils.translation import gettext as _

from alongside.accounts.api_auth import SAFE_METHODS, token_of
from alongside.accounts.models import ApiToken, IdempotentReply
from alongside.activity.problems import problem

Answering = Callable[..., HttpResponse]
LONGEST_KEY = 120


def answered_once(answer: Answering) -> Answering:
    """Wrap a route: the write and its kept reply are one transaction, so there is never one without the other.

    A repeat gets the kept reply. The same key with another request is 422. Of two at once the second waits
    for the first. A write that failed changed nothing and is not kept, so that it may be tried again.
    """

    @wraps(answer)
    def answering(request: HttpRequest, **arguments: Any) -> HttpResponse:  # noqa: ANN401
        key, token = request.headers.get("Idempotency-Key"), token_of(request)
        if key is None or token is None or request.method in SAFE_METHODS:
            return answer(request, **arguments)
        if not 1 <= len(key) <= LONGEST_KEY:
            return problem(400, _("An Idempotency-Key has 1 to 120 characters."))
        with transaction.atomic():
            reply = _claim(token, key, _digest(request))
            if reply is None:
                return _repeat(IdempotentReply.objects.get(token=token, key=key), _digest(request))
            return _keep(reply, answer(request, **arguments))

    return answering


def _digest(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    try:
        digest.update(request.body)
    except RawPostDataException:
        # A form that may carry files: read as a stream by now, and its boundary differs when it is sent again.
        digest.update(request.POST.urlencode().encode())
        for name, files in request.FILES.lists():
            for file in files:
                digest.update(f"\n{name} {file.name}\n".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    return digest.hexdigest()


def _claim(token: ApiToken, key: str, request_digest: str) -> IdempotentReply | None:
    """The row for this key, or nothing when it is there already; the database lets only one make it."""
    try:
        with transaction.atomic():
            return IdempotentReply.objects.create(
                token=token, key=key, request_digest=request_digest, status=0, body=None
            )
    except IntegrityError:
        return None


def _keep(reply: IdempotentReply, response: HttpResponse) -> HttpResponse:
    if response.status_code >= 400:
        transaction.set_rollback(True)
        return response
    reply.status = response.status_code
    reply.body = json.loads(response.content) if response.content else None
    reply.save(update_fields=["status", "body"])
    return response


def _repeat(reply: IdempotentReply, request_digest: str) -> HttpResponse:
    if reply.request_digest != request_digest:
        return problem(422, _("This Idempotency-Key was used for another request. Send a new one."))
    content = b"" if reply.body is None else json.dumps(reply.body)
    return HttpResponse(
        content,
        status=reply.status,
        content_type="application/json; charset=utf-8",
        headers={"Idempotent-Replayed": "true"},
    )
