"""What a programme's team reads of its coaches, its budget and its coachees' sessions; money in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.coaching.money import money
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme
from alongside.programmes.waiting import Waiting
from alongside.relationships.credits.counting import (
    Credits,
    Spending,
    credits_of,
    held_by_coach,
    planned_by_coach,
    spending_of,
)
from alongside.relationships.credits.models import SessionGrant
from alongside.web.charts import meter


@dataclass(frozen=True)
class CoachRow:
    """A coach, on which terms, and how many sessions."""

    enrolment: Enrolment
    is_external: bool
    fee: str
    reach: str
    held: int
    planned: int


@dataclass(frozen=True)
class CoacheeRow:
    """A coachee, their sessions, and what they got on top."""

    enrolment: Enrolment
    credits: Credits
    grants: list[SessionGrant]


@dataclass(frozen=True)
class Costs:
    """A programme's spending in words; without a budget there is no share of it."""

    held: str
    planned: str
    total: str
    budget: str
    left: str
    percent: int | None
    warning: str
    drawn: SafeString | str


def coaches(programme: Programme) -> EnrolmentQuerySet:
    """Those who coach in the programme, by name."""
    sides = Q(role__in=[Enrolment.Role.GUIDE, Enrolment.Role.BOTH])
    rows = programme.enrolments.taking_part().filter(sides).select_related("person__profile")
    return rows.order_by("person__name", "pk")


def coachees(programme: Programme) -> EnrolmentQuerySet:
    """Those who are coached in the programme, by name."""
    sides = Q(role__in=[Enrolment.Role.LEARNER, Enrolment.Role.BOTH])
    rows = programme.enrolments.taking_part().filter(sides).select_related("person__profile")
    return rows.order_by("person__name", "pk")


def coach_rows(programme: Programme, enrolments: Iterable[Enrolment]) -> list[CoachRow]:
    """These coaches, in a fixed number of queries."""
    shown = list(enrolments)
    rows = CoachTerms.objects.filter(enrolment__in=shown).prefetch_related("levels")
    terms = {each.enrolment_id: each for each in rows}
    held, planned = held_by_coach(programme), planned_by_coach(programme)
    return [
        _coach_row(each, terms.get(each.pk) or CoachTerms(), programme, held[each.pk], planned[each.pk])
        for each in shown
    ]


def coachee_rows(programme: Programme, enrolments: Iterable[Enrolment]) -> list[CoacheeRow]:
    """These coachees; empty where sessions are not counted."""
    shown = list(enrolments)
    found = credits_of(programme, shown)
    grants: dict[int, list[SessionGrant]] = {}
    for grant in SessionGrant.objects.filter(enrolment__in=shown).select_related("granted_by"):
        grants.setdefault(grant.enrolment_id, []).append(grant)
    return [CoacheeRow(each, found[each.pk], grants.get(each.pk, [])) for each in shown if each.pk in found]


def in_words(spending: Spending, currency: str) -> Costs:
    """Spending as its team reads it."""
    share, budget = spending.share, spending.budget
    tone = {"over": "k3", "near": "k3"}.get(spending.warning, "k4")
    return Costs(
        held=money(spending.held, currency),
        planned=money(spending.planned, currency),
        total=money(spending.total, currency),
        budget="" if budget is None else money(budget, currency),
        left="" if budget is None else money(max(Decimal(0), budget - spending.total), currency),
        percent=None if share is None else int(share * 100),
        warning=spending.warning,
        drawn="" if share is None else meter(float(min(share, Decimal(1))), tone=tone),
    )


def budget_warning(programme: Programme) -> Waiting | None:
    """From 80 % of the budget on: how much is used or planned, for the programme's own page."""
    if programme.budget is None or programme.kind != Programme.Kind.COACHING:
        return None
    costs = in_words(spending_of(programme), programme.currency)
    if not costs.warning:
        return None
    sentence = _("%(percent)d %% of the budget is used or planned.") % {"percent": costs.percent}
    url = reverse("programme_coaching", args=[programme.organisation.slug, programme.public_id])
    return Waiting(sentence, _("See what it costs"), url)


def _coach_row(
    enrolment: Enrolment, terms: CoachTerms, programme: Programme, held: int, planned: int
) -> CoachRow:
    names = [*terms.departments, *(level.name for level in terms.levels.all())] if terms.pk else []
    return CoachRow(
        enrolment=enrolment,
        is_external=terms.is_external,
        fee="" if terms.fee is None else money(terms.fee, programme.currency),
        reach=", ".join(names) or _("Everybody"),
        held=held,
        planned=planned,
    )
