"""What waits or stands still in the programmes that a person runs, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from alongside.accounts.models import Person
from alongside.matching.models import Proposal, Scenario
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship


@dataclass(frozen=True)
class Stuck:
    """One programme and what in it needs a hand."""

    programme: Programme
    applications: int
    unanswered: int
    silent: int
    drafts: int

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits."""
        return not (self.applications or self.unanswered or self.silent or self.drafts)


def stuck_in(programmes: Sequence[Programme]) -> list[Stuck]:
    """What needs a hand in each of the programmes."""
    applied = Enrolment.objects.filter(state=Enrolment.State.APPLIED)
    ready = Scenario.objects.filter(state=Scenario.State.SOLVED)
    applications, drafts = _count(applied, programmes), _count(ready, programmes)
    unanswered = _count(Proposal.objects.waiting(), programmes)
    silent = _count(Relationship.objects.behind(programmes), programmes)
    return [
        Stuck(
            programme,
            applications.get(programme.pk, 0),
            unanswered.get(programme.pk, 0),
            silent.get(programme.pk, 0),
            drafts.get(programme.pk, 0),
        )
        for programme in programmes
    ]


def managed(person: Person) -> list[Programme]:
    """The programmes that the person runs and that are not over, newest first."""
    return list(Programme.objects.managed_by(person).exclude(state=Programme.State.CLOSED)[:30])


def _count(rows: QuerySet, programmes: Sequence[Programme]) -> dict[int, int]:
    counted = (
        rows.filter(programme__in=programmes).order_by().values("programme").annotate(number=Count("pk"))
    )
    return dict(counted.values_list("programme", "number"))
