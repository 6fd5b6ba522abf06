"""Next steps have an owner among those who meet, and a tick that can be taken back."""

import pytest
from django.core import mail
from tests.cast import Cast

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.relationships.actions import add_action, complete_action, reopen_action


def test_the_owner_is_told_when_somebody_else_wrote_it_down(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add_action(cast.pair, by=cast.mentor, owner=cast.mentee, text="Say no once")
        add_action(cast.pair, by=cast.mentor, owner=cast.mentor, text="Send the book")
    [message] = mail.outbox
    assert message.to == ["amara@northfield.example"]
    assert "Say no" not in message.subject + message.body


def test_a_next_step_belongs_to_somebody_inside(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="one of you"):
        add_action(cast.pair, by=cast.mentor, owner=cast.stranger, text="Say no once")


def test_an_empty_step_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="next step is"):
        add_action(cast.pair, by=cast.mentor, owner=cast.mentor, text="   ")


def test_either_side_ticks_and_twice_is_once(cast: Cast) -> None:
    action = add_action(cast.pair, by=cast.mentor, owner=cast.mentee, text="Say no once")
    first = complete_action(action, by=cast.mentor).done_at
    assert complete_action(action, by=cast.mentee).done_at == first
    assert Event.objects.filter(verb="action.completed").count() == 1
    assert reopen_action(action, by=cast.mentee).done_at is None


def test_nobody_outside_ticks(cast: Cast) -> None:
    action = add_action(cast.pair, by=cast.mentor, owner=cast.mentee, text="Say no once")
    with pytest.raises(NotAllowed):
        complete_action(action, by=cast.manager)
