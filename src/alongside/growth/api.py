"""Goals in the API: one's own, and those that others share with one."""

from datetime import date
from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.growth.actions import (
    change_goal,
    delete_goal,
    let_go_of_goal,
    reach_goal,
    set_goal,
    share_goal,
    stop_sharing_goal,
    take_up_goal,
)
from alongside.growth.companions import companions_of
from alongside.growth.models import Goal
from alongside.web.api_changes import given, if_given

router = Router(tags=["goals"])


class GoalOut(Schema):
    """A goal that the person may read."""

    id: str = Field(alias="public_id")
    owner_id: str = Field(alias="owner.public_id")
    owner_name: str = Field(alias="owner.name")
    title: str
    measure: str
    why: str
    due_on: date
    state: str


class GoalIn(Schema):
    """What one wants to reach, how one will know, and by when."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    measure: Annotated[str, Field(min_length=1, max_length=300)]
    due_on: date
    why: Annotated[str, Field(max_length=1500)] = ""


class GoalChangeIn(Schema):
    """A goal worded anew; what is left out stays."""

    title: str = if_given(min_length=1, max_length=200)
    measure: str = if_given(min_length=1, max_length=300)
    due_on: date = if_given()
    why: str = if_given(max_length=1500)


@router.get("/goals", response=list[GoalOut], summary="The goals you may read")
@paginate
def goals(request: TenantRequest) -> QuerySet[Goal]:
    """Your own goals, and those that somebody shares with you, by date."""
    return Goal.objects.visible_to(request.person).select_related("owner")


@router.post("/goals", response={201: GoalOut}, summary="Set a goal")
def goal_setting(request: TenantRequest, wanted: GoalIn) -> Status:
    """Set a goal for yourself; nobody else reads it until you share it."""
    return Status(201, set_goal(by=request.person, **wanted.dict()))


@router.get("/goals/{public_id}", response=GoalOut, summary="One goal")
def goal(request: TenantRequest, public_id: str) -> Goal:
    """A goal that you may read."""
    return _readable(request, public_id)


@router.patch("/goals/{public_id}", response=GoalOut, summary="Change a goal")
def goal_wording(request: TenantRequest, public_id: str, changes: GoalChangeIn) -> Goal:
    """Word your goal anew, or give it another date; what is left out stays."""
    goal = _readable(request, public_id)
    now = {name: getattr(goal, name) for name in ("title", "measure", "due_on", "why")}
    return change_goal(goal, by=request.person, **{**now, **given(changes)})


@router.delete("/goals/{public_id}", response={204: None}, summary="Delete a goal for good")
def goal_deletion(request: TenantRequest, public_id: str) -> Status:
    """Remove your goal, for everyone who could read it."""
    delete_goal(_readable(request, public_id), by=request.person)
    return Status(204, None)


@router.post("/goals/{public_id}/reaching", response=GoalOut, summary="Say that a goal is reached")
def goal_reaching(request: TenantRequest, public_id: str) -> Goal:
    """You have reached it."""
    return reach_goal(_readable(request, public_id), by=request.person)


@router.post("/goals/{public_id}/letting-go", response=GoalOut, summary="Let a goal go")
def goal_letting_go(request: TenantRequest, public_id: str) -> Goal:
    """It no longer matters."""
    return let_go_of_goal(_readable(request, public_id), by=request.person)


@router.post("/goals/{public_id}/taking-up", response=GoalOut, summary="Take a goal up again")
def goal_taking_up(request: TenantRequest, public_id: str) -> Goal:
    """You work on it again."""
    return take_up_goal(_readable(request, public_id), by=request.person)


@router.put(
    "/goals/{public_id}/readers/{reader_id}", response={204: None}, summary="Share a goal with one person"
)
def goal_sharing(request: TenantRequest, public_id: str, reader_id: str) -> Status:
    """Let one person whom you meet read it."""
    reader = get_object_or_404(companions_of(request.person), public_id=reader_id)
    share_goal(_readable(request, public_id), by=request.person, reader=reader)
    return Status(204, None)


@router.delete(
    "/goals/{public_id}/readers/{reader_id}", response={204: None}, summary="Take a goal back from one person"
)
def goal_unsharing(request: TenantRequest, public_id: str, reader_id: str) -> Status:
    """They no longer find it."""
    goal = _readable(request, public_id)
    reader = get_object_or_404(Person, goals_shared_with__goal=goal, public_id=reader_id)
    stop_sharing_goal(goal, by=request.person, reader=reader)
    return Status(204, None)


def _readable(request: TenantRequest, public_id: str) -> Goal:
    rows = Goal.objects.visible_to(request.person).select_related("owner")
    return get_object_or_404(rows, public_id=public_id)
