"""What the API says about programmes and sign-ups, and what it takes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema

Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""A text that a database can hold."""
Value = Annotated[Words, Field(max_length=2000)] | bool | float | list[Words] | dict[Words, int]
"""An answer: a text or ISO 8601 date, true or false, a number, a list of texts, or numbers by text, by kind."""
Kind = Literal["mentoring", "reverse", "peer", "group", "flash", "coaching"]
Role = Literal["learner", "guide", "both"]
State = Literal["applied", "approved", "declined", "waiting", "matched", "completed", "withdrawn"]


class ProgrammeOut(Schema):
    """Something that people take part in for a time."""

    id: str = Field(alias="public_id")
    name: str
    kind: Kind
    state: Literal["draft", "open", "running", "closed"]
    purpose: str
    takes_people: bool = Field(description="Whether one can sign up today.")
    needs_approval: bool
    departments: list[str] = Field(description="Who may join; empty: everyone.")
    locations: list[str] = Field(description="Where who may join works; empty: anywhere.")
    learner_levels: list[str] = Field(description="Ids of the levels of learners; empty: every level.")
    guide_levels: list[str] = Field(description="Ids of the levels of guides; empty: every level.")
    guide_least_years: int | None = Field(description="Years of experience that guides have at least.")
    preparing: Literal["nobody", "learners", "guides", "everybody"] = Field(
        description="Who has a preparation to do before they are matched."
    )
    preparation: str
    preparation_link: str
    sign_up_opens_on: date | None
    sign_up_closes_on: date | None
    starts_on: date | None
    ends_on: date | None
    rhythm_in_days: int
    session_minutes: int


class ProgrammeIn(Schema):
    """A new draft; its setup is finished on its pages."""

    name: Words = Field(min_length=1, max_length=120)
    kind: Kind = "mentoring"


class QuestionOut(Schema):
    """A question asked at sign-up, and who reads the answer."""

    key: str
    text: str
    help_text: str
    kind: Literal[
        "short_text",
        "long_text",
        "choice",
        "choices",
        "number",
        "scale",
        "yes_no",
        "date",
        "languages",
        "graded",
        "ranking",
    ]
    options: list[str] = Field(description="The list, or the words for both ends of a scale.")
    asked: Literal["everybody", "learners", "guides"]
    reader: Literal["matches", "managers", "nobody"]
    is_used_for_matching: bool = Field(
        description="Whether the answer may count for who is matched with whom."
    )
    is_required: bool


class EnrolmentOut(Schema):
    """Somebody in a programme, in a role."""

    id: str = Field(alias="public_id")
    programme: str = Field(alias="programme.public_id")
    person: str = Field(alias="person.public_id")
    name: str = Field(alias="person.name")
    role: Role
    state: State
    places_as_learner: int = Field(description="How many guides this person wants here.")
    places_as_guide: int = Field(description="How many learners this person takes here.")
    applied_at: datetime
    prepared_at: datetime | None = Field(description="When the preparation was marked as done.")
    decided_at: datetime | None
    ended_at: datetime | None


class AnsweredEnrolmentOut(EnrolmentOut):
    """A sign-up with those of its answers that you may read."""

    answers: dict[str, Any] = Field(description="By question key.")
    decline_reason: str | None = Field(description="For the person alone; null for others.")


class SignUpIn(Schema):
    """How one takes part, and the answers by question key."""

    role: Role = "learner"
    places_as_learner: int = Field(1, ge=1, le=5)
    places_as_guide: int = Field(1, ge=1, le=5)
    answers: dict[str, Value] = {}


class RefusalIn(Schema):
    """Why not, for the person alone."""

    reason: Words = Field("", max_length=300)
