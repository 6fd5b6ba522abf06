"""Sessions: planned, moved, cancelled, held, missed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.programmes.models import Programme
from alongside.relationships.actions.life import check_active, check_open, locked
from alongside.relationships.appointments import say_cancelled
from alongside.relationships.credits.using import (
    check_can_hold,
    check_can_plan,
    forget_fee,
    hold_learners,
    keep_fee,
)
from alongside.relationships.messages import to_others
from alongside.relationships.models import Relationship, Session
from alongside.relationships.overlapping import LONGEST_SESSION, hold_participants, refuse_when_booked
from alongside.relationships.permissions import can_change_session, can_log_session, can_plan_session

FURTHEST_AHEAD = timedelta(days=730)
LONGEST_AGO = timedelta(days=3653)
SHORTEST, LONGEST = 5, LONGEST_SESSION // timedelta(minutes=1)


@transaction.atomic
def plan_session(
    relationship: Relationship,
    *,
    by: Person,
    starts_at: datetime,
    minutes: int,
    way: str = Session.Way.VIDEO,
    topic: str = "",
) -> Session:
    """Put a meeting into the calendar of everyone inside; the same meeting planned twice is one."""
    require(can_plan_session(by, relationship))
    hold_participants(relationship)
    relationship = locked(relationship)
    check_active(relationship)
    _check_future(starts_at)
    _check_minutes(minutes)
    planned = relationship.sessions.filter(state=Session.State.PLANNED, starts_at=starts_at).first()
    if planned:
        return planned
    refuse_when_booked(relationship, by, starts_at, minutes)
    check_can_plan(relationship)
    session = relationship.sessions.create(
        starts_at=starts_at, minutes=minutes, way=way, topic=topic, planned_by=by
    )
    subject, text = gettext_lazy("{name} planned a meeting"), gettext_lazy("You meet on {when}.")
    tell = to_others(relationship, by, subject, format_lazy(text, when=_when(starts_at)))
    record("session.planned", by=by, subject=session, tell=tell)
    return session


@transaction.atomic
def move_session(session: Session, *, by: Person, starts_at: datetime, minutes: int | None = None) -> Session:
    """Give a planned session another time; not one that was booked, whose time somebody offered."""
    require(can_change_session(by, session))
    if session.relationship.programme.kind == Programme.Kind.FLASH:
        raise RuleBroken(_("A time that was booked is not moved. Cancel it, and book another."))
    hold_participants(session.relationship)
    relationship, session = _locked(session)
    check_active(relationship)
    _check_planned(session)
    _check_future(starts_at)
    minutes = session.minutes if minutes is None else minutes
    _check_minutes(minutes)
    if (session.starts_at, session.minutes) == (starts_at, minutes):
        return session
    refuse_when_booked(relationship, by, starts_at, minutes)
    session.starts_at, session.minutes = starts_at, minutes
    session.save(update_fields=["starts_at", "minutes"])
    subject, text = gettext_lazy("{name} moved your meeting"), gettext_lazy("You now meet on {when}.")
    tell = to_others(relationship, by, subject, format_lazy(text, when=_when(starts_at)))
    record("session.moved", by=by, subject=session, tell=tell)
    return session


@transaction.atomic
def cancel_session(session: Session, *, by: Person) -> Session:
    """Take a planned session out of the calendar."""
    require(can_change_session(by, session))
    relationship, session = _locked(session)
    if session.state == Session.State.CANCELLED:
        return session
    _check_planned(session)
    if relationship.programme.kind == Programme.Kind.FLASH and session.has_begun:
        raise RuleBroken(_("This meeting has begun. Say whether you met instead."))
    _set_state(session, Session.State.CANCELLED)
    say_cancelled([session], by)
    subject, text = (
        gettext_lazy("{name} cancelled your meeting"),
        gettext_lazy("The meeting on {when} will not take place. You can plan another."),
    )
    tell = to_others(relationship, by, subject, format_lazy(text, when=_when(session.starts_at)))
    record("session.cancelled", by=by, subject=session, tell=tell)
    return session


@transaction.atomic
def log_session(
    relationship: Relationship,
    *,
    by: Person,
    starts_at: datetime,
    minutes: int,
    way: str = Session.Way.VIDEO,
    topic: str = "",
) -> Session:
    """Say that they met. A session planned for that time becomes held; one logged already stays one."""
    require(can_log_session(by, relationship))
    hold_learners(relationship)
    relationship = locked(relationship)
    check_open(relationship)
    _check_past(starts_at)
    _check_minutes(minutes)
    there = relationship.sessions.exclude(state=Session.State.CANCELLED).filter(starts_at=starts_at).first()
    if there and there.state == Session.State.HELD:
        return there
    session = there or Session(relationship=relationship, starts_at=starts_at, planned_by=by)
    session.minutes, session.way, session.topic = minutes, way, topic
    return _hold(relationship, session, by)


@transaction.atomic
def mark_held(session: Session, *, by: Person, minutes: int | None = None) -> Session:
    """Say that a planned session took place, and how long it was."""
    require(can_change_session(by, session))
    hold_learners(session.relationship)
    relationship, session = _locked(session)
    if session.state == Session.State.HELD:
        return session
    check_open(relationship)
    if session.state == Session.State.CANCELLED:
        raise RuleBroken(_("This session was cancelled. Log the session that you had instead."))
    _check_past(session.starts_at)
    session.minutes = session.minutes if minutes is None else minutes
    _check_minutes(session.minutes)
    return _hold(relationship, session, by)


@transaction.atomic
def mark_missed(session: Session, *, by: Person) -> Session:
    """Say that a session did not take place; also when it was logged by mistake."""
    require(can_change_session(by, session))
    relationship, session = _locked(session)
    if session.state == Session.State.MISSED:
        return session
    check_open(relationship)
    if session.state == Session.State.CANCELLED:
        raise RuleBroken(_("This session was cancelled, so nobody has missed it."))
    _check_past(session.starts_at)
    _set_state(session, Session.State.MISSED)
    forget_fee(session)
    _keep_last_met(relationship)
    record("session.missed", by=by, subject=session)
    return session


def _hold(relationship: Relationship, session: Session, by: Person) -> Session:
    check_can_hold(relationship)
    session.state = Session.State.HELD
    session.save()
    keep_fee(session)
    _keep_last_met(relationship)
    subject = gettext_lazy("{name} logged your meeting")
    text = gettext_lazy("Your time together is counted. Have a look whether it is right.")
    record("session.logged", by=by, subject=session, tell=to_others(relationship, by, subject, text))
    return session


def _keep_last_met(relationship: Relationship) -> None:
    """The newest of the held sessions and the date brought in, by the organisation's calendar."""
    held = relationship.sessions.filter(state=Session.State.HELD)
    newest = held.aggregate(newest=Max("starts_at"))["newest"]
    zone = ZoneInfo(relationship.programme.organisation.time_zone)
    dates = [timezone.localdate(newest, zone)] if newest else []
    dates += [relationship.met_before_on] if relationship.met_before_on else []
    relationship.last_met_on = max(dates, default=None)
    relationship.save(update_fields=["last_met_on"])


