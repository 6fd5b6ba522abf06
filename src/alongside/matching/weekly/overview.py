"""When the next weekly matching is: for the programme's team, and for whoever waits."""

from dataclasses import dataclass
from datetime import date

from alongside.activity.models import Job
from alongside.matching.weekly.models import WeeklyMatching
from alongside.matching.weekly.weeks import matched_weekly, next_week
from alongside.programmes.models import Programme


@dataclass(frozen=True)
class Weekly:
    """What the team is told of the weekly matching.

    on: its next day; None until the team has published a run, or while it rests. problem: why this week could
    not be matched, empty if it could.
    """

    on: date | None
    is_published: bool
    problem: str


def weekly_of(programme: Programme) -> Weekly | None:
    """The weekly matching of a programme; None where there is none."""
    live = {Programme.State.OPEN, Programme.State.RUNNING}
    if not programme.is_matched_weekly or programme.state not in live or programme.people_ask:
        return None
    is_on = matched_weekly().filter(pk=programme.pk).exists()
    seen_to = WeeklyMatching.objects.filter(programme=programme).select_related("job").first()
    job = seen_to.job if seen_to else None
    return Weekly(
        on=next_week(programme.organisation) if is_on else None,
        is_published=programme.is_weekly_published,
        problem=job.error if job and job.state == Job.State.FAILED else "",
    )
