"""Peers in threes: gathered by what each two bring each other, offered, and begun once two have said yes."""

import pytest
from django.urls import reverse

from alongside.activity.actions import RuleBroken
from alongside.matching.actions import draft_matching, forbid_pair, lock_pair, publish_scenario
from alongside.matching.circles.answering import accept_seat, decline_seat
from alongside.matching.circles.overview import why_you
from alongside.matching.models import Scenario, Seat
from alongside.programmes.matching_form import MatchingForm
from alongside.programmes.models import Criterion, Enrolment, Programme
from tests.cast import Cast, make_programme
from tests.matching.cohort import drafted, enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    made = make_programme(cast.organisation, cast.manager, "peer", "Northfield Threes")
    made.peers_together = 3
    made.save()
    Criterion.objects.create(programme=made, kind="skills", weight=1)
    return made


def seven(programme: Programme) -> list[Enrolment]:
    """Three around law, three around sums, and one more of these."""
    return [
        enrol(programme, f"{name} Peer", "both", wants=(topic,), offers=(topic,))
        for name, topic in (
            ("Ana", "Law"),
            ("Ben", "Law"),
            ("Cleo", "Law"),
            ("Dan", "Sums"),
            ("Eve", "Sums"),
            ("Finn", "Sums"),
            ("Gus", "Sums"),
        )
    ]


def groups(scenario: Scenario) -> list[set[str]]:
    return sorted(
        (
            {seat.enrolment.person.short_name for seat in circle.seats.all()}
            for circle in scenario.circles.all()
        ),
        key=lambda group: (-len(group), sorted(group)),
    )


def test_who_brings_each_other_most_meets_in_threes_and_the_rest_in_twos(
    programme: Programme, cast: Cast
) -> None:
    seven(programme)
    scenario = drafted(programme, cast.manager)
    assert groups(scenario)[0] == {"Ana", "Ben", "Cleo"}
    assert [len(group) for group in groups(scenario)] == [3, 2, 2]
    assert scenario.result["gap"] == 0
    assert not scenario.unmatched.exists()


def test_two_kept_apart_share_no_group_and_two_kept_together_one(programme: Programme, cast: Cast) -> None:
    ana, ben, _cleo, dan, *_others = seven(programme)
    forbid_pair(programme, by=cast.manager, learner=ana, guide=ben)
    lock_pair(programme, by=cast.manager, learner=dan, guide=ana)
    found = groups(drafted(programme, cast.manager))
    assert not any({"Ana", "Ben"} <= group for group in found)
    assert any({"Ana", "Dan"} <= group for group in found)


def test_each_reads_what_the_others_bring_and_it_begins_with_two(programme: Programme, cast: Cast) -> None:
    ana, ben, cleo, *_others = seven(programme)
    publish_scenario(drafted(programme, cast.manager), by=cast.manager)
    seats = {seat.enrolment: seat for seat in Seat.objects.with_circle()}
    said = why_you(seats[ana])
    assert "Ben can help with Law, which you want to learn." in said
    assert "You can help with Law, which Cleo wants to learn." in said
    accept_seat(seats[ana], by=ana.person)
    circle = accept_seat(seats[ben], by=ben.person).circle
    accept_seat(seats[cleo], by=cleo.person)
    assert circle.relationship
    assert {each.role for each in circle.relationship.participants.all()} == {"peer"}
    assert circle.relationship.participants.count() == 3
    again = drafted(programme, cast.manager)
    assert not any({"Ana", "Ben", "Cleo"} & group for group in groups(again))


def test_who_declined_is_named_to_nobody_any_more(programme: Programme, cast: Cast) -> None:
    ana, ben, *_others = seven(programme)
    publish_scenario(drafted(programme, cast.manager), by=cast.manager)
    decline_seat(Seat.objects.get(enrolment=ben), by=ben.person)
    said = why_you(Seat.objects.with_circle().get(enrolment=ana))
    assert said
    assert not any("Ben" in sentence for sentence in said)


def test_the_pages_of_the_team_and_of_a_peer_open(programme: Programme, cast: Cast) -> None:
    ana, *_others = seven(programme)
    Enrolment.objects.create(programme=programme, person=cast.stranger, role="both", state="approved")
    scenario = drafted(programme, cast.manager)
    team, slug = cast.client("manager"), programme.organisation.slug
    page = team.get(reverse("scenario", args=[slug, programme.public_id, scenario.public_id]))
    assert "In twos only where threes do not come out even" in page.text
    circle = scenario.circles.get(seats__enrolment=ana)
    assert "Ana, Ben and Cleo meet." in team.get(reverse("circle", args=[slug, circle.public_id])).text
    publish_scenario(scenario, by=cast.manager)
    own = Seat.objects.get(enrolment__person=cast.stranger)
    shown = cast.client("stranger").get(reverse("seat", args=[slug, own.public_id]))
    assert "We suggest that you meet as peers" in shown.text


def test_threes_are_neither_asked_for_nor_matched_weekly(programme: Programme) -> None:
    form = MatchingForm(
        {"way": "choice", "peers_together": "3", "guides_per_learner": "1"}, instance=programme
    )
    assert not form.is_valid()
    assert "peers_together" in form.errors


def test_a_stable_run_of_threes_is_refused(programme: Programme, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="no sides"):
        draft_matching(programme, by=cast.manager, objective="stable")
