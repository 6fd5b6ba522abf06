"""How many session credits somebody has, and what a programme's sessions cost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.credits.models import SessionFee, SessionGrant
from alongside.relationships.models import Participant, Relationship, Session

NEAR = Decimal("0.8")
"""The share of a budget from which its team is warned."""


@dataclass(frozen=True)
class Credits:
    """Sessions that a coachee may have: granted in all, held, and planned."""

    granted: int
    held: int
    planned: int

    @property
    def left(self) -> int:
        """Sessions that can still be held, planned ones included."""
        return max(0, self.granted - self.held)

    @property
    def to_plan(self) -> int:
        """Sessions that can still be planned."""
        return max(0, self.left - self.planned)


@dataclass(frozen=True)
class Spending:
    """What the sessions of external coaches cost, in the programme's currency."""

    held: Decimal
    planned: Decimal
    budget: Decimal | None

    @property
    def total(self) -> Decimal:
        """Held and planned together."""
        return self.held + self.planned

    @property
    def share(self) -> Decimal | None:
        """How much of the budget that is; None where there is no budget."""
        if self.budget is None:
            return None
        return self.total / self.budget if self.budget else Decimal(self.total > 0)

    @property
    def warning(self) -> str:
        """``over`` from the whole budget on, ``near`` from 80 %, else empty."""
        if self.share is None or self.share < NEAR:
            return ""
        return "over" if self.share >= 1 else "near"


def credits_of(programme: Programme, enrolments: Iterable[Enrolment]) -> dict[int, Credits]:
    """The credits of these coachees by enrolment row, in two queries; empty where sessions are not counted."""
    if programme.session_credits is None or programme.kind != Programme.Kind.COACHING:
        return {}
    rows = list(enrolments)
    more = SessionGrant.objects.filter(enrolment__in=rows).order_by().values("enrolment")
    granted = dict(more.annotate(sum=Sum("sessions")).values_list("enrolment", "sum"))
    state = "relationship__sessions__state"
    learning = Participant.objects.filter(enrolment__in=rows).exclude(role=Participant.Role.GUIDE)
    counted = (
        learning.order_by()
        .values_list("enrolment")
        .annotate(
            held=Count("relationship__sessions", filter=Q(**{state: Session.State.HELD})),
            planned=Count("relationship__sessions", filter=Q(**{state: Session.State.PLANNED})),
        )
    )
    found = {enrolment: (held, planned) for enrolment, held, planned in counted}
    return {
        each.pk: Credits(programme.session_credits + granted.get(each.pk, 0), *found.get(each.pk, (0, 0)))
        for each in rows
    }


def credits_between(relationship: Relationship) -> Credits | None:
    """The credits of the coachee whom a relationship is about; None where sessions are not counted."""
    learners = [
        each.enrolment for each in relationship.participants.exclude(role="guide").select_related("enrolment")
    ]
    found = credits_of(relationship.programme, [each for each in learners if each])
    return min(found.values(), key=lambda each: each.left, default=None)


def spending_of(programme: Programme) -> Spending:
    """What was held at the fee of its day, and what is planned at the fee of today. Exact, whatever the database.

    Amounts are added in Python, one for each different fee, because SQLite adds decimals as floating point.
    """
    fees = SessionFee.objects.filter(session__relationship__programme=programme, currency=programme.currency)
    held = fees.order_by().values_list("amount").annotate(Count("pk"))
    planned = planned_by_coach(programme)
    terms = CoachTerms.objects.filter(enrolment__in=planned).exclude(fee=None)
    ahead = [(each.fee or Decimal(0)) * planned[each.enrolment_id] for each in terms]
    return Spending(
        held=sum((amount * count for amount, count in held), Decimal(0)),
        planned=sum(ahead, Decimal(0)),
        budget=programme.budget,
    )


def planned_by_coach(programme: Programme) -> Counter[int]:
    """Planned sessions by the enrolment of the coach."""
    return _sessions_by_coach(programme, Session.State.PLANNED)


def held_by_coach(programme: Programme) -> Counter[int]:
    """Held sessions by the enrolment of the coach."""
    return _sessions_by_coach(programme, Session.State.HELD)


def _sessions_by_coach(programme: Programme, state: Session.State) -> Counter[int]:
    guides = Participant.objects.filter(relationship__programme=programme, role=Participant.Role.GUIDE)
    counted = guides.exclude(enrolment=None).order_by().values_list("enrolment")
    sessions = Count("relationship__sessions", filter=Q(relationship__sessions__state=state))
    return Counter({pk: count for pk, count in counted.annotate(sessions=sessions) if count})
