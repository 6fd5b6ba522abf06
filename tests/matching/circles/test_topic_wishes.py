"""What people say of topics: in order, ticked, or nothing at all."""

import pytest

from alongside.matching.circles.models import Seat
from alongside.programmes.actions.questions import change_question
from alongside.programmes.actions.topics import TOPICS
from tests.cast import Cast
from tests.matching.circles.gathered import LEADING, WRITING, drafted, join, make_circles

pytestmark = pytest.mark.any_database
COOKING = "Cooking"


def seats_of(scenario):
    return {seat.enrolment.person.name: seat for seat in Seat.objects.filter(circle__scenario=scenario)}


def test_the_first_choice_decides_where_both_topics_can_be(cast: Cast) -> None:
    programme = make_circles(cast.organisation, cast.manager, circle_has_guide=False)
    for number in range(4):
        join(programme, f"Writer {number}", WRITING, LEADING)
        join(programme, f"Leader {number}", LEADING, WRITING)
    scenario = drafted(programme, cast.manager)
    assert {(name.split()[0], seat.circle.topic) for name, seat in seats_of(scenario).items()} == {
        ("Writer", WRITING),
        ("Leader", LEADING),
    }
    assert scenario.result["choices"] == {"1": 8, "2": 0, "3": 0, "later": 0}


def test_a_fourth_choice_still_counts_and_says_so(cast: Cast) -> None:
    topics = [WRITING, LEADING, COOKING, "Chess"]
    programme = make_circles(cast.organisation, cast.manager, circle_topics=topics, circle_has_guide=False)
    for name in ("Ana", "Ben", "Cleo"):
        join(programme, name, "Chess")
    join(programme, "Dan", *topics)
    scenario = drafted(programme, cast.manager)
    seat = seats_of(scenario)["Dan"]
    assert (seat.choice, seat.reasons) == (4, ["later_choice"])
    assert scenario.result["choices"]["later"] == 1


def test_where_people_tick_all_they_tick_counts_alike(cast: Cast) -> None:
    programme = make_circles(cast.organisation, cast.manager, circle_has_guide=False)
    change_question(programme, by=cast.manager, key=TOPICS, kind="choices")
    programme.refresh_from_db()
    for name in ("Ana", "Ben", "Cleo"):
        join(programme, name, WRITING, LEADING)
    scenario = drafted(programme, cast.manager)
    for seat in seats_of(scenario).values():
        assert (seat.choice, seat.reasons, seat.fit) == (None, ["ticked"], 0.9)


def test_only_the_team_reads_in_which_order_somebody_put_them(cast: Cast) -> None:
    programme = make_circles(cast.organisation, cast.manager)
    assert programme.questionnaire.questions.get(key=TOPICS).reader == "managers"
