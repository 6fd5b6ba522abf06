"""Accounts in the API: who one is, and whom one may see."""

from typing import Literal

from django.db.models import QuerySet
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from alongside.accounts.actions import change_account
from alongside.accounts.models import Person
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
