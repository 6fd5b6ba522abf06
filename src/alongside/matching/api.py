"""Matching in the API: runs and their pairs for the programme team, suggested matches for the two people."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.pagination import paginate

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.matching.actions import (
    accept_proposal,
    decline_proposal,
    draft_matching,
    publish_scenario,
    read_audit,
    rename_scenario,
    take_back_proposal,
)
from alongside.matching.models import Proposal, Scenario, ScenarioPair
from alongside.programmes.models import Programme
from alongside.programmes.reasons import reason_sentences

router = Router(tags=["matching"])


class NamedOut(Schema):
    """Something with a name."""

    id: str = Field(alias="public_id")
    name: str


class ScenarioOut(Schema):
    """A run of the matching: how far it is, and what came of it. Fits are from 0 to 1."""

    id: str = Field(alias="public_id")
    number: int
    name: str = Field(
        alias="title", description="What the team calls it; the number of the draft until then."
    )
    state: Literal["draft", "solved", "published"]
    objective: Literal["places", "people", "fairest", "stable"]
    pairs: int | None
    learners: int | None
    matched_learners: int | None
    mean_fit: float | None
    lowest_fit: float | None
    gap: float | None = Field(
        description="How much better any other matching could be; 0 is the proved optimum. None where the aim is "
        "another: a stable matching is proved to leave no two who would both rather have each other."
    )
    problem: str = Field(description="Why the run stopped, in words; empty while all is well.")
    created_at: datetime
    published_at: datetime | None

    @staticmethod
    def resolve_pairs(scenario: Scenario) -> int | None:
        """Pairs that were found."""
        return scenario.result.get("pairs")

    @staticmethod
    def resolve_learners(scenario: Scenario) -> int | None:
        """Learners whom the run looked at."""
        return scenario.result.get("learners")

    @staticmethod
    def resolve_matched_learners(scenario: Scenario) -> int | None:
        """Learners with at least one match."""
        return scenario.result.get("matched_learners")

    @staticmethod
    def resolve_mean_fit(scenario: Scenario) -> float | None:
        """The mean of all fits."""
        return scenario.result.get("mean")

    @staticmethod
    def resolve_lowest_fit(scenario: Scenario) -> float | None:
        """The lowest fit."""
        return scenario.result.get("lowest")

    @staticmethod
    def resolve_gap(scenario: Scenario) -> float | None:
        """The gap to the bound."""
        return scenario.result.get("gap")

    @staticmethod
    def resolve_problem(scenario: Scenario) -> str:
        """The job's error."""
        return scenario.job.error if scenario.job else ""


class PairOut(Schema):
    """A pair of a run, as the programme team sees it."""

    id: str = Field(alias="public_id")
    learner: NamedOut = Field(alias="learner.person")
    guide: NamedOut = Field(alias="guide.person")
    fit: float
    is_locked: bool
    flags: list[str]
    reasons: list[str]

    @staticmethod
    def resolve_reasons(pair: ScenarioPair) -> list[str]:
        """Why, in the language of the one who asks."""
        names = {"learner": pair.learner.person.short_name, "guide": pair.guide.person.short_name}
        return reason_sentences(pair.reasons, **names)


