"""What stands in the menu. A feature registers its places when it starts; the shell knows no feature."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Any

from django.db.models import Exists, QuerySet
from django.http import HttpRequest
from django.urls import reverse

MAIN, OWN, FOOT = "main", "own", "foot"
"""The menu of the organisation, the menu under a person's own name, and the few words at the foot of a page."""

_items: dict[str, list["NavigationItem"]] = {MAIN: [], OWN: [], FOOT: []}


@dataclass(frozen=True)
class NavigationItem:
    """One place: its word, icon and address, for whom it is shown, and a count of what waits there.

    ``label`` is a word, or a function that finds the word for a request. ``within`` is a pattern of addresses
    that belong to this place though they stand below another one's. ``anything`` gives rows: without any the
    place is not shown; what all places of a menu look for is asked in one query.
    """

    label: Any
    icon: str
    url_name: str
    position: int
    shown: Callable[[Any], bool] = lambda _request: True
    count: Callable[[Any], int] = lambda _request: 0
    within: str = ""
    anything: Callable[[Any], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Place:
    """A navigation item as this request sees it."""

    label: Any
    icon: str
    url: str
    count: int
    is_current: bool


def register(item: NavigationItem, *, menu: str = MAIN) -> None:
    """Add a place to a menu."""
    _items[menu].append(item)
    _items[menu].sort(key=lambda place: place.position)


def places(request: HttpRequest, *, menu: str = MAIN) -> list[Place]:
    """The places open to this request's person; the most specific address that fits is the current one.

    The front page of the organisation fits nothing but itself, because every address begins with its own.
    """
    slug = request.organisation.slug  # type: ignore[attr-defined]  # set by the tenancy middleware
    shown = _with_anything([item for item in _items[menu] if item.shown(request)], request)
    urls = [reverse(item.url_name, kwargs={"organisation": slug}) for item in shown]
    front = f"/o/{slug}/"
    fitting = [url for url in urls if request.path == url or (url != front and request.path.startswith(url))]
    own = [
        url
        for item, url in zip(shown, urls, strict=True)
        if item.within and re.search(item.within, request.path)
    ]
    current = max(own or fitting, key=len, default=None)
    return [
        Place(_word(item, request), item.icon, url, item.count(request), is_current=url == current)
        for item, url in zip(shown, urls, strict=True)
    ]


def _with_anything(items: list[NavigationItem], request: HttpRequest) -> list[NavigationItem]:
    """Those for which there is something, or which need nothing; one query for all."""
    asked = {item.url_name: Exists(item.anything(request)) for item in items if item.anything}
    if not asked:
        return items
    person = request.person  # type: ignore[attr-defined]  # set by the tenancy middleware
    one_row = type(person).objects.filter(pk=person.pk).order_by()
    there = one_row.values_list(*asked.values()).get()
    empty = {name for name, is_there in zip(asked, there, strict=True) if not is_there}
    return [item for item in items if item.url_name not in empty]


def _word(item: NavigationItem, request: HttpRequest) -> Any:  # noqa: ANN401  a text or a lazy translation
    return item.label(request) if isinstance(item.label, FunctionType) else item.label
