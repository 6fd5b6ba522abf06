"""A goal is its owner's: set, changed, reached, let go, shared and taken back by them alone."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.growth.actions import (
    change_goal,
    delete_goal,
    let_go_of_goal,
    reach_goal,
    set_goal,
    share_goal,
    stop_sharing_goal,
    take_up_goal,
)
from alongside.growth.models import Goal
from alongside.relationships.actions import end_relationship


def a_goal(cast: Cast, **more) -> Goal:
    due_on = timezone.localdate() + timedelta(days=30)
    return set_goal(
        by=cast.mentee, **{"title": "Lead a ward", "measure": "I led one", "due_on": due_on, **more}
    )


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"title": "  "}, "want to reach"),
        ({"measure": ""}, "how you will know"),
        ({"due_on": date(2001, 1, 1)}, "has passed"),
        ({"due_on": date(2999, 1, 1)}, "ten years"),
    ],
)
def test_a_goal_needs_words_and_a_day_to_come(cast: Cast, wrong: dict, problem: str) -> None:
    with pytest.raises(RuleBroken, match=problem):
        a_goal(cast, **wrong)


def test_the_words_of_a_goal_whose_day_has_passed_can_still_be_changed(cast: Cast) -> None:
    goal = a_goal(cast)
    Goal.objects.update(due_on=date(2020, 1, 1))
    goal.refresh_from_db()
    changed = change_goal(goal, by=cast.mentee, title="Lead a team", measure="I led", due_on=goal.due_on)
    assert changed.title == "Lead a team"


def test_reaching_twice_is_reaching_once(cast: Cast) -> None:
    goal = a_goal(cast)
    first = reach_goal(goal, by=cast.mentee).ended_at
    assert reach_goal(goal, by=cast.mentee).ended_at == first
    assert Event.objects.filter(verb="goal.reached").count() == 1


def test_a_goal_let_go_can_be_taken_up_again(cast: Cast) -> None:
    goal = let_go_of_goal(a_goal(cast), by=cast.mentee)
    assert goal.ended_at is not None
    assert take_up_goal(goal, by=cast.mentee).ended_at is None


def test_a_goal_is_shared_with_somebody_one_meets_who_is_told_without_its_words(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    goal = a_goal(cast)
    with django_capture_on_commit_callbacks(execute=True):
        share_goal(goal, by=cast.mentee, reader=cast.mentor)
        share_goal(goal, by=cast.mentee, reader=cast.mentor)
    [message] = mail.outbox
    assert message.subject == "Amara shared a goal with you"
    assert "ward" not in message.body
    assert list(Goal.objects.visible_to(cast.mentor)) == [goal]


@pytest.mark.parametrize("part", ["stranger", "manager", "coach", "admin", "outsider"])
def test_a_goal_is_not_shared_with_somebody_one_does_not_meet(cast: Cast, part: str) -> None:
    with pytest.raises(NotAllowed):
        share_goal(a_goal(cast), by=cast.mentee, reader=getattr(cast, part))


def test_nothing_new_is_shared_once_they_no_longer_meet(cast: Cast) -> None:
    end_relationship(cast.pair, by=cast.mentor)
    with pytest.raises(NotAllowed):
        share_goal(a_goal(cast), by=cast.mentee, reader=cast.mentor)


def test_taking_a_goal_back_hides_it(cast: Cast) -> None:
    goal = a_goal(cast)
    share_goal(goal, by=cast.mentee, reader=cast.mentor)
    stop_sharing_goal(goal, by=cast.mentee, reader=cast.mentor)
    assert not Goal.objects.visible_to(cast.mentor).exists()


def test_a_reader_changes_nothing(cast: Cast) -> None:
    goal = a_goal(cast)
    share_goal(goal, by=cast.mentee, reader=cast.mentor)
    for attempt in (reach_goal, let_go_of_goal, take_up_goal, delete_goal):
        with pytest.raises(NotAllowed):
            attempt(goal, by=cast.mentor)