class SuggestionOut(Schema):
    """A suggested match, as one of its two people sees it: who and why, never a number."""

    id: str = Field(alias="public_id")
    programme: NamedOut
    state: Literal["offered", "accepted", "declined", "expired"]
    side: Literal["learner", "guide"] = Field(description="The side that you take.")
    person: NamedOut = Field(description="Who is suggested to you.")
    reasons: list[str]
    is_request: bool = Field(description="The learner asked for it themselves.")
    message: str = Field(description="What the learner wrote when they asked; empty otherwise.")
    you_accepted: bool
    offered_at: datetime
    expires_at: datetime

    @staticmethod
    def resolve_side(proposal: Proposal, context: dict[str, Any]) -> str:
        """Which of the two asks."""
        return proposal.side_of(context["request"].person)

    @staticmethod
    def resolve_person(proposal: Proposal, context: dict[str, Any]) -> Person:
        """The other one."""
        return proposal.other(context["request"].person)

    @staticmethod
    def resolve_you_accepted(proposal: Proposal, context: dict[str, Any]) -> bool:
        """Whether the one who asks has said yes."""
        return proposal.has_yes_of(context["request"].person)

    @staticmethod
    def resolve_reasons(proposal: Proposal, context: dict[str, Any]) -> list[str]:
        """Why, said to the one who asks."""
        return reason_sentences(
            proposal.reasons,
            learner=proposal.learner.person.short_name,
            guide=proposal.guide.person.short_name,
            reader=proposal.side_of(context["request"].person),
        )


class AnswerOut(Schema):
    """A suggested match, as the programme team sees it."""

    id: str = Field(alias="public_id")
    learner: NamedOut = Field(alias="learner.person")
    guide: NamedOut = Field(alias="guide.person")
    state: Literal["offered", "accepted", "declined", "expired"]
    learner_accepted_at: datetime | None
    guide_accepted_at: datetime | None
    decline_reason: str = Field(description="Empty where it was given about you yourself.")
    expires_at: datetime

    @staticmethod
    def resolve_decline_reason(proposal: Proposal) -> str:
        """As far as it is for the one who asks."""
        return getattr(proposal, "reason_told", "")


class AuditOut(Schema):
    """How everyone and each group fares on both sides, by field; empty where too few people are in a group."""

    learners: dict[str, Any]
    guides: dict[str, Any]


class RunIn(Schema):
    """What a new run aims for, and what it is called; left out, the programme's own aim and the draft's number."""

    objective: Literal["places", "people", "fairest", "stable"] | None = None
    name: str = Field("", max_length=80)


class RunNameIn(Schema):
    """What the team calls a run; empty, it is called by its number again."""

    name: str = Field(max_length=80)


class RefusalIn(Schema):
    """Why not, for the programme team alone; may be left out."""

    reason: str = Field("", max_length=300)


@router.get(
    "/programmes/{programme_id}/matching-runs", response=list[ScenarioOut], summary="Runs of a matching"
)
@paginate
def scenarios(request: TenantRequest, programme_id: str) -> QuerySet[Scenario]:
    """Every run of a programme that you run, newest first."""
    return _programme(request, programme_id).scenarios.select_related("job")


@router.post(
    "/programmes/{programme_id}/matching-runs", response={201: ScenarioOut}, summary="Draft a matching"
)
def draft(request: TenantRequest, programme_id: str, given: RunIn) -> Status:
    """Start a run in the background, with the programme's criteria and rules; read it until it is solved."""
    programme = _programme(request, programme_id)
    return Status(
        201, draft_matching(programme, by=request.person, objective=given.objective, name=given.name)
    )


@router.get("/matching-runs/{scenario_id}", response=ScenarioOut, summary="One run")
def scenario(request: TenantRequest, scenario_id: str) -> Scenario:
    """How far a run is, and what came of it."""
    return _scenario(request, scenario_id)


@router.put("/matching-runs/{scenario_id}/name", response=ScenarioOut, summary="Name a run")
def name(request: TenantRequest, scenario_id: str, given: RunNameIn) -> Scenario:
    """Call a run of yours by a name that no other run of the programme has."""
    rename_scenario(_scenario(request, scenario_id), by=request.person, name=given.name)
    return _scenario(request, scenario_id)


@router.get("/matching-runs/{scenario_id}/pairs", response=list[PairOut], summary="The pairs of a run")
@paginate
def pairs(request: TenantRequest, scenario_id: str) -> QuerySet[ScenarioPair]:
    """Every pair with its fit and reasons, best first."""
    return _scenario(request, scenario_id).pairs.with_people()


