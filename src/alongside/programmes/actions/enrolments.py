"""Who takes part: apply, be added, approved, declined, wait, withdraw."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.programmes import mails
from alongside.programmes.departures import depart
from alongside.programmes.eligibility import why_not_join
from alongside.programmes.lottery.rules import is_declared, refuse_past_the_lot
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_change_enrolment, can_join, can_run_programme
from alongside.questionnaires.answering import keep_answers

OVER = Enrolment.OVER


@transaction.atomic
def apply(
    programme: Programme,
    *,
    by: Person,
    role: str,
    answers: Mapping[str, Any],
    places_as_learner: int = 1,
    places_as_guide: int = 1,
) -> Enrolment:
    """Sign oneself up; where the programme is full, one waits. Doing it again changes the answers.

    Who takes another side than the team approved is looked at again; a matched person keeps their side.
    """
    require(can_join(by, programme))
    refusal = why_not_join(programme, by, role)
    if refusal:
        raise RuleBroken(refusal)
    return apply_as_invited(
        programme,
        by=by,
        role=role,
        answers=answers,
        places_as_learner=places_as_learner,
        places_as_guide=places_as_guide,
    )


@transaction.atomic
def apply_as_invited(
    programme: Programme,
    *,
    by: Person,
    role: str,
    answers: Mapping[str, Any],
    places_as_learner: int,
    places_as_guide: int,
) -> Enrolment:
    """The same for somebody whom the programme team let in, whatever the directory says of them."""
    require(can_join(by, programme))
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    hold_people([by.pk])
    role = programme.side_of(role)
    takes_new_side = _takes_new_side(programme, by, role)
    enrolment = _enrolment(programme, by, role, places_as_learner, places_as_guide)
    is_new = enrolment.pk is None or enrolment.state in OVER
    if is_new or takes_new_side:
        enrolment.state = _first_state(programme, enrolment)
        enrolment.applied_at, enrolment.decided_at, enrolment.ended_at = timezone.now(), None, None
    _keep(programme, enrolment, answers)
    told = [mails.signed_up(programme, by)] if is_new else []
    record("enrolment.applied", by=by, subject=enrolment, tell=told)
    return enrolment


@transaction.atomic
def enrol(
    programme: Programme,
    *,
    by: Person,
    person: Person,
    role: str,
    answers: Mapping[str, Any] | None = None,
    places_as_learner: int = 1,
    places_as_guide: int = 1,
) -> Enrolment:
    """The programme team adds somebody, approved at once; who is matched already stays as they are."""
    require(can_run_programme(by, programme) and person.organisation_id == programme.organisation_id)
    hold_people([person.pk])
    matched = programme.enrolments.filter(person=person, state=Enrolment.State.MATCHED).first()
    if matched is not None:
        return matched
    enrolment = _enrolment(programme, person, role, places_as_learner, places_as_guide)
    if enrolment.pk is None or enrolment.state in OVER | {Enrolment.State.APPLIED}:
        refuse_past_the_lot(programme, role)
        enrolment.state, enrolment.decided_at = Enrolment.State.APPROVED, timezone.now()
    _keep(programme, enrolment, answers or {})
    record("enrolment.added", by=by, subject=enrolment)
    return enrolment


@transaction.atomic
def approve(enrolment: Enrolment, *, by: Person) -> Enrolment:
    """The person takes part, and the next matching considers them."""
    require(can_run_programme(by, enrolment.programme))
    enrolment = held(enrolment)
    if enrolment.state in {Enrolment.State.APPROVED, Enrolment.State.MATCHED}:
        return enrolment
    if enrolment.state in OVER - {Enrolment.State.DECLINED}:
        raise RuleBroken(_("This person has left the programme. They can sign up again."))
    refuse_past_the_lot(enrolment.programme, enrolment.role)
    _decide(enrolment, Enrolment.State.APPROVED)
    record("enrolment.approved", by=by, subject=enrolment, tell=[_told(mails.approved, enrolment)])
    return enrolment


@transaction.atomic
def decline(enrolment: Enrolment, *, by: Person, reason: str = "") -> Enrolment:
    """The person does not take part this time; the reason is for them alone."""
    require(can_run_programme(by, enrolment.programme))
    enrolment = held(enrolment)
    if enrolment.state == Enrolment.State.DECLINED:
        return enrolment
    if enrolment.state == Enrolment.State.MATCHED:
        raise RuleBroken(_("This person has been matched already. End the pair first."))
    enrolment.decline_reason = reason
    _decide(enrolment, Enrolment.State.DECLINED)
    record("enrolment.declined", by=by, subject=enrolment, tell=[_told(mails.declined, enrolment)])
    return enrolment


@transaction.atomic
def put_on_waiting_list(enrolment: Enrolment, *, by: Person) -> Enrolment:
    """The person waits for a place, and goes first when there is one."""
    require(can_run_programme(by, enrolment.programme))
    enrolment = held(enrolment)
    if enrolment.state == Enrolment.State.WAITING:
        return enrolment
    if enrolment.state not in {Enrolment.State.APPLIED, Enrolment.State.APPROVED}:
        raise RuleBroken(
            _("Only somebody who waits for a decision or a match can be put on the waiting list.")
        )
    refuse_past_the_lot(enrolment.programme, enrolment.role)
    _decide(enrolment, Enrolment.State.WAITING)
    record("enrolment.waiting", by=by, subject=enrolment, tell=[_told(mails.waiting, enrolment)])
    return enrolment


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: Person) -> Enrolment:
    """Leave a programme, without a reason; what ran in it ends kindly."""
    require(can_change_enrolment(by, enrolment))
    # Not its own row yet: what ends with it holds relationships first, in the order that ending one does.
    hold_people([enrolment.person_id])
    enrolment = Enrolment.objects.select_related("programme", "person").get(pk=enrolment.pk)
    if enrolment.state in OVER:
        return enrolment
    end_enrolment(enrolment, by=by)
    record("enrolment.withdrawn", by=by, subject=enrolment)
    return enrolment


@transaction.atomic
def change_availability(
    enrolment: Enrolment,
    *,
    by: Person,
    places_as_learner: int,
    places_as_guide: int,
    paused_until: date | None = None,
) -> Enrolment:
    """Say for how many people one is there, and until which day for nobody new; what runs is not touched."""
    require(enrolment.person_id == by.pk)
    enrolment = held(enrolment)
    if enrolment.state in OVER:
        raise RuleBroken(_("You do not take part any more. Sign up again first."))
    enrolment.places_as_learner = _within(places_as_learner, enrolment.programme.guides_per_learner)
    enrolment.places_as_guide = _within(places_as_guide, enrolment.programme.learners_per_guide)
    enrolment.paused_until = paused_until
    enrolment.save(update_fields=["places_as_learner", "places_as_guide", "paused_until"])
    record("enrolment.availability_changed", by=by, subject=enrolment)
    return enrolment


def end_enrolment(enrolment: Enrolment, *, by: Person) -> None:
    """End what the enrolment holds, and the enrolment itself, inside an action."""
    depart(enrolment, by=by)
    enrolment.state, enrolment.ended_at = Enrolment.State.WITHDRAWN, timezone.now()
    enrolment.save(update_fields=["state", "ended_at"])


def held(enrolment: Enrolment) -> Enrolment:
    """The enrolment as it stands now, held with its person as answers to suggested matches hold them."""
    hold_people([enrolment.person_id])
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme", "person").get(pk=enrolment.pk)


def _enrolment(programme: Programme, person: Person, role: str, as_learner: int, as_guide: int) -> Enrolment:
    """The person's one enrolment in the programme, with its role and places as wished and as allowed."""
    found = (
        Enrolment.objects.select_for_update(no_key=True).filter(programme=programme, person=person).first()
    )
    enrolment = found or Enrolment(programme=programme, person=person)
    enrolment.role = programme.side_of(role)
    enrolment.places_as_learner = _within(as_learner, programme.guides_per_learner)
    enrolment.places_as_guide = _within(as_guide, programme.learners_per_guide)
    return enrolment


