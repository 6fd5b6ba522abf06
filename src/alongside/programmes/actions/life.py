"""The life of a programme: set up, opened, started, closed; copied, and run with deputies."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.programmes import mails
from alongside.programmes.actions.topics import ask_topics
from alongside.programmes.coaching.actions import check_currency
from alongside.programmes.models import Criterion, Enrolment, Programme, ProgrammeManager, Rule
from alongside.programmes.permissions import can_run_programme, can_start_programmes
from alongside.programmes.starting import (
    add_starting_questions,
    starting_criteria,
    starting_minutes,
    starting_rules,
)
from alongside.questionnaires.models import Questionnaire
from alongside.questionnaires.versions import copy_questions


@transaction.atomic
def create_programme(*, by: Person, name: str, kind: str = Programme.Kind.MENTORING) -> Programme:
    """A draft, run by who makes it, with questions, criteria and rules that suit its kind."""
    require(can_start_programmes(by))
    today = timezone.localdate()
    questionnaire = Questionnaire.objects.create(organisation=by.organisation, title=name)
    add_starting_questions(questionnaire, kind)
    programme = Programme.objects.create(
        organisation=by.organisation,
        name=name,
        kind=kind,
        session_minutes=starting_minutes(kind),
        questionnaire=questionnaire,
        sign_up_opens_on=today,
        sign_up_closes_on=today + timedelta(days=28),
        starts_on=today + timedelta(days=42),
        ends_on=today + timedelta(days=42 + 182),
    )
    ProgrammeManager.objects.create(programme=programme, person=by)
    set_criteria(programme, starting_criteria(kind))
    set_rules(programme, starting_rules(kind))
    record("programme.created", by=by, subject=programme)
    return programme


@transaction.atomic
def change_programme(programme: Programme, *, by: Person, step: int, **fields: Any) -> Programme:  # noqa: ANN401
    """Keep one step of the setup; ``fields`` are the programme's own."""
    require(can_run_programme(by, programme))
    if programme.state == Programme.State.CLOSED:
        raise RuleBroken(_("This programme is closed. Copy it to begin a new one."))
    if "currency" in fields:
        check_currency(programme, fields["currency"])
    for name, value in fields.items():
        setattr(programme, name, value)
    programme.setup_step = max(programme.setup_step, min(step + 1, 4))
    # Only what this step holds: somebody else may be closing the programme at the same moment.
    programme.save(update_fields=[*fields, "setup_step"])
    record("programme.changed", by=by, subject=programme)
    return programme


@transaction.atomic
def change_matching(
    programme: Programme,
    *,
    by: Person,
    criteria: list[tuple[str, dict[str, Any], int]],
    rules: list[tuple[str, dict[str, Any]]],
    **fields: Any,  # noqa: ANN401
) -> Programme:
    """Say what makes a match good (kind, settings, weight) and what it must obey (kind, settings)."""
    change_programme(programme, by=by, step=3, **fields)
    set_criteria(programme, criteria)
    set_rules(programme, rules)
    if programme.forms_circles:
        ask_topics(programme, by=by)
    return programme


def set_criteria(programme: Programme, criteria: list[tuple[str, dict[str, Any], int]]) -> None:
    """Replace the criteria of a programme, inside an action."""
    programme.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(programme=programme, kind=kind, settings=settings, weight=weight, position=position)
        for position, (kind, settings, weight) in enumerate(criteria)
    )


def set_rules(programme: Programme, rules: list[tuple[str, dict[str, Any]]]) -> None:
    """Replace the rules of a programme, inside an action."""
    programme.rules.all().delete()
    Rule.objects.bulk_create(
        Rule(programme=programme, kind=kind, settings=settings, position=position)
        for position, (kind, settings) in enumerate(rules)
    )


@transaction.atomic
def open_programme(programme: Programme, *, by: Person) -> Programme:
    """People can sign up from now on."""
    require(can_run_programme(by, programme))
    if programme.state in {Programme.State.OPEN, Programme.State.RUNNING}:
        return programme
    if programme.state == Programme.State.CLOSED:
        raise RuleBroken(_("This programme is closed. Copy it to begin a new one."))
    if programme.setup_step < 4:
        raise RuleBroken(_("The setup is not finished yet. Go through its four steps first."))
    programme.state, programme.opened_at = Programme.State.OPEN, timezone.now()
    programme.save(update_fields=["state", "opened_at"])
    record("programme.opened", by=by, subject=programme)
    return programme