@router.get("/matching-runs/{scenario_id}/audit", response=AuditOut, summary="Who fares how in a run")
def audit(request: TenantRequest, scenario_id: str) -> dict[str, Any]:
    """How groups of people fare: match rate, mean fit, worst fit and mean rank, with intervals."""
    told = _scenario(request, scenario_id).result.get("audit", {})
    return {"learners": told.get("learner", {}), "guides": told.get("guide", {})}


@router.post("/matching-runs/{scenario_id}/audit-reading", response=ScenarioOut, summary="Read the audit")
def audit_reading(request: TenantRequest, scenario_id: str) -> Scenario:
    """Say that you have read the audit of a run; without it you cannot publish the run."""
    return read_audit(_scenario(request, scenario_id), by=request.person)


@router.post("/matching-runs/{scenario_id}/publication", response=ScenarioOut, summary="Publish a run")
def publication(request: TenantRequest, scenario_id: str) -> Scenario:
    """Offer every pair to both sides and tell them by mail; a run is published once."""
    publish_scenario(_scenario(request, scenario_id), by=request.person)
    return _scenario(request, scenario_id)


@router.get(
    "/programmes/{programme_id}/suggestions", response=list[AnswerOut], summary="Answers to suggested matches"
)
@paginate
def answers(request: TenantRequest, programme_id: str) -> QuerySet[Proposal]:
    """Every suggested match of a programme that you run, with the answers."""
    proposals = Proposal.objects.overseen_by(request.person).filter(
        programme=_programme(request, programme_id)
    )
    return proposals.with_reasons_for(request.person).select_related("learner__person", "guide__person")


@router.get("/suggestions", response=list[SuggestionOut], summary="Your suggested matches")
@paginate
def suggestions(request: TenantRequest) -> QuerySet[Proposal]:
    """Matches suggested to you, newest first."""
    return Proposal.objects.visible_to(request.person).with_people()


@router.get("/suggestions/{public_id}", response=SuggestionOut, summary="One suggested match")
def suggestion(request: TenantRequest, public_id: str) -> Proposal:
    """Who is suggested to you, and why."""
    return _suggestion(request, public_id)


@router.post("/suggestions/{public_id}/acceptance", response=SuggestionOut, summary="Say yes")
def acceptance(request: TenantRequest, public_id: str) -> Proposal:
    """Accept; the relationship begins once both have."""
    accept_proposal(_suggestion(request, public_id), by=request.person)
    return _suggestion(request, public_id)


@router.post("/suggestions/{public_id}/refusal", response=SuggestionOut, summary="Say no")
def refusal(request: TenantRequest, public_id: str, given: RefusalIn) -> Proposal:
    """Decline; the reason is for the programme team alone, and both places are free at once."""
    decline_proposal(_suggestion(request, public_id), by=request.person, reason=given.reason)
    return _suggestion(request, public_id)


@router.post("/suggestions/{public_id}/withdrawal", response=AnswerOut, summary="Take a suggestion back")
def withdrawal(request: TenantRequest, public_id: str) -> Proposal:
    """End a suggested match of a programme that you run while it still waits."""
    overseen = Proposal.objects.overseen_by(request.person).select_related("programme")
    return take_back_proposal(get_object_or_404(overseen, public_id=public_id), by=request.person)


def _programme(request: TenantRequest, programme_id: str) -> Programme:
    return get_object_or_404(Programme.objects.managed_by(request.person), public_id=programme_id)


def _scenario(request: TenantRequest, scenario_id: str) -> Scenario:
    scenarios = Scenario.objects.visible_to(request.person).select_related("programme", "job")
    return get_object_or_404(scenarios, public_id=scenario_id)


def _suggestion(request: TenantRequest, public_id: str) -> Proposal:
    return get_object_or_404(Proposal.objects.visible_to(request.person).with_people(), public_id=public_id)
