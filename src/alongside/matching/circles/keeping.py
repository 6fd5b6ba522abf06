"""Keeping the circles that a run found, and who is left over, in one go."""

from django.db import transaction
from django.utils import timezone

from alongside.activity.bulk import wrote_in_bulk
from alongside.matching import engine
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.models import Scenario, ScenarioUnmatched


@transaction.atomic
def keep_circles(scenario: Scenario, solved: engine.SolvedCircles) -> None:
    """Keep what a run found, unless it is kept already."""
    held = Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
    if held.state != Scenario.State.DRAFT:
        return
    smallest = scenario.programme.smallest_circle
    seats = []
    for formed in solved.circles:
        circle = Circle.objects.create(scenario=held, topic=formed.topic, fit=formed.fit, smallest=smallest)
        sittings = [formed.guide, *formed.members] if formed.guide else formed.members
        seats += [
            Seat(
                circle=circle,
                enrolment=sitting.member.enrolment,
                is_guide=sitting is formed.guide,
                fit=sitting.fit,
                choice=sitting.choice,
                reasons=sitting.reasons,
            )
            for sitting in sittings
        ]
    Seat.objects.bulk_create(seats, batch_size=500)
    ScenarioUnmatched.objects.bulk_create(
        [
            ScenarioUnmatched(scenario=held, enrolment=member.enrolment, reason={"key": key})
            for member, key in solved.left
        ],
        batch_size=500,
    )
    wrote_in_bulk(Seat, ScenarioUnmatched)
    held.result = {**solved.result, "circles": len(solved.circles)}
    held.state, held.solved_at = Scenario.State.SOLVED, timezone.now()
    held.save(update_fields=["result", "state", "solved_at"])
