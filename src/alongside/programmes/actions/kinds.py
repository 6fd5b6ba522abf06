"""Choosing the kind of a programme, and with it what counts at first and which side stands above."""

from typing import Any

from django.db import transaction

from alongside.accounts.models import Person
from alongside.programmes.actions.life import change_programme, set_criteria, set_rules
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.starting import starting_criteria, starting_minutes, starting_rules, suit_questions
from alongside.programmes.turning import turned

CHOSEN_WHAT_COUNTS = 4
"""The step of the setup that one reaches by saving what counts for a match."""


@transaction.atomic
def change_kind(programme: Programme, *, by: Person, kind: str, **fields: Any) -> Programme:  # noqa: ANN401
    """Keep the first step of the setup; ``fields`` are the programme's own.

    Until the team has chosen what counts for a match, that and the questions are what suits the kind. Afterwards
    their choice stays, and only levels turn round where the other side stands above from now on, or go where
    nobody does.
    """
    before = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    change_programme(programme, by=by, step=1, kind=kind, **fields)
    if kind == before.kind:
        return programme
    if Programme.Kind.FLASH in {kind, before.kind}:
        programme.session_minutes = starting_minutes(kind)
        programme.way = Programme.Way.TEAM  # people book, and ask nobody
        programme.save(update_fields=["session_minutes", "way"])
    if kind == Programme.Kind.GROUP:
        programme.way = Programme.Way.TEAM  # circles are drafted by the team
        programme.save(update_fields=["way"])
    if kind == Programme.Kind.PEER:
        _stand_in_one_pool(programme)
    if before.setup_step < CHOSEN_WHAT_COUNTS:
        set_criteria(programme, starting_criteria(kind))
        set_rules(programme, starting_rules(kind))
        suit_questions(programme, before=before.kind)
    elif kind == Programme.Kind.PEER:
        stand_level(programme)
    elif Programme.Kind.REVERSE in {kind, before.kind}:
        turn_round(programme)
    return programme


def _stand_in_one_pool(programme: Programme) -> None:
    """Let everybody take both sides; first chats need a side that asks."""
    programme.enrolments.update(role=Enrolment.Role.BOTH)
    if programme.way == Programme.Way.CHATS:
        programme.way = Programme.Way.TEAM
    programme.objective = Programme.Objective.PLACES
    programme.save(update_fields=["way", "objective"])


def turn_round(programme: Programme) -> None:
    """Let the other side stand above in every criterion and rule about levels."""
    set_criteria(
        programme,
        [(row.kind, turned(row.kind, row.settings), row.weight) for row in programme.criteria.all()],
    )
    set_rules(programme, [(row.kind, turned(row.kind, row.settings)) for row in programme.rules.all()])


def stand_level(programme: Programme) -> None:
    """Take away what peers do not have: somebody who stands above, and a guide whom several share."""
    criteria = programme.criteria.exclude(kind="level_gap")
    set_criteria(programme, list(criteria.values_list("kind", "settings", "weight")))
    rules = programme.rules.exclude(kind__in=["level_gap", "no_guide_shared_with_manager"])
    set_rules(programme, list(rules.values_list("kind", "settings")))
