"""Wishes move the matching once their round is over; a stable run says what it is and what it costs."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.activity import jobs
from alongside.matching.actions import draft_matching
from alongside.matching.engine.ranked_wishes import RATHER_NOT, Said, gained, ranks
from alongside.matching.models import Scenario
from alongside.matching.wishes.actions import close_wishes, open_wishes, say_wishes
from alongside.matching.wishes.models import Shortlist, WishRound
from alongside.people.models import Profile
from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.cohort import enrol


@st.composite
def rows_of_people(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """What is said of up to six people, and how they fit; who is forbidden is never in order."""
    size = draw(st.integers(1, 6))
    said = draw(st.permutations(range(size)))
    listed, unwanted = draw(st.integers(0, size)), draw(st.integers(0, size))
    places = np.zeros(size, np.int16)
    for position, who in enumerate(said[:listed], start=1):
        places[who] = position
    places[said[listed : listed + unwanted]] = RATHER_NOT
    fit = np.array(draw(st.lists(st.sampled_from([0.2, 0.5, 0.9, np.nan]), min_size=size, max_size=size)))
    return places[None], fit[None]


@given(rows_of_people())
def test_an_order_begins_as_said_goes_on_by_fit_and_ends_with_rather_not(
    people: tuple[np.ndarray, np.ndarray],
) -> None:
    places, fit = people
    found = ranks(places, fit)
    if found is None:
        assert not places.any()
        return
    assert ((found == 0) == np.isnan(fit)).all()
    allowed = np.flatnonzero(found[0])
    assert sorted(set(found[0][allowed])) == list(range(1, 1 + len(set(found[0][allowed]))))
    for one in allowed:
        for other in allowed:
            assert (found[0, one] < found[0, other]) == (
                _standing(places[0, one], fit[0, one]) < _standing(places[0, other], fit[0, other])
            )


def _standing(place: int, fit: float) -> tuple[float, float]:
    if place > 0:
        return (place, 0)
    return (200, -fit) if place == RATHER_NOT else (100, -fit)


def test_both_first_gains_most_and_rather_not_loses() -> None:
    said = Said(np.array([[1, 2, RATHER_NOT, 0]]), np.array([[1, 0, RATHER_NOT, 0]]))
    both, one, neither, silent = gained(said)[0]
    assert both == 1
    assert one == 0.25
    assert neither == -1
    assert silent == 0


@pytest.fixture
def programme(programme: Programme) -> Programme:
    """Two mentees and two mentors; Ada fits Lars best, and Bo fits Ruth."""
    programme.way = Programme.Way.WISHES
    programme.save()
    enrol(programme, "Ada Lind", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Bo Ek", "learner", wants=("Statistics",), department="Theatres")
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",), department="Imaging")
    enrol(programme, "Ruth Adeyemi", "guide", offers=("Statistics",), department="Imaging")
    return programme


def opened(programme: Programme, cast: Cast) -> WishRound:
    held = open_wishes(programme, by=cast.manager, closes_on=timezone.localdate() + timedelta(days=7))
    jobs.run(held.job.pk)
    held.refresh_from_db()
    return held


def say(name: str, *order: str, rather_not: tuple[str, ...] = ()) -> None:
    held = Shortlist.objects.get(enrolment__person__name=name)
    wishes = dict(held.wishes.values_list("other__person__name", "public_id"))
    said = {"order": [wishes[one] for one in order], "rather_not": [wishes[one] for one in rather_not]}
    say_wishes(held, by=held.enrolment.person, **said)


def pairs(programme: Programme, cast: Cast, objective: str) -> tuple[set[tuple[str, str]], Scenario]:
    scenario = draft_matching(programme, by=cast.manager, objective=objective)
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    assert scenario.state == Scenario.State.SOLVED, scenario.job.error
    found = scenario.pairs.values_list("learner__person__name", "guide__person__name")
    return set(found), scenario


BY_FIT = {("Ada Lind", "Lars Holm"), ("Bo Ek", "Ruth Adeyemi")}
AS_WISHED = {("Ada Lind", "Ruth Adeyemi"), ("Bo Ek", "Lars Holm")}


@pytest.mark.django_db
@pytest.mark.parametrize("objective", ["places", "fairest", "stable"])
def test_wishes_count_once_the_round_is_over(programme: Programme, cast: Cast, objective: str) -> None:
    held = opened(programme, cast)
    for name, *order in (
        ("Ada Lind", "Ruth Adeyemi", "Lars Holm"),
        ("Ruth Adeyemi", "Ada Lind", "Bo Ek"),
        ("Bo Ek", "Lars Holm", "Ruth Adeyemi"),
        ("Lars Holm", "Bo Ek", "Ada Lind"),
    ):
        say(name, *order)
    found, scenario = pairs(programme, cast, objective)
    assert found == BY_FIT
    assert scenario.result["wishes"] == 0
    close_wishes(held, by=cast.manager)
    found, scenario = pairs(programme, cast, objective)
    assert found == (AS_WISHED if objective == "stable" else BY_FIT)
    assert scenario.result["wishes"] == 4
    programme.criteria.filter(kind="skills").update(weight=0)
    assert pairs(programme, cast, objective)[0] == AS_WISHED


@pytest.mark.django_db
def test_who_would_rather_not_comes_after_everybody_but_is_not_ruled_out(
    programme: Programme, cast: Cast
) -> None:
    held = opened(programme, cast)
    say("Ada Lind", "Ruth Adeyemi", rather_not=("Lars Holm",))
    say("Bo Ek", "Lars Holm", "Ruth Adeyemi")
    close_wishes(held, by=cast.manager)
    assert pairs(programme, cast, "stable")[0] == AS_WISHED
    programme.enrolments.filter(person__name__in=["Ruth Adeyemi", "Bo Ek"]).update(state="withdrawn")
    assert pairs(programme, cast, "stable")[0] == {("Ada Lind", "Lars Holm")}


@pytest.mark.django_db
def test_a_stable_run_says_what_is_proved_and_what_it_costs(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Cleo Lund", "learner", wants=("Delegating",), department="Imaging")
    programme.rules.create(kind="not_same", settings={"field": "department"})
    held = opened(programme, cast)
    say("Lars Holm", "Ada Lind", "Bo Ek")
    say("Ruth Adeyemi", "Bo Ek", "Ada Lind")
    close_wishes(held, by=cast.manager)
    _found, scenario = pairs(programme, cast, "stable")
    assert scenario.result["stability"] == {"pairs_fewer": 0, "fit_fewer": 0.0}
    address = cast.address(f"programmes/{programme.public_id}/matching/runs/{scenario.public_id}/")
    page = cast.client("manager").get(address).text
    assert "No two who are not a pair would both rather have each other" in page
    assert "It makes as many pairs as there could be." in page
    assert "It follows the wishes of 2 people." in page


@pytest.mark.django_db
def test_stability_can_leave_a_place_free_that_the_best_total_fills(programme: Programme, cast: Cast) -> None:
    """Ada may have either; Bo, of the same department as Ruth, may only have Lars, who rather has Ada."""
    Profile.objects.filter(person__name__in=["Bo Ek", "Ruth Adeyemi"]).update(department="Estates")
    programme.rules.create(kind="not_same", settings={"field": "department"})
    held = opened(programme, cast)
    say("Lars Holm", "Ada Lind", "Bo Ek")
    say("Ada Lind", "Lars Holm", "Ruth Adeyemi")
    close_wishes(held, by=cast.manager)
    found, scenario = pairs(programme, cast, "stable")
    assert found == {("Ada Lind", "Lars Holm")}
    assert scenario.result["stability"]["pairs_fewer"] == 1
    address = cast.address(f"programmes/{programme.public_id}/matching/runs/{scenario.public_id}/")
    page = cast.client("manager").get(address).text
    assert "It makes 1 pair fewer than there could be." in page
    assert "only a matching that is not stable could fill it" in page
    assert len(pairs(programme, cast, "places")[0]) == 2


@pytest.mark.django_db
def test_a_stable_run_refuses_a_rule_that_it_cannot_keep(programme: Programme, cast: Cast) -> None:
    ada, bo = (programme.enrolments.get(person__name=name).person for name in ("Ada Lind", "Bo Ek"))
    bo.profile.manager = ada
    bo.profile.save()
    programme.rules.create(kind="no_guide_shared_with_manager")
    scenario = draft_matching(programme, by=cast.manager, objective="stable")
    jobs.run(scenario.job.pk)
    scenario.job.refresh_from_db()
    assert "cannot keep two people from sharing a mentor" in scenario.job.error
