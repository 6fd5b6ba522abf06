"""How the pairs of a programme are doing, read from the dates on which they met and from nothing else."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.programmes.models import Programme
from alongside.relationships.models import GRACE, Relationship
from alongside.web import charts

STEADY, SLOWING, SILENT = "steady", "slowing", "silent"
STATES = {STEADY: "good", SLOWING: "warn", SILENT: "bad"}


@dataclass(frozen=True)
class Condition:
    """How many pairs do so, in words, and what that means."""

    state: str
    words: str
    meaning: str


@dataclass(frozen=True)
class Health:
    """All pairs that meet at present, one mark for each."""

    pairs: int
    pairs_a_mark: int
    drawing: SafeString
    conditions: list[Condition]


def with_doing(rows: QuerySet[Relationship], programme: Programme) -> QuerySet[Relationship]:
    """``doing``: steady, slowing or silent by the rhythm of the programme; empty for pairs that do not meet now.

    Short meetings have no rhythm, so whoever has one booked is steady.
    """
    if programme.kind == Programme.Kind.FLASH:
        return rows.annotate(
            doing=Case(When(~Q(state=Relationship.State.ACTIVE), then=Value("")), default=Value(STEADY))
        )
    agreed = timezone.localdate() - timedelta(days=programme.rhythm_in_days)
    return rows.annotate(
        doing=Case(
            When(~Q(state=Relationship.State.ACTIVE), then=Value("")),
            When(met_or_begun__gte=agreed, then=Value(STEADY)),
            When(met_or_begun__gte=agreed - GRACE, then=Value(SLOWING)),
            default=Value(SILENT),
        )
    )


def health_of(programme: Programme) -> Health:
    """How the pairs are doing, in one query."""
    rows = with_doing(Relationship.objects.filter(programme=programme).with_meetings(), programme)
    numbers = rows.aggregate(**{doing: Count("pk", filter=Q(doing=doing)) for doing in STATES})
    total = sum(numbers.values())
    return Health(
        pairs=total,
        pairs_a_mark=charts.stands_for(total),
        drawing=charts.units([(STATES[doing], number) for doing, number in numbers.items()]),
        conditions=_conditions(numbers, programme.rhythm_in_days),
    )


def _conditions(numbers: dict[str, int], rhythm: int) -> list[Condition]:
    words = {
        STEADY: ngettext("%(number)d steady", "%(number)d steady", numbers[STEADY]),
        SLOWING: ngettext("%(number)d slowing", "%(number)d slowing", numbers[SLOWING]),
        SILENT: ngettext("%(number)d needs a hand", "%(number)d need a hand", numbers[SILENT]),
    }
    within = ngettext("Met in the last %(days)d day", "Met in the last %(days)d days", rhythm)
    meanings = {
        STEADY: within % {"days": rhythm},
        SLOWING: _("Up to a week later than agreed"),
        SILENT: _("More than a week later than agreed"),
    }
    return [
        Condition(STATES[doing], words[doing] % {"number": number}, meanings[doing])
        for doing, number in numbers.items()
    ]
