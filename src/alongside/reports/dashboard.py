"""How a programme goes: how far people got, and which pairs need a hand. Dates and lengths, never words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import words_for
from alongside.relationships.models import Participant, Relationship, Session
from alongside.reports.health import with_doing
from alongside.tables import write_xlsx
from alongside.web.charts import bar

FEWEST = 5
"""No average stands for fewer than this many."""

SHOWN: dict[str, str | Promise] = {
    "silent": gettext_lazy("Not met for longer than agreed"),
    "open": gettext_lazy("Meeting"),
    "paused": gettext_lazy("Paused"),
    "over": gettext_lazy("Ended or completed"),
    "all": gettext_lazy("All pairs"),
}


@dataclass(frozen=True)
class Stage:
    """One row of the funnel: a word, how many, and the bar."""

    word: str
    number: int
    drawing: SafeString


@dataclass(frozen=True)
class Averages:
    """What pairs do on average; None while there are fewer than five to stand behind it."""

    sessions: float | None
    minutes: float | None
    hours: float | None


def funnel(programme: Programme, role: str) -> list[Stage]:
    """How far the people of one side got, from sign-up to the end."""
    state = Enrolment.State
    inside = Participant.objects.filter(enrolment=OuterRef("pk"))
    met = inside.filter(relationship__last_met_on__isnull=False)
    side = programme.enrolments.filter(role__in=[role, Enrolment.Role.BOTH])
    rows = side.annotate(was_matched=Exists(inside), has_met=Exists(met))
    kept = Q(state__in=[state.APPROVED, state.MATCHED, state.COMPLETED]) | Q(was_matched=True)
    numbers = rows.aggregate(
        signed_up=Count("pk"),
        approved=Count("pk", filter=kept),
        matched=Count("pk", filter=Q(was_matched=True)),
        met=Count("pk", filter=Q(has_met=True)),
        completed=Count("pk", filter=Q(state=state.COMPLETED)),
    )
    words = {
        "signed_up": _("Signed up"),
        "approved": _("Approved"),
        "matched": _("Matched"),
        "met": _("Met at least once"),
        "completed": _("Completed"),
    }
    most = max(numbers["signed_up"], 1)
    return [Stage(word, numbers[key], bar(numbers[key] / most)) for key, word in words.items()]


def averages(programme: Programme) -> Averages:
    """Sessions and hours of a pair, minutes of a session; each only with five or more behind it."""
    pairs = programme.relationships.count()
    held = Session.objects.filter(relationship__programme=programme, state=Session.State.HELD)
    sums = held.aggregate(number=Count("pk"), total=Sum("minutes"), length=Avg("minutes"))
    enough = pairs >= FEWEST
    met = held.order_by().values("relationship").distinct().count() >= FEWEST
    return Averages(
        sessions=sums["number"] / pairs if enough else None,
        minutes=sums["length"] if met else None,
        hours=(sums["total"] or 0) / 60 / pairs if enough else None,
    )


def pairs_of(programme: Programme, *, show: str = "open", find: str = "") -> QuerySet[Relationship]:
    """Pairs with what may be known of their meetings, those who have not met for longest first."""
    states = Relationship.State
    rows = Relationship.objects.filter(programme=programme).with_meetings()
    if show == "silent":
        rows = rows.behind([programme])
    elif show == "paused":
        rows = rows.filter(state=states.PAUSED)
    elif show == "over":
        rows = rows.filter(state__in=[states.COMPLETED, states.ENDED_EARLY])
    elif show != "all":
        rows = rows.filter(state=states.ACTIVE)
    if find:
        named = Participant.objects.filter(person__name__icontains=find)
        rows = rows.filter(pk__in=named.values("relationship"))
    return with_doing(rows.with_people(), programme).order_by("met_or_begun", "pk")


def pairs_file(programme: Programme, rows: QuerySet[Relationship]) -> bytes:
    """The same list as a workbook; names, dates and counts, nothing written."""
    words = words_for(programme.kind)
    columns = [
        str(words.learner),
        str(words.guide),
        _("State"),
        _("Started"),
        _("Last met"),
        _("Sessions held"),
        _("Minutes together"),
        _("Next session"),
    ]
    return write_xlsx(columns, _lines(rows), _("Pairs"))


def _lines(rows: QuerySet[Relationship]) -> Iterator[list]:
    for pair in rows:
        names = [participant.person.name for participant in pair.in_order]
        next_at = pair.next_at
        yield [
            ", ".join(names[:-1]),
            names[-1] if names else "",
            pair.get_state_display(),
            pair.started_on,
            pair.last_met_on,
            pair.held,
            pair.minutes,
            timezone.localdate(next_at) if next_at else None,
        ]
