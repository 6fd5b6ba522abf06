"""Setting a coach's terms; a coach saying what qualifies them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.people.models import Level
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_run_programme


@transaction.atomic
def set_coach_terms(
    enrolment: Enrolment,
    *,
    by: Person,
    is_external: bool,
    fee: Decimal | None = None,
    credentials: str = "",
    departments: Sequence[str] = (),
    levels: Iterable[Level] = (),
) -> CoachTerms:
    """Say where a coach comes from, what a session costs, and whom they may coach (empty: everybody).

    Sessions that were held keep the fee that they were held for.
    """
    require(can_run_programme(by, enrolment.programme))
    _check_coach(enrolment)
    if fee is not None and not is_external:
        raise RuleBroken(
            _("Coaches of your own have no fee. Leave it empty, or say that they come from outside.")
        )
    terms, _is_new = CoachTerms.objects.update_or_create(
        enrolment=enrolment,
        defaults={
            "is_external": is_external,
            "fee": fee,
            "credentials": credentials.strip(),
            "departments": list(departments),
        },
    )
    terms.levels.set(levels)
    record("coach.terms_set", by=by, subject=enrolment)
    return terms


@transaction.atomic
def describe_coach(enrolment: Enrolment, *, by: Person, credentials: str) -> CoachTerms:
    """Say in free words what qualifies one as a coach."""
    require(enrolment.person_id == by.pk)
    _check_coach(enrolment)
    terms, _is_new = CoachTerms.objects.update_or_create(
        enrolment=enrolment, defaults={"credentials": credentials.strip()}
    )
    record("coach.described", by=by, subject=enrolment)
    return terms


def check_currency(programme: Programme, currency: str) -> None:
    """Fees that stand keep their currency: raise ``RuleBroken`` when another one is chosen."""
    before = Programme.objects.values_list("currency", flat=True).get(pk=programme.pk)
    has_fees = CoachTerms.objects.filter(enrolment__programme=programme).exclude(fee=None)
    if currency != before and has_fees.exists():
        raise RuleBroken(
            _("Coaches have fees in %(currency)s here. Clear the fees first, then choose another currency.")
            % {"currency": before}
        )


def _check_coach(enrolment: Enrolment) -> None:
    if enrolment.programme.kind != Programme.Kind.COACHING or not enrolment.is_guide:
        raise RuleBroken(_("Only the coaches of a coaching programme have terms."))
