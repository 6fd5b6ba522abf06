"""What is never broken in a circle: rules, conflicts, and whom the team keeps together or apart."""

import pytest

from alongside.activity.actions import RuleBroken
from alongside.matching.actions.adjusting import keep_people_together
from alongside.matching.circles.models import Circle
from alongside.people.models import Conflict, Profile
from alongside.programmes.actions.life import change_matching
from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.circles.gathered import LEADING, WRITING, drafted, join, make_circles

pytestmark = pytest.mark.any_database
RULE = ("not_same", {"field": "department"})


def in_departments(programme: Programme, people: dict[str, str], **fields) -> None:
    for name, department in people.items():
        enrolment = join(programme, name, WRITING, **fields)
        Profile.objects.filter(person=enrolment.person).update(department=department)


def with_rule(cast: Cast, **fields) -> Programme:
    programme = make_circles(cast.organisation, cast.manager, **fields)
    change_matching(programme, by=cast.manager, criteria=[], rules=[RULE])
    return programme


def circles_of(scenario) -> list[set[str]]:
    circles = Circle.objects.filter(scenario=scenario).prefetch_related("seats__enrolment__person")
    return [{seat.enrolment.person.name for seat in circle.seats.all()} for circle in circles]


def test_nobody_meets_under_a_mentor_of_their_own_department(cast: Cast) -> None:
    programme = with_rule(cast)
    in_departments(programme, {"Ana": "Law", "Ben": "Law", "Cleo": "Law", "Dan": "Care", "Eve": "Care"})
    in_departments(programme, {"Fay": "Care"})
    in_departments(programme, {"Lars": "Law", "Mia": "Care"}, role="guide")
    scenario = drafted(programme, cast.manager)
    assert sorted(map(sorted, circles_of(scenario))) == [
        ["Ana", "Ben", "Cleo", "Mia"],
        ["Dan", "Eve", "Fay", "Lars"],
    ]
    assert scenario.result["gap"] == 0


def test_whom_every_mentor_is_ruled_out_for_reads_so(cast: Cast) -> None:
    programme = with_rule(cast)
    in_departments(programme, {"Ana": "Law", "Ben": "Care", "Cleo": "Care", "Dan": "Care"})
    in_departments(programme, {"Lars": "Law"}, role="guide")
    left = drafted(programme, cast.manager).unmatched.get()
    assert (left.enrolment.person.name, left.reason["key"]) == ("Ana", "no_guide_allowed")


def test_without_a_mentor_the_rule_holds_between_members(cast: Cast) -> None:
    programme = with_rule(cast, circle_has_guide=False)
    in_departments(programme, {"Ana": "Law", "Ben": "Law", "Cleo": "Care", "Dan": "Care"})
    in_departments(programme, {"Eve": "Sales", "Fay": "Sales"})
    for circle in circles_of(drafted(programme, cast.manager)):
        assert len(circle & {"Ana", "Ben"}) == len(circle & {"Cleo", "Dan"}) == 1


def test_two_who_are_kept_together_share_a_circle_or_have_none(cast: Cast) -> None:
    programme = make_circles(cast.organisation, cast.manager, circle_has_guide=False)
    people = {name: join(programme, name, WRITING, LEADING) for name in ("Ana", "Ben", "Cleo")}
    people |= {name: join(programme, name, LEADING, WRITING) for name in ("Dan", "Eve", "Fay")}
    assert {"Ana", "Ben", "Cleo"} in circles_of(drafted(programme, cast.manager))
    keep_people_together(programme, by=cast.manager, one=people["Ana"], other=people["Dan"])
    assert any({"Ana", "Dan"} <= circle for circle in circles_of(drafted(programme, cast.manager)))
    people["Dan"].response.answers.update(value=[LEADING])
    people["Ana"].response.answers.update(value=[WRITING])
    left = drafted(programme, cast.manager).unmatched.all()
    assert {"together_in_circles"} <= {row.reason["key"] for row in left}


def test_a_member_kept_with_a_mentor_is_led_by_no_other(cast: Cast) -> None:
    programme = make_circles(cast.organisation, cast.manager)
    people = {name: join(programme, name, WRITING) for name in ("Ana", "Ben", "Cleo", "Dan", "Eve", "Fay")}
    guides = {name: join(programme, name, WRITING, role="guide") for name in ("Lars", "Mia")}
    for guide, members in (("Lars", ("Ana", "Ben")), ("Mia", ("Cleo",))):
        for name in members:
            keep_people_together(programme, by=cast.manager, one=people[name], other=guides[guide])
    found = {frozenset(circle) for circle in circles_of(drafted(programme, cast.manager))}
    assert all(({"Ana", "Ben", "Lars"} <= circle) != ({"Cleo", "Mia"} <= circle) for circle in found)


def test_a_conflict_is_firmer_than_the_wish_to_keep_two_together(cast: Cast) -> None:
    programme = make_circles(cast.organisation, cast.manager, circle_has_guide=False)
    one, other = join(programme, "Ana", WRITING), join(programme, "Ben", WRITING)
    Conflict.objects.create(organisation=cast.organisation, one=one.person, other=other.person)
    with pytest.raises(RuleBroken, match="declared conflict"):
        keep_people_together(programme, by=cast.manager, one=one, other=other)
