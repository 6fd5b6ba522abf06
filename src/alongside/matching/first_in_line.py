"""Who was left without a match in a published run, and goes before those who came later in the next."""

from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from alongside.matching.models import Proposal, Scenario, ScenarioUnmatched
from alongside.programmes.models import Programme

COUNTS_FOR = (Scenario.Objective.PLACES, Scenario.Objective.PEOPLE)
"""Aims that are totals. The fairest and the stable matching know no total that waiting could be added to."""


def left_over() -> QuerySet[ScenarioUnmatched]:
    """Everybody left without a match in a published run to whom nobody has been suggested since."""
    since = Proposal.objects.filter(
        learner=OuterRef("enrolment"), offered_at__gte=OuterRef("scenario__published_at")
    )
    return ScenarioUnmatched.objects.filter(~Exists(since), scenario__state=Scenario.State.PUBLISHED)


def runs_waited(programme: Programme) -> dict[int, tuple[int, datetime]]:
    """How many published runs have left each learner over, and when the first did, by the enrolment's key."""
    rows = left_over().filter(scenario__programme=programme).order_by().values("enrolment")
    counted = rows.annotate(runs=Count("scenario", distinct=True), since=Min("scenario__published_at"))
    return {row["enrolment"]: (row["runs"], row["since"]) for row in counted}
