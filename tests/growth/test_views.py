"""The pages of growth, over HTTP."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast

from alongside.growth.actions import set_goal, share_goal
from alongside.growth.models import Goal


@pytest.fixture
def goal(cast: Cast) -> Goal:
    due_on = timezone.localdate() + timedelta(days=30)
    return set_goal(by=cast.mentee, title="Lead a ward", measure="I led one", due_on=due_on)


def test_a_first_visit_asks_what_one_wants(cast: Cast) -> None:
    page = cast.client("mentee").get(cast.address("growth/")).content.decode()
    assert "What do you want to reach?" in page


def test_a_goal_is_set_on_the_page_and_stays_private(cast: Cast) -> None:
    due_on = timezone.localdate() + timedelta(days=30)
    form = {"title": "Say no", "measure": "Once a week", "due_on": due_on.isoformat(), "why": ""}
    answer = cast.client("mentee").post(cast.address("growth/new-goal/"), form, follow=True)
    assert "Say no" in answer.content.decode()
    address = answer.redirect_chain[-1][0]
    for part in ("mentor", "manager", "admin", "stranger"):
        assert cast.client(part).get(address).status_code == 404


def test_a_wrong_date_is_said_in_the_form_and_nothing_typed_is_lost(cast: Cast) -> None:
    form = {"title": "Say no", "measure": "Once a week", "due_on": "2001-01-01"}
    page = cast.client("mentee").post(cast.address("growth/new-goal/"), form).content.decode()
    assert "This day has passed" in page
    assert "Once a week" in page
    assert not Goal.objects.exists()


def test_a_shared_goal_is_read_by_the_partner_without_buttons(cast: Cast, goal: Goal) -> None:
    address = cast.address(f"growth/goals/{goal.public_id}/")
    mentee = cast.client("mentee")
    assert "Henrik Lindqvist" in mentee.get(address).content.decode()
    mentee.post(f"{address}readers/{cast.mentor.public_id}/")
    page = cast.client("mentor").get(address).content.decode()
    assert "Lead a ward" in page
    assert "I have reached it" not in page
    assert cast.client("mentor").post(f"{address}reaching/").status_code == 403
    mentee.post(f"{address}readers/{cast.mentor.public_id}/removal/")
    assert cast.client("mentor").get(address).status_code == 404


@pytest.mark.parametrize("path", ["wording/", "readers/0000000000000000/"])
def test_a_goal_out_of_sight_is_not_there(cast: Cast, goal: Goal, path: str) -> None:
    assert (
        cast.client("mentor").post(cast.address(f"growth/goals/{goal.public_id}/{path}")).status_code == 404
    )


def test_a_long_list_takes_no_more_queries(cast: Cast, django_assert_max_num_queries) -> None:
    client = cast.client("mentee")
    due_on = timezone.localdate() + timedelta(days=3)
    goals = [Goal(owner=cast.mentee, title=f"Goal {n}", measure="x", due_on=due_on) for n in range(60)]
    for made in Goal.objects.bulk_create(goals):
        share_goal(made, by=cast.mentee, reader=cast.mentor)
    with django_assert_max_num_queries(18):
        client.get(cast.address("growth/"))
