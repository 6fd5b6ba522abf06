"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def paginate(
    request: HttpRequest, rows: QuerySet[Any], per_page: int = 50, *, count: int | None = None
) -> Page:
    """The page that the address asks for; the nearest one there is when it asks for another.

    count: how many rows there are, where that is known already; otherwise the database is asked.
    """
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
