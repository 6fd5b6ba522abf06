"""What the page shell needs to know of a request."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from alongside.web.navigation import FOOT, OWN, places


def shell(request: HttpRequest) -> dict[str, Any]:
    """The organisation and person of the request, the menu, the theme, and whether this is the demonstration."""
    person = getattr(request, "person", None)
    if person is None:
        return {"organisation": getattr(request, "organisation", None), "is_demo": settings.DEMO}
    return {
        "organisation": person.organisation,
        "person": person,
        "places": SimpleLazyObject(lambda: places(request)),
        "foot_places": SimpleLazyObject(lambda: places(request, menu=FOOT)),
        "own_places": SimpleLazyObject(lambda: places(request, menu=OWN)),
        "theme": person.theme,
        "is_demo": settings.DEMO,
    }
