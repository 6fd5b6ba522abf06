"""Sessions are planned, moved, cancelled, held and missed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.relationships.actions import (
    cancel_session,
    end_relationship,
    log_session,
    mark_held,
    mark_missed,
    move_session,
    pause_relationship,
    plan_session,
)
from alongside.relationships.models import Session

SOON = timedelta(hours=3)


def plan(cast: Cast, **more) -> Session:
    more = {"by": cast.mentee, "starts_at": timezone.now() + SOON, "minutes": 60, **more}
    return plan_session(cast.pair, **more)


def log(cast: Cast, **more) -> Session:
    more = {"by": cast.mentee, "starts_at": timezone.now() - SOON, "minutes": 45, **more}
    return log_session(cast.pair, **more)


def make_past(session: Session) -> Session:
    session.starts_at = timezone.now() - SOON
    session.save()
    return session


def test_the_other_side_is_told_when_but_not_what(cast: Cast, django_capture_on_commit_callbacks) -> None:
    cast.mentor.time_zone = "Asia/Tokyo"
    cast.mentor.save()
    starts_at = (timezone.now() + timedelta(days=9)).replace(hour=9, minute=30, second=0, microsecond=0)
    with django_capture_on_commit_callbacks(execute=True):
        plan(cast, topic="Why I cry at work", starts_at=starts_at)
    [message] = mail.outbox
    assert message.to == ["henrik@northfield.example"]
    assert message.subject == "Amara planned a meeting"
    assert "18:30" in message.body
    assert "cry" not in message.body


def test_planning_the_same_meeting_twice_plans_one(cast: Cast) -> None:
    starts_at = timezone.now() + SOON
    assert plan(cast, starts_at=starts_at) == plan(cast, starts_at=starts_at)


@pytest.mark.parametrize("minutes", [-5, 0, 4, 481])
def test_a_length_out_of_reason_is_refused(cast: Cast, minutes: int) -> None:
    with pytest.raises(RuleBroken, match="minutes"):
        plan(cast, minutes=minutes)


def test_a_plan_in_the_past_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="has passed"):
        plan(cast, starts_at=timezone.now() - SOON)


def test_a_plan_in_another_age_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="two years"):
        plan(cast, starts_at=datetime(2999, 1, 1, tzinfo=UTC))


def test_a_session_held_in_the_future_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="not taken place"):
        log(cast, starts_at=timezone.now() + SOON)


def test_logging_twice_logs_one(cast: Cast) -> None:
    starts_at = timezone.now() - SOON
    assert log(cast, starts_at=starts_at) == log(cast, starts_at=starts_at)


def test_logging_keeps_the_newest_day_they_met(cast: Cast) -> None:
    log(cast)
    log(cast, starts_at=timezone.now() - timedelta(days=20))
    cast.pair.refresh_from_db()
    assert cast.pair.last_met_on == timezone.localdate(timezone.now() - SOON)


def test_a_planned_session_that_was_held_is_not_counted_twice(cast: Cast) -> None:
    session = make_past(plan(cast))
    assert mark_held(session, by=cast.mentor, minutes=50).minutes == 50
    assert log(cast, starts_at=session.starts_at).pk == session.pk


def test_a_session_logged_by_mistake_no_longer_counts(cast: Cast) -> None:
    mark_missed(log(cast), by=cast.mentor)
    cast.pair.refresh_from_db()
    assert cast.pair.last_met_on is None


def test_moving_tells_the_other_side_once(cast: Cast, django_capture_on_commit_callbacks) -> None:
    session, later = plan(cast), timezone.now() + timedelta(days=3)
    with django_capture_on_commit_callbacks(execute=True):
        move_session(session, by=cast.mentor, starts_at=later)
        move_session(session, by=cast.mentor, starts_at=later)
    subjects = [message.subject for message in mail.outbox]
    assert subjects.count("Henrik moved your meeting") == 1


def test_a_cancelled_session_cannot_be_moved(cast: Cast) -> None:
    session = cancel_session(plan(cast), by=cast.mentee)
    with pytest.raises(RuleBroken, match="planned session"):
        move_session(session, by=cast.mentee, starts_at=timezone.now() + SOON)


def test_a_manager_cannot_touch_a_session(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        plan(cast, by=cast.manager)
    with pytest.raises(NotAllowed):
        cancel_session(plan(cast), by=cast.manager)


def test_nothing_is_planned_during_a_pause_but_what_was_held_is_logged(cast: Cast) -> None:
    pause_relationship(cast.pair, by=cast.mentee)
    with pytest.raises(RuleBroken, match="paused"):
        plan(cast)
    assert log(cast).state == "held"


def test_nothing_is_logged_after_the_end(cast: Cast) -> None:
    end_relationship(cast.pair, by=cast.mentee)
    with pytest.raises(RuleBroken, match="ended"):
        log(cast)
