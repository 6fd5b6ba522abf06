"""Wishes in the API: one's own short lists, to be read and put into order by oneself alone."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.wishes.actions import say_wishes
from alongside.matching.wishes.models import Shortlist
from alongside.matching.wishes.ordering import lines_of

router = Router(tags=["matching"])


class ListedOut(Schema):
    """Somebody on your short list, where you put them."""

    id: str = Field(description="The wish, for the order that you send.")
    person: str = Field(description="Their name.")
    reasons: list[str]
    is_unwanted: bool = Field(description="Whether you would rather not meet them.")


class ShortlistOut(Schema):
    """A short list of yours; nobody else reads its order."""

    id: str = Field(alias="public_id")
    programme: str = Field(alias="round.programme.name")
    side: Literal["learner", "guide"] = Field(description="The side that you take.")
    is_open: bool = Field(alias="round.is_open")
    closes_at: datetime = Field(alias="round.closes_at")
    answered_at: datetime | None


class OrderedOut(ShortlistOut):
    """A short list of yours with everybody on it, in your order."""

    people: list[ListedOut]

    @staticmethod
    def resolve_people(shortlist: Shortlist) -> list[dict[str, Any]]:
        """Everybody on it, the dearest first."""
        return [
            {
                "id": line.wish.public_id,
                "person": line.person.name,
                "reasons": line.reasons,
                "is_unwanted": line.wish.is_unwanted,
            }
            for line in lines_of(shortlist)
        ]


class OrderIn(Schema):
    """Everybody on the list, once: in order, or among those you would rather not meet."""

    order: list[str] = Field(max_length=20)
    rather_not: list[str] = Field([], max_length=20)


@router.get("/short-lists", response=list[ShortlistOut], summary="Your short lists")
@paginate
def shortlists(request: TenantRequest) -> QuerySet[Shortlist]:
    """The short lists that programmes asked you to put into order, newest first."""
    return _own(request).order_by("-round__opened_at", "pk")


@router.get("/short-lists/{public_id}", response=OrderedOut, summary="One short list of yours")
def shortlist(request: TenantRequest, public_id: str) -> Shortlist:
    """Who is on it and why, in your order."""
    return get_object_or_404(_own(request), public_id=public_id)


@router.put("/short-lists/{public_id}/order", response=OrderedOut, summary="Say whom you would like")
def order(request: TenantRequest, public_id: str, said: OrderIn) -> Shortlist:
    """Put a short list of yours into order; it can be changed until the round closes."""
    say_wishes(
        get_object_or_404(_own(request), public_id=public_id),
        by=request.person,
        order=said.order,
        rather_not=said.rather_not,
    )
    return get_object_or_404(_own(request), public_id=public_id)


def _own(request: TenantRequest) -> QuerySet[Shortlist]:
    return Shortlist.objects.visible_to(request.person).select_related(
        "round__programme", "enrolment__person"
    )
