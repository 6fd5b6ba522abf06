"""The organisation is in the address; it is set once here, for pages and API alike."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django_htmx.middleware import HtmxDetails

from alongside.accounts.models import Organisation, Person


class TenantRequest(HttpRequest):
    """A request inside an organisation, by someone of that organisation."""

    organisation: Organisation
    person: Person
    htmx: HtmxDetails


class TenancyMiddleware:
    """Set ``request.organisation`` and ``request.person`` for every address with an organisation in it.

    Someone who is not signed in is sent to the sign-in page; someone who is signed in but does not
    belong there gets 404, because for them the organisation does not exist. A view marked with
    ``open_to_everyone`` is left alone. The API does the same by token (``api_auth.PersonalToken``).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = None  # type: ignore[attr-defined]  # set below, for the routes of a tenant
        request.person = None  # type: ignore[attr-defined]
        timezone.deactivate()  # a thread keeps the time zone of whoever it served before
        response = self.get_response(request)
        is_personal = request.person is not None or request.user.is_authenticated  # type: ignore[attr-defined]
        if is_personal and not response.has_header("Cache-Control"):
            # What one person saw is not for whoever uses the machine, or a proxy, after them.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        _args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Find the organisation in the address and the person in it."""
        route = request.resolver_match
        if route is None or "ninja" in route.app_names:
            return None
        if "organisation" not in kwargs:
            _be_at_home(request)
            return None
        slug = kwargs.pop("organisation")
        return enter(request, slug, is_open=getattr(view, "is_open_to_everyone", False))


def enter(request: HttpRequest, slug: str, *, is_open: bool) -> HttpResponse | None:
    """Put the organisation and the person on the request; a response means: not this way."""
    if not request.user.is_authenticated and not is_open:
        return redirect_to_login(request.get_full_path())
    person = _person(request, slug)
    if person is not None:
        act_as(request, person)
    elif is_open:
        request.organisation = get_object_or_404(Organisation, slug=slug)  # type: ignore[attr-defined]
    else:
        raise Http404
    return None


def act_as(request: HttpRequest, person: Person) -> None:
    """Answer this request to that person: in their organisation, language and time zone."""
    request.organisation = person.organisation  # type: ignore[attr-defined]  # declared by TenantRequest
    request.person = person  # type: ignore[attr-defined]
    translation.activate(person.language)
    timezone.activate(person.time_zone)


def _be_at_home(request: HttpRequest) -> None:
    """On pages of no organisation, as passkeys are, keep the one that somebody belongs to around them."""
    if request.user.is_authenticated:
        people = Person.objects.select_related("organisation").filter(user=request.user.pk, left_at=None)
        if len(ours := list(people[:2])) == 1:
            act_as(request, ours[0])


def _person(request: HttpRequest, slug: str) -> Person | None:
    if not request.user.is_authenticated:
        return None
    people = Person.objects.select_related("organisation").filter(left_at=None)
    return people.filter(organisation__slug=slug, user=request.user).first()


def open_to_everyone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view inside an organisation as public, as the join page of a programme is."""
    view.is_open_to_everyone = True  # type: ignore[attr-defined]  # read by the middleware
    return view
