"""What relationships look like in the API, and what is sent to them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from alongside.relationships.models import Relationship
from alongside.relationships.overview import why

Minutes = Annotated[int, Field(ge=5, le=480)]
Way = Literal["video", "in_person", "phone"]


class MemberOut(Schema):
    """Somebody inside."""

    id: str = Field(alias="person.public_id")
    name: str = Field(alias="person.name")
    role: str


class RelationshipOut(Schema):
    """People who meet, and why these."""

    id: str = Field(alias="public_id")
    programme_id: str = Field(alias="programme.public_id")
    programme_name: str = Field(alias="programme.name")
    kind: str = Field(alias="programme.kind")
    state: str
    started_on: date
    last_met_on: date | None
    people: list[MemberOut] = Field(alias="in_order")
    why: list[str]

    @staticmethod
    def resolve_why(relationship: Relationship, context: dict[str, Any]) -> list[str]:
        """The reasons in sentences for whoever asks."""
        return why(relationship, context["request"].person)


class EndIn(Schema):
    """The wish of who ends it, and perhaps why, for the programme team alone."""

    match_again: bool = True
    reason: Literal["", "no_time", "not_a_fit", "reached", "circumstances"] = ""


class SessionOut(Schema):
    """A meeting."""

    id: str = Field(alias="public_id")
    state: str
    starts_at: datetime
    minutes: int
    way: str
    topic: str


class SessionIn(Schema):
    """A meeting to plan or to log; the time names its offset from UTC."""

    starts_at: AwareDatetime
    minutes: Minutes
    way: Way = "video"
    topic: Annotated[str, Field(max_length=200)] = ""


class MoveIn(Schema):
    """Another time for a planned meeting; without minutes it stays as long as it was."""

    starts_at: AwareDatetime
    minutes: Minutes | None = None


class HeldIn(Schema):
    """How long they met; without minutes as long as planned."""

    minutes: Minutes | None = None


class NoteOut(Schema):
    """A note that the person may read."""

    id: str = Field(alias="public_id")
    author_id: str = Field(alias="author.public_id")
    audience: str
    body: str
    created_at: datetime


class NoteChangeIn(Schema):
    """A note written anew."""

    body: Annotated[str, Field(min_length=1, max_length=10_000)]


class NoteIn(NoteChangeIn):
    """A note and who can read it: only me, or everyone inside."""

    audience: Literal["me", "pair"] = "me"


class ActionOut(Schema):
    """A next step."""

    id: str = Field(alias="public_id")
    owner_id: str = Field(alias="owner.public_id")
    text: str
    due_on: date | None
    done_at: datetime | None


class ActionIn(Schema):
    """A next step; without an owner it is one's own."""

    text: Annotated[str, Field(min_length=1, max_length=300)]
    owner_id: str = ""
    due_on: date | None = None
