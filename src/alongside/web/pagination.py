"""Long lists, a page at a time."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def paginate(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    per_page: int = 50,
    *,
    count: int | None = None,
    joined: QuerySet[Any] | None = None,
) -> Page:
    """The page that the address asks for; the nearest one there is when it asks for another.

    count: how many rows there are, where that is known already; otherwise the database is asked. joined: the
    same model with everything that is shown of a row; of tens of thousands, it is read for those of the page alone.
    """
    if joined is not None and isinstance(rows, QuerySet):
        rows = rows.values_list("pk", flat=True)
    paginator = Paginator(rows, per_page)
    if count is not None:
        paginator.count = count
    page = paginator.get_page(request.GET.get("page"))
    if joined is not None:
        keys = list(page.object_list)
        found = joined.in_bulk(keys)
        page.object_list = [found[key] for key in keys if key in found]
    return page
