"""What waits or stands still in the programmes that a person runs, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from alongside.accounts.models import Person
from alongside.matching.models import Proposal, Scenario
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship

NOBODY = {"applications": 0, "learners": 0, "guides": 0, "everybody": 0}


@dataclass(frozen=True)
class Stuck:
    """One programme and what in it needs a hand."""

    programme: Programme
    unanswered: int
    silent: int
    drafts: int
    applications: int
    learners: int
    guides: int
    everybody: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits for a decision."""
        return not (self.applications or self.unanswered or self.silent or self.drafts)


def stuck_in(programmes: Sequence[Programme]) -> list[Stuck]:
    """What needs a hand in each of the programmes."""
    ready = Scenario.objects.filter(state=Scenario.State.SOLVED)
    enrolments, drafts = _sign_ups(programmes), _count(ready, programmes)
    unanswered = _count(Proposal.objects.waiting(), programmes)
    silent = _count(Relationship.objects.behind(programmes), programmes)
    return [
        Stuck(
            programme,
            unanswered=unanswered.get(programme.pk, 0),
            silent=silent.get(programme.pk, 0),
            drafts=drafts.get(programme.pk, 0),
            **enrolments.get(programme.pk, NOBODY),
        )
        for programme in programmes
    ]


def managed(person: Person) -> list[Programme]:
    """The programmes that the person runs and that are not over, newest first."""
    return list(Programme.objects.managed_by(person).exclude(state=Programme.State.CLOSED)[:30])


def _sign_ups(programmes: Sequence[Programme]) -> dict[int, dict[str, int]]:
    """How many wait for a decision, look for a match on each side, and are there in all."""
    looking = Q(state=Enrolment.State.APPROVED)
    by_programme = Enrolment.objects.filter(programme__in=programmes).order_by().values("programme")
    counted = by_programme.annotate(
        applications=Count("pk", filter=Q(state=Enrolment.State.APPLIED)),
        learners=Count("pk", filter=looking & ~Q(role=Enrolment.Role.GUIDE)),
        guides=Count("pk", filter=looking & ~Q(role=Enrolment.Role.LEARNER)),
        everybody=Count("pk"),
    )
    return {row.pop("programme"): row for row in counted}


def _count(rows: QuerySet, programmes: Sequence[Programme]) -> dict[int, int]:
    counted = (
        rows.filter(programme__in=programmes).order_by().values("programme").annotate(number=Count("pk"))
    )
    return dict(counted.values_list("programme", "number"))
