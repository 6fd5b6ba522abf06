"""Background work in the API: how far it is, and stopping it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from alongside.activity.jobs import cancel
from alongside.activity.models import Job

if TYPE_CHECKING:
    from alongside.accounts.models import Person

router = Router(tags=["jobs"])


class JobOut(Schema):
    """One piece of background work of yours."""

    id: str = Field(alias="public_id")
    kind: str
    state: Job.State
    done: int = Field(description="Steps finished so far.")
    total: int = Field(description="Steps in all; 0 while unknown.")
    result: dict[str, Any]
    error: str = Field(description="What went wrong, in words; empty otherwise.")
    created_at: datetime
    finished_at: datetime | None


@router.get("/jobs", response=list[JobOut], summary="Your background work")
@paginate
def jobs(request: HttpRequest) -> QuerySet[Job]:
    """What you started, the latest first."""
    return Job.objects.visible_to(_person(request))


@router.get("/jobs/{public_id}", response=JobOut, summary="How far one piece of work is")
def job(request: HttpRequest, public_id: str) -> Job:
    """Ask again until ``state`` is done, failed or cancelled."""
    return get_object_or_404(Job.objects.visible_to(_person(request)), public_id=public_id)


@router.post("/jobs/{public_id}/cancellation", response=JobOut, summary="Stop one piece of work")
def job_cancellation(request: HttpRequest, public_id: str) -> Job:
    """It stops at its next step; what is over stays as it ended."""
    mine = get_object_or_404(Job.objects.visible_to(_person(request)), public_id=public_id)
    cancel(mine, by=_person(request))
    mine.refresh_from_db()
    return mine


def _person(request: HttpRequest) -> "Person":
    person: Person = request.person  # type: ignore[attr-defined]  # set by the token
    return person
