"""Coaches, budget and session credits in the API: money as a decimal text with its currency."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.people.models import Level
from alongside.programmes.coaching.actions import set_coach_terms
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Programme
from alongside.programmes.views.scope import enrolment_in, managed
from alongside.relationships.credits.actions import MOST_AT_ONCE, grant_sessions
from alongside.relationships.credits.counting import Credits, credits_between, spending_of
from alongside.relationships.credits.overview import coachee_rows
from alongside.relationships.models import Relationship

router = Router(tags=["coaching"])


class CoachTermsOut(Schema):
    """On which terms a coach works in a programme that you run."""

    id: str = Field(alias="enrolment.public_id", description="The coach's sign-up.")
    is_external: bool
    fee: Decimal | None
    currency: str = Field(alias="enrolment.programme.currency", description="ISO 4217.")
    credentials: str
    departments: list[str] = Field(description="Whom they may coach; empty: people of every department.")
    levels: list[str] = Field(description="By name; empty: people of every level.")

    @staticmethod
    def resolve_levels(terms: CoachTerms) -> list[str]:
        """The levels by name."""
        return [level.name for level in terms.levels.all()]


class CoachTermsIn(Schema):
    """The terms of a coach; only whoever comes from outside has a fee."""

    is_external: bool = False
    fee: Decimal | None = Field(None, ge=0, max_digits=9, decimal_places=2)
    credentials: str = Field("", max_length=1000)
    departments: list[str] = Field([], max_length=100)
    levels: list[str] = Field([], max_length=50, description="By name.")


class SpendingOut(Schema):
    """What the sessions of coaches from outside cost, held and planned, and the budget."""

    held: Decimal
    planned: Decimal
    total: Decimal
    budget: Decimal | None
    currency: str = Field(description="ISO 4217.")
    warning: str = Field(description="“near” from 80 % of the budget on, “over” from 100 %, else empty.")


class CreditsOut(Schema):
    """Sessions of a coachee."""

    granted: int
    held: int
    planned: int
    left: int = Field(description="Those that can still be held, planned ones included.")


class GrantIn(Schema):
    """How many sessions more, and why."""

    sessions: int = Field(ge=1, le=MOST_AT_ONCE)
    reason: str = Field(min_length=1, max_length=300)


@router.get("/programmes/{programme_id}/spending", response=SpendingOut, summary="What coaching costs")
def spending(request: TenantRequest, programme_id: str) -> dict[str, Any]:
    """For those who run the programme."""
    programme = managed(request, programme_id)
    found = spending_of(programme)
    return {
        "held": found.held,
        "planned": found.planned,
        "total": found.total,
        "budget": found.budget,
        "currency": programme.currency,
        "warning": found.warning,
    }


@router.put(
    "/programmes/{programme_id}/coaches/{enrolment_id}", response=CoachTermsOut, summary="Set a coach's terms"
)
def coach_terms(
    request: TenantRequest, programme_id: str, enrolment_id: str, given: CoachTermsIn
) -> CoachTerms:
    """From inside or outside, the fee, the credentials, and whom they may coach."""
    programme = managed(request, programme_id)
    levels = _levels(programme, given.levels)
    said = given.model_dump(exclude={"levels"})
    return set_coach_terms(enrolment_in(programme, enrolment_id), by=request.person, levels=levels, **said)


@router.get(
    "/programmes/{programme_id}/coachees/{enrolment_id}/credits",
    response=CreditsOut,
    summary="The sessions of a coachee",
)
def coachee_credits(request: TenantRequest, programme_id: str, enrolment_id: str) -> Credits:
    """For those who run the programme; 404 where sessions are not counted."""
    return _credits(managed(request, programme_id), enrolment_id)


@router.post(
    "/programmes/{programme_id}/coachees/{enrolment_id}/grants",
    response={201: CreditsOut},
    summary="Give more sessions",
)
def grant(request: TenantRequest, programme_id: str, enrolment_id: str, given: GrantIn) -> Status:
    """With a reason that the team and the coachee read."""
    programme = managed(request, programme_id)
    grant_sessions(enrolment_in(programme, enrolment_id), by=request.person, **given.model_dump())
    return Status(201, _credits(programme, enrolment_id))


@router.get(
    "/relationships/{public_id}/credits", response=CreditsOut, summary="Sessions that you two have left"
)
def credits_of_pair(request: TenantRequest, public_id: str) -> Credits:
    """For those who meet; 404 where sessions are not counted."""
    own = Relationship.objects.visible_to(request.person).select_related("programme")
    return _counted(credits_between(get_object_or_404(own, public_id=public_id)))


def _credits(programme: Programme, enrolment_id: str) -> Credits:
    rows = coachee_rows(programme, [enrolment_in(programme, enrolment_id)])
    return _counted(rows[0].credits if rows else None)


def _counted(found: Credits | None) -> Credits:
    if found is None:
        raise Http404
    return found


def _levels(programme: Programme, names: list[str]) -> list[Level]:
    levels = list(Level.objects.filter(organisation=programme.organisation_id, name__in=names))
    unknown = set(names) - {level.name for level in levels}
    if unknown:
        raise RuleBroken(
            _("There is no level “%(name)s”. Use the names of the organisation’s scale.")
            % {"name": min(unknown)}
        )
    return levels