def _locked(session: Session) -> tuple[Relationship, Session]:
    relationship = locked(session.relationship)
    return relationship, relationship.sessions.get(pk=session.pk)


def _set_state(session: Session, state: Session.State) -> None:
    session.state = state
    session.save(update_fields=["state"])


def _check_planned(session: Session) -> None:
    if session.state != Session.State.PLANNED:
        raise RuleBroken(_("Only a planned session can be moved or cancelled. Plan a new one instead."))


def _check_future(starts_at: datetime) -> None:
    now = timezone.now()
    if starts_at <= now:
        raise RuleBroken(_("This time has passed. Choose a time to come, or log the session that you had."))
    if starts_at > now + FURTHEST_AHEAD:
        raise RuleBroken(_("This is more than two years ahead. Choose an earlier day."))


def _check_past(starts_at: datetime) -> None:
    if starts_at > timezone.now():
        raise RuleBroken(_("This session has not taken place yet. Plan it, and log it once you have met."))
    if starts_at < timezone.now() - LONGEST_AGO:
        raise RuleBroken(_("This is more than ten years ago. Choose a later day."))


def _check_minutes(minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise RuleBroken(
            _("A session takes %(shortest)d to %(longest)d minutes. Change the length.")
            % {"shortest": SHORTEST, "longest": LONGEST}
        )


def _when(starts_at: datetime) -> object:
    """The day and time in the zone and language of whoever reads it."""
    return lazy(lambda: date_format(timezone.localtime(starts_at), "DATETIME_FORMAT"), str)()
