"""Who was left without a match in a published run, or lost theirs early, and goes first in the next."""

from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from alongside.matching.models import Proposal, Scenario, ScenarioUnmatched, Seat
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Participant, Relationship

COUNTS_FOR = (Scenario.Objective.PLACES, Scenario.Objective.PEOPLE)
"""Aims that are totals. The fairest and the stable matching know no total that waiting could be added to."""


def left_over() -> QuerySet[ScenarioUnmatched]:
    """Everybody left without a match in a published run to whom nobody has been suggested since."""
    since = Proposal.objects.filter(
        learner=OuterRef("enrolment"), offered_at__gte=OuterRef("scenario__published_at")
    )
    seats = Seat.objects.filter(
        enrolment=OuterRef("enrolment"), offered_at__gte=OuterRef("scenario__published_at")
    )
    published = ScenarioUnmatched.objects.filter(scenario__state=Scenario.State.PUBLISHED)
    return published.filter(~Exists(since), ~Exists(seats))


def lost_early() -> QuerySet[Participant]:
    """Every learner whose relationship ended early, who looks again and to whom nobody has been suggested since."""
    since = Proposal.objects.filter(
        learner=OuterRef("enrolment"), offered_at__gte=OuterRef("relationship__ended_at")
    )
    seats = Seat.objects.filter(
        enrolment=OuterRef("enrolment"), offered_at__gte=OuterRef("relationship__ended_at")
    )
    return Participant.objects.filter(
        ~Exists(since),
        ~Exists(seats),
        role__in=[Participant.Role.LEARNER, Participant.Role.PEER],
        relationship__state=Relationship.State.ENDED_EARLY,
        enrolment__state=Enrolment.State.APPROVED,
    )


def runs_waited(programme: Programme) -> dict[int, tuple[int, datetime]]:
    """How often each learner was left over or lost somebody, and since when, by the enrolment's key. Two queries."""
    left = left_over().filter(scenario__programme=programme).order_by().values("enrolment")
    counted = left.annotate(times=Count("scenario", distinct=True), since=Min("scenario__published_at"))
    waited = {row["enrolment"]: (row["times"], row["since"]) for row in counted}
    lost = lost_early().filter(relationship__programme=programme).order_by().values("enrolment")
    for row in lost.annotate(times=Count("relationship", distinct=True), since=Min("relationship__ended_at")):
        times, since = waited.get(row["enrolment"], (0, row["since"]))
        waited[row["enrolment"]] = times + row["times"], min(since, row["since"])
    return waited
