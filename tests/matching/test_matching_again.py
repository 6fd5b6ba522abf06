"""After a no or an early end: who is matched again, with whom, and before whom; and who is not in yet."""

import pytest

from alongside.activity.actions import NotAllowed
from alongside.matching.actions import (
    accept_proposal,
    ask_guide,
    decline_proposal,
    lock_pair,
    publish_scenario,
)
from alongside.matching.models import Proposal
from alongside.programmes.actions.enrolments import put_on_waiting_list, withdraw
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import end_relationship
from alongside.relationships.models import Relationship
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Noor, who wants what Ruth offers; Ruth and Lars with one place each."""
    programme = make_matching_programme(cast.organisation, cast.manager, learners_per_guide=1)
    enrol(programme, "Noor", "learner", wants=("Delegating",), department="Theatres")
    enrol(programme, "Ruth", "guide", offers=("Delegating",), department="Imaging")
    enrol(programme, "Lars", "guide", offers=("Statistics",), department="Imaging")
    return programme


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name=name)


def begun(proposal: Proposal) -> Relationship:
    for person in (proposal.learner.person, proposal.guide.person):
        accept_proposal(proposal, by=person)
    return Relationship.objects.get(programme=proposal.programme, state=Relationship.State.ACTIVE)


def suggested(programme: Programme, cast: Cast) -> list[tuple[str, str]]:
    run = drafted(programme, cast.manager)
    return sorted(run.pairs.values_list("learner__person__name", "guide__person__name"))


def test_a_pair_that_ended_early_is_not_suggested_again(programme: Programme, cast: Cast) -> None:
    [proposal] = published(programme, cast.manager)
    assert proposal.guide.person.name == "Ruth"
    end_relationship(begun(proposal), by=proposal.guide.person)
    assert suggested(programme, cast) == [("Noor", "Lars")]


def test_a_pair_that_ended_because_one_left_may_meet_again(programme: Programme, cast: Cast) -> None:
    [proposal] = published(programme, cast.manager)
    reason = Relationship.EndReason.LEFT
    end_relationship(begun(proposal), by=proposal.guide.person, reason=reason)
    assert suggested(programme, cast) == [("Noor", "Ruth")]


@pytest.mark.parametrize("ending", ["declined", "ended"])
def test_who_said_no_is_suggested_again_only_when_the_manager_locks_the_two(
    programme: Programme, cast: Cast, ending: str
) -> None:
    [proposal] = published(programme, cast.manager)
    if ending == "declined":
        decline_proposal(proposal, by=proposal.guide.person)
    else:
        end_relationship(begun(proposal), by=proposal.guide.person)
    lock_pair(programme, by=cast.manager, learner=of(programme, "Noor"), guide=of(programme, "Ruth"))
    run = publish_scenario(drafted(programme, cast.manager), by=cast.manager)
    assert run.proposals.get().guide.person.name == "Ruth"


def test_who_lost_somebody_goes_before_a_better_fit_who_came_later(programme: Programme, cast: Cast) -> None:
    [proposal] = published(programme, cast.manager)
    end_relationship(begun(proposal), by=proposal.guide.person)
    enrol(programme, "Maya", "learner", wants=("Statistics",), department="Theatres")
    withdraw(of(programme, "Ruth"), by=of(programme, "Ruth").person)
    run = drafted(programme, cast.manager)
    assert run.pairs.get().learner.person.name == "Noor"
    assert list(run.result["waiting"]) == [of(programme, "Noor").public_id]


def test_once_somebody_is_suggested_nobody_goes_first_for_it_any_more(
    programme: Programme, cast: Cast
) -> None:
    [proposal] = published(programme, cast.manager)
    end_relationship(begun(proposal), by=proposal.guide.person)
    [again] = published(programme, cast.manager)[-1:]
    assert again.guide.person.name == "Lars"
    decline_proposal(again, by=again.guide.person)
    enrol(programme, "Ines", "guide")
    assert drafted(programme, cast.manager).result["waiting"] == {}


def test_who_waits_for_a_place_in_the_programme_is_matched_by_nothing(
    programme: Programme, cast: Cast
) -> None:
    put_on_waiting_list(of(programme, "Ruth"), by=cast.manager)
    assert suggested(programme, cast) == [("Noor", "Lars")]


def test_who_waits_for_a_place_in_the_programme_asks_nobody(programme: Programme, cast: Cast) -> None:
    Programme.objects.filter(pk=programme.pk).update(way=Programme.Way.CHOICE)
    put_on_waiting_list(of(programme, "Noor"), by=cast.manager)
    with pytest.raises(NotAllowed):
        ask_guide(of(programme, "Ruth"), by=of(programme, "Noor").person, message="Would you?")
