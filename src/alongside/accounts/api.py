"""Accounts in the API: who one is, and whom one may see."""

from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from alongside.accounts.actions import change_account, invite, withdraw_invitation
from alongside.accounts.models import Invitation, Person
from alongside.accounts.tenancy import TenantRequest
from alongside.web.api_changes import given, if_given

router = Router(tags=["people"])


class PersonOut(Schema):
    """Someone in the organisation's directory."""

    id: str = Field(alias="public_id")
    name: str


class MeOut(PersonOut):
    """Oneself, with what only oneself and an administrator see."""

    email: str
    language: str
    time_zone: str
    theme: Literal["", "light", "dark"]
    is_organisation_admin: bool
    may_start_programmes: bool


@router.get("/me", response=MeOut, summary="Who the token belongs to")
def me(request: TenantRequest) -> Person:
    """The person whose token this is."""
    return request.person


class SettingsIn(Schema):
    """How one wants to be called and spoken to; what is left out stays."""

    name: str = if_given(min_length=1, max_length=150)
    language: str = if_given()
    time_zone: str = if_given()
    theme: Literal["", "light", "dark"] = if_given()


@router.patch("/me", response=MeOut, summary="Change your settings")
def change_me(request: TenantRequest, changes: SettingsIn) -> Person:
    """Change one or several of your own settings."""
    me = request.person
    now = {"name": me.name, "language": me.language, "time_zone": me.time_zone, "theme": me.theme}
    return change_account(me, by=me, **{**now, **given(changes)})


@router.get("/people", response=list[PersonOut], summary="The people you may see")
@paginate
def people(request: TenantRequest, search: str = "") -> QuerySet[Person]:
    """Yourself and everyone whom a programme or a role lets you see, by name."""
    return Person.objects.visible_to(request.person).filter(name__icontains=search)


class InvitationOut(Schema):
    """An invitation; its link is in the mail and nowhere else."""

    id: str = Field(alias="public_id")
    expires_at: datetime


@router.post(
    "/people/{public_id}/invitation", response={201: InvitationOut}, summary="Invite somebody by mail"
)
def invitation(request: TenantRequest, public_id: str) -> Status[Invitation]:
    """Mail a link that opens the account; an earlier link of the same person stops working."""
    person = get_object_or_404(Person.objects.visible_to(request.person), public_id=public_id)
    return Status(201, invite(person, by=request.person))


@router.delete("/people/{public_id}/invitation", response={204: None}, summary="Take an invitation back")
def invitation_withdrawal(request: TenantRequest, public_id: str) -> Status[None]:
    """The link that was mailed stops working."""
    person = get_object_or_404(Person.objects.visible_to(request.person), public_id=public_id)
    withdraw_invitation(person, by=request.person)
    return Status(204, None)
