"""What the past says in the API, for who runs the programme; taking the advice is done by a person, on its page."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.learning.lessons import Lesson, lessons_of
from alongside.programmes.models import Programme

router = Router(tags=["matching"])


class LessonOut(Schema):
    """One criterion, and how its fit related to how pairs went."""

    criterion: str = Field(alias="label")
    says: str = Field(description="What may be said, in a sentence.")
    pairs: int
    relation: float | None = Field(description="Kendall's tau-b, -1 to 1; null where it cannot be told.")
    low: float | None = Field(description="Where its 95 % interval begins.")
    high: float | None = Field(description="Where its 95 % interval ends.")
    weight: int | None = Field(description="How much it counts now; null where it does not any more.")
    advised: int | None = Field(description="The weight that the past suggests.")

    @staticmethod
    def resolve_says(lesson: Lesson) -> str:
        """In the reader's language."""
        return str(lesson.says)

    @staticmethod
    def resolve_relation(lesson: Lesson) -> float | None:
        """As the page rounds it."""
        return round(lesson.found.tau, 2) if lesson.found else None

    @staticmethod
    def resolve_low(lesson: Lesson) -> float | None:
        """As the page rounds it."""
        return round(lesson.found.low, 2) if lesson.found else None

    @staticmethod
    def resolve_high(lesson: Lesson) -> float | None:
        """As the page rounds it."""
        return round(lesson.found.high, 2) if lesson.found else None


class LessonsOut(Schema):
    """How pairs went; counts are null where too few people stand behind them."""

    met: int | None = Field(description="Pairs that met as planned.")
    seldom: int | None = Field(description="Pairs that met less than half as often.")
    stopped: int | None = Field(description="Pairs that never met, or stopped early.")
    criteria: list[LessonOut] = Field(description="Empty where there are too few pairs to say anything.")


@router.get(
    "/programmes/{programme_id}/matching-lessons",
    response=LessonsOut,
    summary="What the past says of the criteria",
)
def matching_lessons(request: TenantRequest, programme_id: str) -> dict[str, Any]:
    """Advice: nothing changes by itself."""
    managed = Programme.objects.managed_by(request.person)
    lessons = lessons_of(get_object_or_404(managed, public_id=programme_id))
    counts: dict[str, int] = lessons.counts if lessons.is_counted else {}
    return {
        "met": counts.get("well"),
        "seldom": counts.get("seldom"),
        "stopped": counts.get("stopped"),
        "criteria": lessons.rows,
    }
