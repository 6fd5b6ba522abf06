"""First chats in the API: one's own, on either side; nothing tells whom else somebody asked."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate
from pydantic import AwareDatetime

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.matching.api import NamedOut, SuggestionOut
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.talking import (
    agree_to_time,
    choose_guide,
    end_chat,
    mark_chat_held,
    offer_times,
)
from alongside.matching.chemistry.times import MOST_TIMES
from alongside.matching.choosing import choosing, guides_of
from alongside.matching.models import Proposal

router = Router(tags=["matching"])


class FirstChatOut(Schema):
    """A first chat, as one of its two people sees it."""

    id: str = Field(alias="public_id")
    programme: NamedOut
    state: Literal["asked", "agreed", "held", "over"]
    side: Literal["learner", "guide"] = Field(description="The side that you take.")
    person: NamedOut = Field(description="With whom you talk.")
    message: str = Field(description="What the learner wrote; the two of you read it.")
    minutes: int
    times: list[datetime] = Field(description="The times to choose from.")
    waits_for_you: bool = Field(description="Whether you are asked to agree to one of the times.")
    starts_at: datetime | None = Field(description="The time that you both agreed to.")
    is_chosen: bool = Field(description="Whether the learner has chosen, and the guide has not answered yet.")
    expires_at: datetime

    @staticmethod
    def resolve_side(chat: FirstChat, context: dict[str, Any]) -> str:
        """Which of the two asks."""
        return chat.side_of(context["request"].person)

    @staticmethod
    def resolve_person(chat: FirstChat, context: dict[str, Any]) -> Person:
        """The other one."""
        return chat.other(context["request"].person)

    @staticmethod
    def resolve_times(chat: FirstChat) -> list[datetime]:
        """Those to come."""
        return [each.starts_at for each in chat.times_to_come()]

    @staticmethod
    def resolve_waits_for_you(chat: FirstChat, context: dict[str, Any]) -> bool:
        """Whether it is your turn."""
        return chat.waits_for(context["request"].person)


class TimesIn(Schema):
    """One to three times to come, with their offset from UTC."""

    times: list[AwareDatetime] = Field(min_length=1, max_length=MOST_TIMES)


class FirstChatIn(TimesIn):
    """Why you ask, for the guide alone, and when you could talk."""

    message: str = Field(min_length=1, max_length=600)


class AgreementIn(Schema):
    """One of the times that the other side offers."""

    starts_at: AwareDatetime


@router.get("/first-chats", response=list[FirstChatOut], summary="Your first chats")
@paginate
def first_chats(request: TenantRequest) -> QuerySet[FirstChat]:
    """Those you asked for and those you were asked for, newest first."""
    return FirstChat.objects.visible_to(request.person).with_people()


@router.get("/first-chats/{public_id}", response=FirstChatOut, summary="One first chat")
def first_chat(request: TenantRequest, public_id: str) -> FirstChat:
    """With whom, when, and where it stands."""
    return _own(request, public_id)


@router.post(
    "/programmes/{programme_id}/guides/{enrolment_id}/first-chat",
    response={201: FirstChatOut},
    summary="Ask for a first chat",
)
def first_chat_request(
    request: TenantRequest, programme_id: str, enrolment_id: str, given: FirstChatIn
) -> Status:
    """Ask a guide, where people have first chats; it takes none of their places. Asking twice is asking once."""
    learner = get_object_or_404(choosing(request.person), programme__public_id=programme_id)
    guide = get_object_or_404(guides_of(learner).select_related("person"), public_id=enrolment_id)
    chat = ask_for_chat(guide, by=request.person, message=given.message, times=given.times)
    return Status(201, _own(request, chat.public_id))


@router.put("/first-chats/{public_id}/times", response=FirstChatOut, summary="Offer other times")
def times(request: TenantRequest, public_id: str, given: TimesIn) -> FirstChat:
    """Then the other side chooses one, or offers others."""
    offer_times(_own(request, public_id), by=request.person, times=given.times)
    return _own(request, public_id)


@router.post("/first-chats/{public_id}/agreement", response=FirstChatOut, summary="Agree to a time")
def agreement(request: TenantRequest, public_id: str, given: AgreementIn) -> FirstChat:
    """Choose one of the times; both get a mail with it."""
    agree_to_time(_own(request, public_id), by=request.person, starts_at=given.starts_at)
    return _own(request, public_id)


@router.post("/first-chats/{public_id}/holding", response=FirstChatOut, summary="Say that you talked")
def holding(request: TenantRequest, public_id: str) -> FirstChat:
    """Once its time has come; from then on the learner may choose."""
    mark_chat_held(_own(request, public_id), by=request.person)
    return _own(request, public_id)


@router.post("/first-chats/{public_id}/ending", response=FirstChatOut, summary="End a first chat")
def ending(request: TenantRequest, public_id: str) -> FirstChat:
    """Without a reason; the other side is told kindly."""
    end_chat(_own(request, public_id), by=request.person)
    return _own(request, public_id)


@router.post("/first-chats/{public_id}/choice", response={201: SuggestionOut}, summary="Choose this guide")
def choice(request: TenantRequest, public_id: str) -> Status:
    """The learner chooses after the talk; it holds a place until the guide says yes or no."""
    proposal = choose_guide(_own(request, public_id), by=request.person)
    own = Proposal.objects.visible_to(request.person).with_people()
    return Status(201, get_object_or_404(own, pk=proposal.pk))


def _own(request: TenantRequest, public_id: str) -> FirstChat:
    return get_object_or_404(FirstChat.objects.visible_to(request.person).with_people(), public_id=public_id)
