"""The background work of a run: solve, and keep the pairs and who is left in one go."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.activity.bulk import wrote_in_bulk
from alongside.activity.jobs import report, work
from alongside.activity.models import Job
from alongside.matching import engine
from alongside.matching.circles.keeping import keep_circles
from alongside.matching.models import Scenario, ScenarioPair, ScenarioUnmatched
from alongside.matching.pricing import price_rules

STEPS = engine.STEPS + 1
"""The engine's, and keeping the result."""

LOW_FIT = 0.4
BATCH = 500


@work("matching.solve")
def solve_scenario(job: Job) -> dict[str, Any]:
    """Solve the scenario that the job names, then price its rules; what is kept already is left alone."""
    scenario = Scenario.objects.select_related("programme").get(public_id=job.input["scenario"])
    total, cohort = STEPS + len(scenario.rules), None
    if scenario.programme.forms_circles:
        if scenario.state == Scenario.State.DRAFT:
            form = engine.form_triads if scenario.programme.is_pool else engine.form_circles
            keep_circles(scenario, form(scenario, lambda done: report(job, done=done, total=4)))
        return {"scenario": scenario.public_id}
    if scenario.state == Scenario.State.DRAFT:
        solved = engine.solve(scenario, lambda done: report(job, done=done, total=total))
        keep(scenario, solved)
        cohort = solved.cohort
        scenario.refresh_from_db()
    price_rules(scenario, cohort, job, done=STEPS, total=total)
    return {"scenario": scenario.public_id}


@transaction.atomic
def keep(scenario: Scenario, solved: engine.Solved) -> None:
    """Keep what a run found, unless it is kept already."""
    held = Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
    if held.state != Scenario.State.DRAFT:
        return
    fits = [pair.fit for pair in solved.pairs]
    lowest, highest = min(fits, default=0.0), max(fits, default=0.0)
    rows = [pair_row(held, pair, is_lowest=pair.fit == lowest < highest) for pair in solved.pairs]
    ScenarioPair.objects.bulk_create(rows, batch_size=BATCH)
    ScenarioUnmatched.objects.bulk_create(
        [
            ScenarioUnmatched(
                scenario=held, enrolment=left.member.enrolment, reason=left.reason, cure=left.cure
            )
            for left in solved.left
        ],
        batch_size=BATCH,
    )
    wrote_in_bulk(ScenarioPair, ScenarioUnmatched)
    held.result, held.state, held.solved_at = solved.result, Scenario.State.SOLVED, timezone.now()
    held.save(update_fields=["result", "state", "solved_at"])


def pair_row(scenario: Scenario, pair: engine.Pair, *, is_lowest: bool = False) -> ScenarioPair:
    """A pair as a row of its scenario, with what the programme team should look at."""
    return ScenarioPair(
        scenario=scenario,
        learner=pair.learner.enrolment,
        guide=pair.guide.enrolment,
        fit=pair.fit,
        contributions=pair.contributions,
        reasons=pair.reasons,
        flags=_flags(pair, is_lowest=is_lowest),
        is_locked=pair.is_locked,
    )


def _flags(pair: engine.Pair, *, is_lowest: bool) -> list[str]:
    flags = ["lowest_fit"] if is_lowest else []
    if pair.fit < LOW_FIT:
        flags.append("low_fit")
    if pair.breaks_rule:
        flags.append("breaks_rule")
    department = pair.learner.value("department")
    if department and department == pair.guide.value("department"):
        flags.append("same_department")
    answered = sum(row["most"] for row in pair.contributions if row["answered"])
    if pair.contributions and answered < 0.5:
        flags.append("missing_answers")
    return flags