@transaction.atomic
def start_programme(programme: Programme, *, by: Person) -> Programme:
    """The programme runs; pairs that accept their match begin to meet."""
    require(can_run_programme(by, programme))
    if programme.state == Programme.State.RUNNING:
        return programme
    if programme.state != Programme.State.OPEN:
        raise RuleBroken(_("Only a programme that is open for sign-up can start. Open it first."))
    programme.state, programme.started_at = Programme.State.RUNNING, timezone.now()
    programme.starts_on = min(programme.starts_on or timezone.localdate(), timezone.localdate())
    programme.save(update_fields=["state", "started_at", "starts_on"])
    record("programme.started", by=by, subject=programme)
    return programme


@transaction.atomic
def close_programme(programme: Programme, *, by: Person) -> Programme:
    """Nobody joins any more. Pairs that want to go on may; what people wrote stays theirs."""
    require(can_run_programme(by, programme))
    if programme.state == Programme.State.CLOSED:
        return programme
    if programme.state == Programme.State.DRAFT:
        raise RuleBroken(_("A draft has nothing to close. Delete it instead."))
    programme.state, programme.closed_at = Programme.State.CLOSED, timezone.now()
    programme.save(update_fields=["state", "closed_at"])
    waiting = [Enrolment.State.APPLIED, Enrolment.State.APPROVED, Enrolment.State.WAITING]
    enrolments = programme.enrolments.filter(state__in=waiting)
    enrolments.update(state=Enrolment.State.COMPLETED, ended_at=timezone.now())
    record("programme.closed", by=by, subject=programme)
    return programme


@transaction.atomic
def copy_programme(programme: Programme, *, by: Person) -> Programme:
    """A new draft with the same questions, criteria, rules and rhythm, and nobody in it."""
    require(can_run_programme(by, programme) and can_start_programmes(by))
    copy = create_programme(by=by, name=_("%(name)s, again") % {"name": programme.name}, kind=programme.kind)
    same: tuple[str, ...] = (
        "purpose",
        "is_open_to_join",
        "needs_approval",
        "departments",
        "locations",
        "learner_levels",
        "guide_levels",
        "guide_least_years",
        "preparing",
        "preparation",
        "preparation_link",
        "places",
        "rhythm_in_days",
    )
    same += ("session_minutes", "guides_per_learner", "learners_per_guide", "objective", "answer_within_days")
    same += ("way", "is_matched_weekly", "is_weekly_published")
    same += ("first_chat_minutes", "session_credits", "budget", "currency")
    same += ("monthly_as_guide", "monthly_as_learner", "peers_together")
    same += ("circle_size", "circle_has_guide", "circle_topics")
    for name in same:
        setattr(copy, name, getattr(programme, name))
    copy.setup_step = programme.setup_step
    copy.save()
    if copy.questionnaire and programme.questionnaire:
        copy.questionnaire.questions.all().delete()
        copy_questions(programme.questionnaire, copy.questionnaire)
    set_criteria(copy, [(row.kind, row.settings, row.weight) for row in programme.criteria.all()])
    set_rules(copy, [(row.kind, row.settings) for row in programme.rules.all()])
    record("programme.copied", by=by, subject=copy)
    return copy


@transaction.atomic
def delete_draft(programme: Programme, *, by: Person) -> None:
    """Throw away a programme that never opened."""
    require(can_run_programme(by, programme))
    if programme.state != Programme.State.DRAFT:
        raise RuleBroken(_("Only a draft can be deleted. Close the programme instead."))
    record("programme.deleted", by=by, subject=programme)
    programme.delete()


@transaction.atomic
def add_deputy(programme: Programme, *, by: Person, person: Person) -> ProgrammeManager:
    """Somebody who may do all that the manager may."""
    require(can_run_programme(by, programme) and person.organisation_id == programme.organisation_id)
    manager, is_new = ProgrammeManager.objects.get_or_create(
        programme=programme, person=person, defaults={"is_deputy": True}
    )
    if is_new:
        record("deputy.added", by=by, subject=programme, tell=[mails.made_deputy(programme, person)])
    return manager


@transaction.atomic
def remove_deputy(programme: Programme, *, by: Person, person: Person) -> None:
    """Take the right to run the programme away; its first manager keeps it."""
    require(can_run_programme(by, programme))
    if programme.managers.filter(person=person, is_deputy=True).delete()[0]:
        record("deputy.removed", by=by, subject=programme)
