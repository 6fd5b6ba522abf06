"""Long lists in the API, a page at a time: ``@paginate`` on a route that returns a scope."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema
from ninja.pagination import PaginationBase


class LimitAndOffset(PaginationBase):
    """``?limit=50&offset=0``, answered with ``items`` and ``count``; two queries, however long the list."""

    class Input(Schema):
        """Which part of the list."""

        limit: int = Field(50, ge=1, le=200, description="How many at most.")
        offset: int = Field(0, ge=0, le=10_000_000, description="How many to skip.")

    class Output(Schema):
        """That part, and how long the whole list is."""

        items: list[Any]
        count: int

    def paginate_queryset(
        self,
        queryset: QuerySet[Any],
        pagination: Any,  # noqa: ANN401  an Input; the base class says Any
        request: HttpRequest,
        **_params: Any,  # noqa: ANN401
    ) -> dict[str, Any]:
        """The asked part of a scope, in the scope's own order."""
        first, last = pagination.offset, pagination.offset + pagination.limit
        return {"items": queryset[first:last], "count": queryset.count()}
