"""Accepting twice, from two windows at the same moment, or past the capacity never fills anyone over."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.cast import Cast, make_cast
from tests.matching.cohort import drafted, enrol, make_matching_programme, published

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken
from alongside.matching.actions import accept_proposal, ask_guide, draft_matching, lock_pair, publish_scenario
from alongside.matching.models import PairConstraint, Proposal
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def at_the_same_moment(*calls: Callable[[], object]) -> list[object]:
    """Start every call in a thread and a connection of its own, at once; a broken rule is a result too."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        start.wait()
        try:
            return call()
        except RuleBroken as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return make_matching_programme(cast.organisation, cast.manager)


def accepting(proposal: Proposal, person: Person) -> Callable[[], object]:
    return lambda: accept_proposal(Proposal.objects.get(pk=proposal.pk), by=person)


def test_one_match_accepted_from_many_windows_at_once_begins_once(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor", "learner")
    enrol(programme, "Lars", "guide")
    [proposal] = published(programme, cast.manager)
    both = [proposal.learner.person, proposal.guide.person] * (AT_ONCE // 2)
    results = at_the_same_moment(*(accepting(proposal, person) for person in both))
    assert not [result for result in results if isinstance(result, RuleBroken)]
    assert Relationship.objects.filter(programme=programme).count() == 1


def test_a_mentor_of_two_programmes_is_never_filled_past_their_capacity(
    programme: Programme, cast: Cast
) -> None:
    """The capacity went down after both were suggested; the last acceptances come in at the same moment."""
    other = make_matching_programme(cast.organisation, cast.manager, name="Northfield Sideways")
    proposals = []
    for number, each in enumerate((programme, other)):
        lars = enrol(each, "Lars", "guide", places=3)
        for name in ("Noor", "Jun", "Mateo"):
            enrol(each, f"{name} {number}", "learner")
        proposals += published(each, cast.manager)
    lars.person.profile.capacity = 2
    lars.person.profile.save()
    assert len(proposals) == AT_ONCE
    for proposal in proposals:
        accept_proposal(proposal, by=proposal.guide.person)
    results = at_the_same_moment(*(accepting(each, each.learner.person) for each in proposals))
    assert len([result for result in results if isinstance(result, RuleBroken)]) == AT_ONCE - 2
    guiding = lars.person.participations.filter(role="guide", relationship__state="active")
    assert guiding.count() == 2


def test_a_learner_suggested_twice_gets_only_the_mentors_they_have_places_for(
    programme: Programme, cast: Cast
) -> None:
    noor = enrol(programme, "Noor", "learner", places=2)
    Programme.objects.filter(pk=programme.pk).update(guides_per_learner=2)
    for name in ("Lars", "Ruth"):
        enrol(programme, name, "guide")
    proposals = published(Programme.objects.get(pk=programme.pk), cast.manager)
    assert len(proposals) == 2
    noor.places_as_learner = 1
    noor.save()
    for proposal in proposals:
        accept_proposal(proposal, by=noor.person)
    results = at_the_same_moment(*(accepting(each, each.guide.person) for each in proposals))
    assert len([result for result in results if isinstance(result, RuleBroken)]) == 1
    assert noor.person.participations.filter(role="learner", relationship__state="active").count() == 1


def asking(guide: Enrolment, person: Person) -> Callable[[], object]:
    return lambda: ask_guide(Enrolment.objects.get(pk=guide.pk), by=person, message="Delegating")


def test_a_mentor_whom_many_ask_at_once_is_asked_by_no_more_than_have_a_place(
    programme: Programme, cast: Cast
) -> None:
    Programme.objects.filter(pk=programme.pk).update(way="choice")
    lars = enrol(programme, "Lars", "guide", places=2)
    learners = [enrol(programme, f"Noor {number}", "learner") for number in range(AT_ONCE)]
    results = at_the_same_moment(*(asking(lars, each.person) for each in learners))
    assert len([result for result in results if isinstance(result, RuleBroken)]) == AT_ONCE - 2
    assert Proposal.objects.filter(guide=lars, state="offered").count() == 2


@pytest.mark.parametrize("_again", range(3))
def test_mentors_who_say_yes_at_once_to_one_mentee_begin_one_pair(
    programme: Programme, cast: Cast, _again: int
) -> None:
    """Each yes ends what the others were asked and tells them, while they hold their own rows."""
    Programme.objects.filter(pk=programme.pk).update(way="choice")
    guides = [enrol(programme, name, "guide") for name in ("Lars", "Ruth")]
    noor = enrol(programme, "Noor", "learner")
    guides.append(enrol(programme, "Ines", "guide"))
    proposals = [asking(each, noor.person)() for each in guides]
    results = at_the_same_moment(*(accepting(each, each.guide.person) for each in proposals))
    assert len([result for result in results if isinstance(result, RuleBroken)]) == len(guides) - 1
    assert Relationship.objects.filter(programme=programme).count() == 1
    assert not Proposal.objects.filter(state="offered").exists()


def test_two_programmes_publishing_at_once_never_promise_the_same_place_twice(
    programme: Programme, cast: Cast
) -> None:
    other = make_matching_programme(cast.organisation, cast.manager, name="Northfield Sideways")
    scenarios = []
    for number, each in enumerate((programme, other)):
        enrol(each, "Lars", "guide", capacity=1)
        enrol(each, f"Noor {number}", "learner")
        scenarios.append(drafted(each, cast.manager))
    results = at_the_same_moment(
        *(lambda scenario=each: publish_scenario(scenario, by=cast.manager) for each in scenarios)
    )
    assert len([result for result in results if isinstance(result, RuleBroken)]) == 1
    assert Proposal.objects.filter(guide__person__name="Lars").count() == 1


def test_words_of_two_managers_at_the_same_moment_are_both_kept(programme: Programme, cast: Cast) -> None:
    pairs = [
        (enrol(programme, f"Noor {number}", "learner"), enrol(programme, f"Lars {number}", "guide"))
        for number in range(AT_ONCE)
    ]
    at_the_same_moment(
        *(
            lambda one=learner, other=guide: lock_pair(programme, by=cast.manager, learner=one, guide=other)
            for learner, guide in pairs
        )
    )
    assert PairConstraint.objects.count() == AT_ONCE


def test_a_run_started_twice_at_the_same_moment_is_one_run(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor", "learner")
    results = at_the_same_moment(*[lambda: draft_matching(programme, by=cast.manager)] * AT_ONCE)
    numbers = [result.number for result in results]
    assert sorted(set(numbers)) == list(range(1, len(set(numbers)) + 1))
    assert programme.scenarios.count() == len(set(numbers))
