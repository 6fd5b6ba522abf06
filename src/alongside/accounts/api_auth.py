"""Who asks in the API: a personal token in the Authorization header, and how much it may ask."""

from datetime import timedelta

from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from alongside.accounts.models import ApiToken
from alongside.accounts.secrets import digest
from alongside.accounts.tenancy import act_as

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def token_of(request: HttpRequest) -> ApiToken | None:
    """The valid token that the request carries, looked up once a request."""
    if not hasattr(request, "api_token"):
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        request.api_token = _valid(secret.strip()) if scheme.lower() == "bearer" else None  # type: ignore[attr-defined]
    return request.api_token  # type: ignore[attr-defined]


def _valid(secret: str) -> ApiToken | None:
    now = timezone.now()
    tokens = ApiToken.objects.select_related("person__organisation").filter(person__left_at=None)
    token = tokens.filter(digest=digest(secret)).first()
    if token is None or (token.expires_at and token.expires_at <= now):
        return None
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


class PersonalToken(HttpBearer):
    """A person's own token: it opens what the person may see in their organisation, and nothing else."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Put the person and organisation on the request; elsewhere there is nothing (404)."""
        found = token_of(request)
        if found is None:
            return None
        route = request.resolver_match
        if route is None or route.kwargs.get("organisation") != found.person.organisation.slug:
            raise Http404
        scope = ApiToken.Scope.READ if request.method in SAFE_METHODS else ApiToken.Scope.WRITE
        if scope not in found.scopes:
            raise AuthorizationError(
                message=_("This token may not do that. Make one with the scope it needs.")
            )
        act_as(request, found.person)
        return found


class TokenThrottle(BaseThrottle):
    """So many requests a minute for each token, counted in the shared cache."""

    def __init__(self, most_a_minute: int) -> None:
        self.most_a_minute = most_a_minute

    def allow_request(self, request: HttpRequest) -> bool:
        """Count this request; no once the minute's number is used up."""
        token = token_of(request)
        if token is None:
            return True
        key = f"api-requests-{token.pk}-{timezone.now():%H%M}"
        cache.add(key, 0, timeout=60)
        try:
            return cache.incr(key) <= self.most_a_minute
        except ValueError:  # the minute ended between the two lines
            return True

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - timezone.now().second
