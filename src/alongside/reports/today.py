"""The page Today: one heading that is the answer, what else waits, and the days ahead."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.reports.gathering import MOST_SHOWN, Gathered, gather
from alongside.reports.steps import Step, steps_for


@dataclass(frozen=True)
class Coming:
    """A day ahead: a meeting or the day of a goal."""

    on: date
    text: str
    url: str


@dataclass(frozen=True)
class Today:
    """What the page shows."""

    there: Gathered
    first: Step
    others: list[Step]
    further: int
    coming: list[Coming]


def today_of(person: Person) -> Today:
    """Gather what concerns the person and put it in order."""
    there = gather(person)
    first, *others = steps_for(there)
    return Today(there, first, others[:MOST_SHOWN], max(0, len(others) - MOST_SHOWN), _coming(there))


def _coming(today: Gathered) -> list[Coming]:
    """The next four days that matter."""
    days = [
        Coming(
            timezone.localdate(session.starts_at),
            _("%(names)s, %(time)s")
            % {
                "names": today.names_of(session),
                "time": time_format(timezone.localtime(session.starts_at)),
            },
            today.address("session", session),
        )
        for session in today.ahead
    ]
    days += [
        Coming(goal.due_on, goal.title, today.address("goal", goal))
        for goal in today.goals
        if goal.due_on >= timezone.localdate()
    ]
    return sorted(days, key=lambda coming: coming.on)[:4]
