"""How pairs went, as far as the programme team may know: whether they meet and whether they ended, never a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from django.utils import timezone

from alongside.matching.models import Proposal, ScenarioPair
from alongside.programmes.models import Programme
from alongside.relationships.models import Relationship

MOST_PAIRS = 1000
"""The newest so many are looked at."""

MEETINGS_FIRST = 4
"""A pair that still meets is looked at once its rhythm has asked for so many meetings."""

SAYS_NOTHING = frozenset({Relationship.EndReason.LEFT, Relationship.EndReason.CIRCUMSTANCES})
"""Reasons to end early that have nothing to do with how well two people suit each other."""


class Went(IntEnum):
    """How a pair went, in order."""

    STOPPED = 0
    """Never met, or ended early before the aim was reached."""
    SELDOM = 1
    """Met less than half as often as their rhythm asks."""
    MET = 2
    """Met at least half as often as their rhythm asks, or reached what they wanted."""


@dataclass(frozen=True)
class PastPair:
    """A published pair that accepted: its people, what each criterion gave it, and how it went."""

    learner: int
    guide: int
    contributions: list[Mapping[str, Any]]
    went: Went


def past_pairs(programme: Programme) -> list[PastPair]:
    """Pairs of published runs that are over or ran long enough, the newest first. Three queries."""
    accepted = Proposal.objects.filter(
        programme=programme, state=Proposal.State.ACCEPTED, relationship__isnull=False
    ).exclude(scenario=None)
    rows = Relationship.objects.filter(pk__in=accepted.order_by().values("relationship"))
    by_relationship = rows.with_meetings().in_bulk()
    pairs = ScenarioPair.objects.filter(scenario__in=accepted.order_by().values("scenario"))
    kept: dict[tuple[int | None, int, int], list[Mapping[str, Any]]] = {
        (scenario, learner, guide): contributions
        for scenario, learner, guide, contributions in pairs.order_by().values_list(
            "scenario", "learner", "guide", "contributions"
        )
    }
    today = timezone.localdate()
    found = []
    for proposal in accepted.order_by("-answered_at", "-pk").iterator(chunk_size=2000):
        contributions = kept.get((proposal.scenario_id, proposal.learner_id, proposal.guide_id))
        went = how_it_went(by_relationship[proposal.relationship_id], programme, today)
        if contributions is not None and went is not None:
            found.append(PastPair(proposal.learner_id, proposal.guide_id, contributions, went))
    return found[:MOST_PAIRS]


def how_it_went(relationship: Relationship, programme: Programme, today: date) -> Went | None:
    """From state, end and number of held meetings, with ``with_meetings()``; None while it cannot be told."""
    states, reasons = Relationship.State, Relationship.EndReason
    ended = relationship.state == states.ENDED_EARLY
    if relationship.state == states.PAUSED or (ended and relationship.end_reason in SAYS_NOTHING):
        return None
    asked_for = _asked_for(relationship, programme, today)
    if relationship.state == states.ACTIVE and asked_for < MEETINGS_FIRST:
        return None
    reached = relationship.end_reason == reasons.REACHED
    if not relationship.held or (ended and not reached):
        return Went.STOPPED
    return Went.MET if reached or 2 * relationship.held >= asked_for else Went.SELDOM


def _asked_for(relationship: Relationship, programme: Programme, today: date) -> int:
    """The meetings for which their rhythm asked until the end, or until today; no more than they were given."""
    until = timezone.localdate(relationship.ended_at) if relationship.ended_at else today
    meetings = (until - relationship.started_on) // timedelta(days=programme.rhythm_in_days)
    return meetings if programme.session_credits is None else min(meetings, programme.session_credits)
