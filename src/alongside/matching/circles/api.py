"""Circles in the API: the seats that one is offered, who else is asked, and one's own answer."""

from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.matching.api import NamedOut, RefusalIn
from alongside.matching.circles.answering import accept_seat, decline_seat
from alongside.matching.circles.models import Seat
from alongside.matching.circles.overview import why_you

router = Router(tags=["matching"])


class SeatOut(Schema):
    """Your seat in a circle; never a number for the fit."""

    id: str = Field(alias="public_id")
    programme: NamedOut = Field(alias="circle.programme")
    topic: str = Field(alias="circle.topic", description="What the circle meets about; empty between peers.")
    side: Literal["member", "guide"] = Field(description="The side that you take.")
    state: Literal["offered", "accepted", "declined", "expired"]
    others: list[NamedOut] = Field(description="Who else is asked, or has said yes; nobody once you said no.")
    reasons: list[str] = Field(description="Why you.")
    begins_with: int = Field(alias="circle.smallest", description="So many members have to say yes.")
    expires_at: datetime | None = Field(alias="circle.expires_at")

    @staticmethod
    def resolve_side(seat: Seat) -> str:
        """Who leads it, or one of the others."""
        return "guide" if seat.is_guide else "member"

    @staticmethod
    def resolve_others(seat: Seat) -> list[Person]:
        """As the page tells it."""
        others = seat.others() if seat.state in Seat.HOLDING else []
        return [other.enrolment.person for other in others]

    @staticmethod
    def resolve_reasons(seat: Seat) -> list[str]:
        """In the reader's words."""
        return why_you(seat)


@router.get("/circle-seats", response=list[SeatOut], summary="Circles you were asked to join")
@paginate
def circle_seats(request: TenantRequest) -> QuerySet[Seat]:
    """Your own seats, newest first."""
    return Seat.objects.visible_to(request.person).with_circle().order_by("-circle__scenario", "-pk")


@router.get("/circle-seats/{public_id}", response=SeatOut, summary="One seat")
def circle_seat(request: TenantRequest, public_id: str) -> Seat:
    """What the circle is about, who else is asked, and why you."""
    return _own(request, public_id)


@router.post("/circle-seats/{public_id}/acceptance", response=SeatOut, summary="Say yes to a circle")
def circle_seat_acceptance(request: TenantRequest, public_id: str) -> Seat:
    """Accept; the circle begins once enough have."""
    accept_seat(_own(request, public_id), by=request.person)
    return _own(request, public_id)


@router.post("/circle-seats/{public_id}/refusal", response=SeatOut, summary="Say no to a circle")
def circle_seat_refusal(request: TenantRequest, public_id: str, given: RefusalIn) -> Seat:
    """Decline; the reason is for the programme team alone, and your place is free at once."""
    decline_seat(_own(request, public_id), by=request.person, reason=given.reason)
    return _own(request, public_id)


def _own(request: TenantRequest, public_id: str) -> Seat:
    return get_object_or_404(Seat.objects.visible_to(request.person).with_circle(), public_id=public_id)
