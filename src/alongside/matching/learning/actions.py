"""Taking advice from the past into a draft, saving the draft, and putting it aside. Nothing happens by itself."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.learning.lessons import criterion_key, lessons_of
from alongside.matching.learning.models import AdvisedCriteria
from alongside.matching.permissions import can_match
from alongside.programmes.actions.life import change_matching, copy_programme
from alongside.programmes.models import Programme

AS_KEPT = ("kind", "settings", "weight")
"""Of a criterion, as a draft holds it beside what is advised."""


@transaction.atomic
def take_advice(programme: Programme, *, by: Person) -> AdvisedCriteria:
    """Write the suggested weights into a draft that somebody reads, changes and saves; the same again is the draft."""
    require(can_match(by, programme))
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    criteria = _advised(held)
    draft = AdvisedCriteria.objects.filter(programme=held).first()
    if draft and draft.criteria == criteria:
        return draft
    draft, _is_new = AdvisedCriteria.objects.update_or_create(
        programme=held, defaults={"criteria": criteria, "taken_by": by, "taken_at": timezone.now()}
    )
    record("advice.taken", by=by, subject=held)
    return draft


@transaction.atomic
def save_advised_criteria(draft: AdvisedCriteria, *, by: Person, weights: Sequence[int]) -> Programme:
    """Let these weights count, one for each criterion of the draft, in its order; 0 does not count any more.

    Returns the programme in which they count: a copy of one that is closed.
    """
    require(can_match(by, draft.programme))
    held = Programme.objects.select_for_update(no_key=True).get(pk=draft.programme_id)
    if _as_they_stand(held) != [{name: row[name] for name in AS_KEPT} for row in draft.criteria]:
        raise RuleBroken(_("What counts was changed since. Take the advice again to see it beside that."))
    target = copy_programme(held, by=by) if held.state == Programme.State.CLOSED else held
    rows = zip(draft.criteria, weights, strict=True)
    criteria = [(row["kind"], row["settings"], weight) for row, weight in rows if weight]
    rules = list(held.rules.values_list("kind", "settings"))
    change_matching(target, by=by, criteria=criteria, rules=rules)
    AdvisedCriteria.objects.filter(pk=draft.pk).delete()
    record("advice.saved", by=by, subject=target)
    return target


@transaction.atomic
def put_aside_advice(draft: AdvisedCriteria, *, by: Person) -> None:
    """Throw the draft away; what counts stays as it is."""
    require(can_match(by, draft.programme))
    if AdvisedCriteria.objects.filter(pk=draft.pk).delete()[0]:
        record("advice.put_aside", by=by, subject=draft.programme)


def _advised(programme: Programme) -> list[dict[str, Any]]:
    """What counts in the programme, each with the weight that the past suggests."""
    lessons = lessons_of(programme)
    if not lessons.has_advice:
        raise RuleBroken(_("The past suggests no other weights. What counts stays as it is."))
    advised = {row.key: row.advised for row in lessons.rows}
    return [
        {**row, "advised": advised.get(criterion_key(row), row["weight"])}
        for row in _as_they_stand(programme)
    ]


def _as_they_stand(programme: Programme) -> list[dict[str, Any]]:
    return list(programme.criteria.values(*AS_KEPT))
