"""A goal is read by its owner, and by whom they choose for as long as they choose; never by anybody else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast

from alongside.growth.actions import set_goal, share_goal, stop_sharing_goal
from alongside.growth.models import Goal
from alongside.relationships.actions import end_relationship

WORDS = "Leave this ward for good"


@pytest.fixture
def goal(cast: Cast) -> Goal:
    due_on = timezone.localdate() + timedelta(days=90)
    return set_goal(by=cast.mentee, title=WORDS, measure=f"{WORDS} by spring", why=WORDS, due_on=due_on)


def pages(cast: Cast, goal: Goal) -> list[str]:
    pair, programme = cast.pair.public_id, cast.mentoring.public_id
    return [
        cast.address(),
        cast.address("growth/"),
        cast.address(f"growth/goals/{goal.public_id}/"),
        cast.address(f"growth/goals/{goal.public_id}/wording/"),
        cast.address(f"relationships/{pair}/"),
        cast.address(f"relationships/{pair}/goals/"),
        cast.address(f"people/{cast.mentee.public_id}/"),
        cast.address(f"programmes/{programme}/"),
        cast.address(f"programmes/{programme}/dashboard/?show=all"),
        cast.address(f"programmes/{programme}/dashboard/pairs.xlsx?show=all"),
    ]


def seen_by(cast: Cast, part: str, goal: Goal) -> bool:
    client = cast.client(part)
    return any(WORDS.encode() in client.get(address).content for address in pages(cast, goal))


@pytest.mark.parametrize("part", ["mentor", "manager", "admin", "coach", "stranger", "outsider"])
def test_nobody_reads_a_goal_that_is_not_shared(cast: Cast, goal: Goal, part: str) -> None:
    assert not seen_by(cast, part, goal)


def test_sharing_with_one_is_sharing_with_one(cast: Cast, goal: Goal) -> None:
    share_goal(goal, by=cast.mentee, reader=cast.mentor)
    assert seen_by(cast, "mentor", goal)
    assert not any(
        seen_by(cast, part, goal) for part in ("manager", "admin", "coach", "stranger", "outsider")
    )


def test_what_was_shared_can_be_taken_back_at_any_time(cast: Cast, goal: Goal) -> None:
    share_goal(goal, by=cast.mentee, reader=cast.mentor)
    end_relationship(cast.pair, by=cast.mentor)
    stop_sharing_goal(goal, by=cast.mentee, reader=cast.mentor)
    assert not seen_by(cast, "mentor", goal)


def test_a_goal_outlasts_the_relationship(cast: Cast, goal: Goal) -> None:
    end_relationship(cast.pair, by=cast.mentor)
    assert seen_by(cast, "mentee", goal)
