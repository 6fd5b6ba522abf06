"""The matching of a week: begun by the clock, solved in the background, kept and published in one go.

Whatever is killed in between, a week is matched once: the row of the programme says which week was seen to, and
the run, its pairs, the suggested matches and all mails are written in the same transaction that notes the run
there. Before it, nothing stands anywhere.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.activity import jobs
from alongside.activity.actions import RuleBroken, record
from alongside.activity.models import Job
from alongside.matching import engine
from alongside.matching.actions.drafting import next_number
from alongside.matching.actions.publishing import offer_pairs
from alongside.matching.circles.latecomers import free_seats, gathers_around_topics
from alongside.matching.circles.offering_later import offer_free_seats
from alongside.matching.models import Scenario
from alongside.matching.reading import read_counts
from alongside.matching.solving import STEPS, keep
from alongside.matching.weekly.mails import team_told
from alongside.matching.weekly.models import WeeklyMatching
from alongside.matching.weekly.weeks import matched_weekly, week_of
from alongside.programmes.models import Programme

MOST_TRIES = 3
"""How often a week is solved anew because somebody left or was matched meanwhile."""


def match_weekly() -> int:
    """Begin the matching of this week in each programme that has one; returns in how many. By the clock.

    A programme that is not matched every week any more is forgotten, and begins with the next Monday should
    it be again: nobody is matched on a day that no page named.
    """
    weekly = matched_weekly()
    WeeklyMatching.objects.exclude(programme__in=weekly).delete()
    return sum(begin_week(each) for each in weekly.select_related("organisation"))


@transaction.atomic
def begin_week(programme: Programme) -> bool:
    """Start the work of this week unless it was; whether it was started. No work where nobody can be matched."""
    week = week_of(timezone.now(), programme.organisation)
    WeeklyMatching.objects.get_or_create(programme=programme, defaults={"week": week})
    held = WeeklyMatching.objects.select_for_update(of=("self",), no_key=True).get(programme=programme)
    if held.week >= week:
        return False
    held.week, held.job, held.scenario = week, None, None
    counts = read_counts(programme)
    if counts["learners"] and (counts["guides"] or gathers_around_topics(programme)):
        held.job = jobs.start(
            "matching.weekly",
            by=None,
            organisation=programme.organisation,
            input={"programme": programme.public_id},
        )
    held.save()
    return held.job is not None


@jobs.work("matching.weekly", title=_("Matching whoever joined since"))
def match_week(job: Job) -> dict[str, Any]:
    """Solve the week and keep it; again, a few times, where people changed while it was worked out."""
    programme = Programme.objects.select_related("organisation").get(public_id=job.input["programme"])
    if gathers_around_topics(programme):
        return {"seats": _seat_week(job, programme)}
    for attempt in range(1, MOST_TRIES + 1):
        run = _run_of_this_week(programme)
        solved = engine.solve(run, lambda done: jobs.report(job, done=done, total=STEPS))
        try:
            return {"pairs": _keep_week(job, run, solved)}
        except RuleBroken:
            if attempt == MOST_TRIES:
                raise
    return {}


@transaction.atomic
def _seat_week(job: Job, programme: Programme) -> int:
    """Offer the free seats of circles that meet, or tell the team that there are some; how many.

    Done once: the row of the week lets go of its job with the seats and the mails. New circles are the team's to
    draft, because nobody has looked at them yet.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    mine = WeeklyMatching.objects.select_for_update(of=("self",), no_key=True)
    held = mine.filter(programme=programme, job=job).first()
    if held is None or not matched_weekly().filter(pk=programme.pk).exists():
        return 0
    held.job = None
    held.save(update_fields=["job"])
    if programme.is_weekly_published:
        count = len(offer_free_seats(programme, by=None))
    else:
        count = len(free_seats(programme).seats)
    if count:
        record(
            "matching.weekly_seated",
            by=None,
            organisation=programme.organisation,
            subject=programme,
            tell=team_told(programme, None, count),
        )
    return count


def _run_of_this_week(programme: Programme) -> Scenario:
    """A run, not kept yet, by what counted in the one published last: its audit was read by a person."""
    published = programme.scenarios.filter(state=Scenario.State.PUBLISHED)
    last = published.order_by("-published_at", "-number")[0]
    return Scenario(
        programme=programme,
        objective=last.objective,
        criteria=last.criteria,
        rules=last.rules,
        is_weekly=True,
    )


@transaction.atomic
def _keep_week(job: Job, run: Scenario, solved: engine.Solved) -> int:
    """Keep a week with its pairs, publish it where that is wished, and tell the team; how many pairs.

    Nothing where it is kept already, where there is no pair, or where the programme is not matched weekly any
    more. Raises ``RuleBroken`` where people changed meanwhile; then nothing is kept.
    """
    programme = (
        Programme.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=run.programme_id)
    )
    mine = WeeklyMatching.objects.select_for_update(of=("self",), no_key=True).filter(
        programme=programme, job=job, scenario=None
    )
    held = mine.first()
    if held is None or not solved.pairs or not matched_weekly().filter(pk=programme.pk).exists():
        return 0
    run.number, run.job = next_number(programme), job
    run.save()
    keep(run, solved)
    run.refresh_from_db()
    held.scenario = run
    held.save(update_fields=["scenario"])
    record(
        "matching.weekly_drafted",
        by=None,
        organisation=programme.organisation,
        subject=run,
        tell=team_told(programme, run, len(solved.pairs)),
    )
    if programme.is_weekly_published:
        offer_pairs(programme, run, by=None)
    return len(solved.pairs)
