"""Flash mentoring in the API: times that one can book or offers, and booked meetings with their question."""

from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AwareDatetime

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.matching.api import NamedOut
from alongside.matching.flash.booking import book_slot, cancel_booking, say_met, say_missed
from alongside.matching.flash.finding import bookable, slots_near
from alongside.matching.flash.models import Booking, Slot, SlotQuerySet
from alongside.matching.flash.offering import offer_slots, take_back_slot
from alongside.matching.flash.overview import Numbers, numbers_of
from alongside.matching.flash.people import booking_as, offering_as
from alongside.programmes.models import Programme

router = Router(tags=["matching"])

Way = Literal["video", "in_person", "phone"]


class SlotOut(Schema):
    """A short time that somebody offers."""

    id: str = Field(alias="public_id")
    guide: NamedOut = Field(alias="guide.person")
    starts_at: datetime
    ends_at: datetime
    way: Way


class OfferIn(Schema):
    """When the times begin that you offer; each is as long as the programme's short meetings."""

    starts: list[AwareDatetime] = Field(min_length=1, max_length=200)
    way: Way = "video"


class QuestionIn(Schema):
    """What you bring; the two who meet read it, and nobody else."""

    question: str = Field(min_length=1, max_length=1000)


class CancelIn(Schema):
    """Whether the time is offered again, where a guide cancels; a learner's is always."""

    offer_again: bool = True


class BookingOut(Schema):
    """A short meeting of yours, with the question."""

    id: str = Field(alias="public_id")
    programme: str = Field(alias="slot.programme.public_id")
    session: str = Field(alias="session.public_id")
    learner: NamedOut = Field(alias="learner.person")
    guide: NamedOut = Field(alias="slot.guide.person")
    starts_at: datetime = Field(alias="slot.starts_at")
    state: Literal["planned", "held", "missed", "cancelled"] = Field(alias="session.state")
    question: str
    cancelled_at: datetime | None


class NumbersOut(Schema):
    """Short meetings of a programme that you run: counts of this month, and what can be booked."""

    guides: int
    guides_with_times: int
    free: int
    booked: int
    held: int
    cancelled: int


@router.get("/programmes/{programme_id}/slots", response=list[SlotOut], summary="Times that you can book")
@paginate
def slots(request: TenantRequest, programme_id: str) -> SlotQuerySet:
    """The next first."""
    learner = get_object_or_404(booking_as(request.person), programme__public_id=programme_id)
    return bookable(learner).select_related("guide__person").order_by("starts_at", "pk")


@router.get("/programmes/{programme_id}/own-slots", response=list[SlotOut], summary="Times that you offer")
@paginate
def own_slots(request: TenantRequest, programme_id: str) -> SlotQuerySet:
    """Those to come, booked or not, the next first."""
    guide = get_object_or_404(offering_as(request.person), programme__public_id=programme_id)
    return Slot.objects.to_come().filter(guide=guide).select_related("guide__person")


@router.post(
    "/programmes/{programme_id}/own-slots", response={201: list[SlotOut]}, summary="Offer times of yours"
)
def offering(request: TenantRequest, programme_id: str, offered: OfferIn) -> Status[list[Slot]]:
    """A time that is offered already stays one; times at which you have something else are left out."""
    guide = get_object_or_404(offering_as(request.person), programme__public_id=programme_id)
    return Status(201, offer_slots(guide, by=request.person, **offered.dict()))


@router.post("/slots/{public_id}/withdrawal", response=SlotOut, summary="Offer a time no longer")
def slot_withdrawal(request: TenantRequest, public_id: str) -> Slot:
    """Only while nobody has booked it."""
    own = Slot.objects.filter(guide__person=request.person).select_related("guide__person")
    take_back_slot(get_object_or_404(own, public_id=public_id), by=request.person)
    return own.get(public_id=public_id)


@router.post("/slots/{public_id}/booking", response={201: BookingOut}, summary="Book a time, with a question")
def slot_booking(request: TenantRequest, public_id: str, brought: QuestionIn) -> Status[Booking]:
    """Both are told that you meet, never what you ask. Booking twice is booking once."""
    booking = book_slot(_slot(request.person, public_id), by=request.person, question=brought.question)
    return Status(201, Booking.objects.with_people().get(pk=booking.pk))


@router.get("/bookings", response=list[BookingOut], summary="Your short meetings")
@paginate
def bookings(request: TenantRequest) -> QuerySet[Booking]:
    """Those that you booked and those for which you are booked, the latest first."""
    return Booking.objects.visible_to(request.person).with_people().order_by("-slot__starts_at", "-pk")


@router.get("/bookings/{public_id}", response=BookingOut, summary="One short meeting of yours")
def booking(request: TenantRequest, public_id: str) -> Booking:
    """When, with whom, and the question."""
    return _booking(request.person, public_id)


@router.post("/bookings/{public_id}/cancellation", response=BookingOut, summary="Cancel a short meeting")
def booking_cancellation(request: TenantRequest, public_id: str, wished: CancelIn) -> Booking:
    """Until it begins, by either of the two, without a reason."""
    found = _booking(request.person, public_id)
    cancel_booking(found, by=request.person, offer_again=wished.offer_again)
    return _booking(request.person, public_id)


@router.post("/bookings/{public_id}/holding", response=BookingOut, summary="Say that you met")
def booking_holding(request: TenantRequest, public_id: str) -> Booking:
    """Once it has begun, by either of the two."""
    say_met(_booking(request.person, public_id), by=request.person)
    return _booking(request.person, public_id)


@router.post("/bookings/{public_id}/absence", response=BookingOut, summary="Say that you did not meet")
def booking_absence(request: TenantRequest, public_id: str) -> Booking:
    """Once it has begun, by either of the two."""
    say_missed(_booking(request.person, public_id), by=request.person)
    return _booking(request.person, public_id)


@router.get(
    "/programmes/{programme_id}/short-meetings", response=NumbersOut, summary="Counts of short meetings"
)
def numbers(request: TenantRequest, programme_id: str) -> Numbers:
    """For whoever runs the programme: how many, never who asked what."""
    managed = Programme.objects.managed_by(request.person).select_related("organisation")
    return numbers_of(get_object_or_404(managed, public_id=programme_id))


def _slot(person: Person, public_id: str) -> Slot:
    """A slot that the person may look at as a learner."""
    programme = get_object_or_404(Slot.objects.select_related("programme"), public_id=public_id).programme
    learner = get_object_or_404(booking_as(person), programme=programme)
    return get_object_or_404(slots_near(learner).select_related("guide"), public_id=public_id)


def _booking(person: Person, public_id: str) -> Booking:
    return get_object_or_404(Booking.objects.visible_to(person).with_people(), public_id=public_id)
