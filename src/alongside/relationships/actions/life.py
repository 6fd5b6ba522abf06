"""The life of a relationship: it begins, pauses, and is completed or ends early, with no fault on anybody."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.programmes.enrolment_states import finish, look_again, mark_matched
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions.leaving import hold, leave_circle, who_can_leave, without_another
from alongside.relationships.appointments import say_cancelled
from alongside.relationships.messages import to_everyone, to_others
from alongside.relationships.models import Participant, Relationship, Session
from alongside.relationships.permissions import (
    can_begin_relationship,
    can_complete_relationship,
    can_end_relationship,
    can_pause_relationship,
)


@transaction.atomic
def begin_relationship(
    programme: Programme,
    *,
    learner: Enrolment,
    guide: Enrolment,
    reasons: list[dict[str, Any]],
    by: Person,
    origin: str = Relationship.Origin.MATCHING,
    started_on: date | None = None,
    last_met_on: date | None = None,
) -> Relationship:
    """Bring two enrolled people together; those who already have each other keep what they have.

    In group mentoring the learner joins the guide's circle. ``started_on`` and ``last_met_on`` are for pairs
    that met before the programme knew of them.
    """
    require(can_begin_relationship(by, programme, learner, guide))
    _check_beginning(programme, learner, guide, started_on, last_met_on)
    hold(Enrolment.objects.filter(pk__in=[learner.pk, guide.pk]))
    already = together(programme, learner, guide)
    if already:
        return already
    relationship = _circle_of(programme, guide) or Relationship.objects.create(
        programme=programme,
        origin=origin,
        reasons=reasons,
        started_on=started_on or last_met_on or timezone.localdate(),
        met_before_on=last_met_on,
        last_met_on=last_met_on,
    )
    _let_in(relationship, programme, learner, guide)
    subject = gettext_lazy("You and {names} can begin")
    text = gettext_lazy("You now have a place of your own, for your meetings, notes and next steps.")
    record(
        "relationship.begun",
        by=by,
        subject=relationship,
        tell=to_everyone(relationship, subject=subject, text=text) if origin == "matching" else [],
    )
    return relationship


@transaction.atomic
def pause_relationship(relationship: Relationship, *, by: Person) -> Relationship:
    """Stop expecting meetings for a while; what was planned stays planned."""
    require(can_pause_relationship(by, relationship))
    relationship = locked(relationship)
    if relationship.state == Relationship.State.PAUSED:
        return relationship
    check_open(relationship)
    relationship.state, relationship.paused_at = Relationship.State.PAUSED, timezone.now()
    relationship.save(update_fields=["state", "paused_at"])
    subject = gettext_lazy("{name} has paused for a while")
    text = gettext_lazy("Nothing is lost, and either of you can go on at any time.")
    record(
        "relationship.paused", by=by, subject=relationship, tell=to_others(relationship, by, subject, text)
    )
    return relationship


@transaction.atomic
def resume_relationship(relationship: Relationship, *, by: Person) -> Relationship:
    """Go on after a pause."""
    require(can_pause_relationship(by, relationship))
    relationship = locked(relationship)
    if relationship.is_active:
        return relationship
    check_open(relationship)
    relationship.state, relationship.paused_at = Relationship.State.ACTIVE, None
    relationship.save(update_fields=["state", "paused_at"])
    subject = gettext_lazy("{name} would like to go on")
    text = gettext_lazy("The pause is over. You can plan your next meeting.")
    record(
        "relationship.resumed", by=by, subject=relationship, tell=to_others(relationship, by, subject, text)
    )
    return relationship


@transaction.atomic
def end_relationship(
    relationship: Relationship, *, by: Person, reason: str = "", match_again: bool = True
) -> Relationship:
    """End early, with no fault and no reason needed; everyone is told kindly.

    Whoever is in a circle leaves it, and the others go on while they are two; what is given back is then a time
    of their own, over, with their own notes and next steps. ``reason`` is one of ``Relationship.EndReason`` or
    empty, for the programme team alone. ``match_again`` is the wish of who ends it; the others look for a new
    match unless they say otherwise.
    """
    require(can_end_relationship(by, relationship))
    relationship = locked(relationship)
    if not relationship.is_open:
        return relationship
    if reason and reason not in Relationship.EndReason.values:
        raise RuleBroken(_("Choose one of the reasons, or leave it empty."))
    stays_out = None if match_again else by
    leaving = who_can_leave(relationship, by)
    if leaving:
        return leave_circle(leaving, by, reason, stays_out=stays_out)
    return _end(relationship, by, reason, stays_out=stays_out)


@transaction.atomic
def complete_relationship(relationship: Relationship, *, by: Person) -> Relationship:
    """Come to the end that was meant; everyone is thanked."""
    require(can_complete_relationship(by, relationship))
    relationship = locked(relationship)
    if not relationship.is_open:
        return relationship
    close(relationship, Relationship.State.COMPLETED, by)
    # Whoever has had their short meeting may book another.
    goes_on = relationship.programme.kind == Programme.Kind.FLASH
    for enrolment in without_another(relationship):
        (look_again if goes_on else finish)(enrolment)
    subject = gettext_lazy("You and {names} have come to the end")
    text = gettext_lazy("You have completed your time together. Your own notes and goals stay yours.")
    record(
        "relationship.completed",
        by=by,
        subject=relationship,
        tell=to_everyone(relationship, subject=subject, text=text),
    )
    return relationship


@transaction.atomic
def end_relationships_of(enrolment: Enrolment, *, by: Person) -> None:
    """End kindly whatever an enrolment still has, because its person withdraws or leaves; circles go on.

    It is part of the withdrawal, which has asked the permission; whoever may take somebody out of a
    programme need not be able to open their relationships.
    """
    inside = enrolment.participations.values("relationship")
    rows = Relationship.objects.select_for_update(no_key=True).open().filter(pk__in=inside)
    relationships = list(rows.order_by("pk"))
    hold(Enrolment.objects.filter(participations__relationship__in=relationships))
    for relationship in relationships:
        leaving = who_can_leave(relationship, enrolment.person)
        if leaving:
            leave_circle(leaving, by, Relationship.EndReason.LEFT, stays_out=enrolment.person)
        else:
            _end(relationship, by, Relationship.EndReason.LEFT, stays_out=enrolment.person)


def locked(relationship: Relationship) -> Relationship:
    """The relationship as it is now, held until the end of the transaction."""
    return Relationship.objects.select_for_update(no_key=True).get(pk=relationship.pk)


def check_open(relationship: Relationship) -> None:
    """Raise ``RuleBroken`` once a relationship is over."""
    if not relationship.is_open:
        raise RuleBroken(_("This has ended. What you wrote is still here to read."))


def check_active(relationship: Relationship) -> None:
    """Raise ``RuleBroken`` while a relationship is paused or once it is over."""
    check_open(relationship)
    if not relationship.is_active:
        raise RuleBroken(_("This is paused. Go on first, then plan a session."))


def together(programme: Programme, learner: Enrolment, guide: Enrolment) -> Relationship | None:
    """What these two have open in this programme, or None."""
    open_here = Relationship.objects.open().filter(programme=programme)
    with_learner = open_here.filter(participants__person=learner.person_id)
    return with_learner.filter(participants__person=guide.person_id).first()


def close(relationship: Relationship, state: Relationship.State, by: Person | None) -> None:
    """Let a relationship that is held be over; what was planned is off."""
    relationship.state, relationship.ended_at, relationship.ended_by = state, timezone.now(), by
    relationship.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    hold(Enrolment.objects.filter(participations__relationship=relationship))
    planned = list(relationship.sessions.filter(state=Session.State.PLANNED))
    relationship.sessions.filter(state=Session.State.PLANNED).update(state=Session.State.CANCELLED)
    say_cancelled(planned, by)


def _check_beginning(
    programme: Programme,
    learner: Enrolment,
    guide: Enrolment,
    started_on: date | None,
    last_met_on: date | None,
) -> None:
    if {learner.programme_id, guide.programme_id} != {programme.pk}:
        raise RuleBroken(_("Both people have to take part in this programme."))
    if learner.person_id == guide.person_id:
        raise RuleBroken(_("Nobody can be matched with themselves. Choose two people."))
    today = timezone.localdate()
    if started_on and started_on > today:
        raise RuleBroken(_("The start lies in the future. Give the day when they began."))
    if last_met_on and last_met_on > today:
        raise RuleBroken(
            _("The last meeting lies in the future. Give the day when they last met, or nothing.")
        )


def _circle_of(programme: Programme, guide: Enrolment) -> Relationship | None:
    if programme.kind != Programme.Kind.GROUP:
        return None
    led = Participant.objects.filter(person=guide.person_id, role=Participant.Role.GUIDE)
    return Relationship.objects.open().filter(programme=programme, pk__in=led.values("relationship")).first()


def _let_in(relationship: Relationship, programme: Programme, learner: Enrolment, guide: Enrolment) -> None:
    roles = {learner: Participant.Role.LEARNER, guide: Participant.Role.GUIDE}
    for enrolment, role in roles.items():
        as_peer = programme.kind == Programme.Kind.PEER
        Participant.objects.get_or_create(
            relationship=relationship,
            person_id=enrolment.person_id,
            defaults={"enrolment": enrolment, "role": Participant.Role.PEER if as_peer else role},
        )
        mark_matched(enrolment)


def _end(relationship: Relationship, by: Person, reason: str, *, stays_out: Person | None) -> Relationship:
    """End early; everyone but ``stays_out`` is looked for again where they have nobody else."""
    relationship.end_reason = reason
    close(relationship, Relationship.State.ENDED_EARLY, by)
    for enrolment in without_another(relationship):
        (finish if enrolment.person == stays_out else look_again)(enrolment)
    subject = gettext_lazy("You and {names} have ended your time together")
    text = gettext_lazy(
        "It ended with no fault on either side, and nobody needs to explain. Your own notes and goals stay "
        "yours. Thank you for the time you gave each other."
    )
    tell = to_everyone(relationship, subject=subject, text=text)
    record("relationship.ended", by=by, subject=relationship, tell=tell)
    return relationship