def _within(places: int, most: int) -> int:
    return max(1, min(places, most))


def _takes_new_side(programme: Programme, person: Person, role: str) -> bool:
    """Whether somebody who is in asks for a side that they do not have; refused once they are matched."""
    found = programme.enrolments.filter(person=person).exclude(state__in=OVER).first()
    if found is None or found.role == role:
        return False
    if found.state == Enrolment.State.MATCHED:
        raise RuleBroken(_("You are matched already. Ask the programme team to change the side you take."))
    return found.role != Enrolment.Role.BOTH


def _first_state(programme: Programme, enrolment: Enrolment) -> str:
    if enrolment.is_learner and is_declared(programme):
        return Enrolment.State.APPLIED
    if enrolment.is_learner and _is_full(programme):
        return Enrolment.State.WAITING
    return Enrolment.State.APPLIED if programme.needs_approval else Enrolment.State.APPROVED


def _is_full(programme: Programme) -> bool:
    if programme.places is None:
        return False
    learners = programme.enrolments.filter(role__in=[Enrolment.Role.LEARNER, Enrolment.Role.BOTH])
    taken = learners.exclude(state__in=[*OVER, Enrolment.State.WAITING]).count()
    return taken >= programme.places


def _keep(programme: Programme, enrolment: Enrolment, answers: Mapping[str, Any]) -> None:
    if programme.questionnaire is not None and (answers or enrolment.response is None):
        enrolment.response = keep_answers(
            programme.questionnaire, enrolment.person, answers, response=enrolment.response
        )
    enrolment.save()


def _decide(enrolment: Enrolment, state: str) -> None:
    enrolment.state, enrolment.decided_at = state, timezone.now()
    enrolment.save(update_fields=["state", "decided_at", "decline_reason"])


def _told(write: Callable[[Programme, Person], Message], enrolment: Enrolment) -> Message:
    return write(enrolment.programme, enrolment.person)
