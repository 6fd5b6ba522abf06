"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def paginate(request: HttpRequest, rows: QuerySet[Any], per_page: int = 50) -> Page:
    """The page that the address asks for; the nearest one there is when it asks for another."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
