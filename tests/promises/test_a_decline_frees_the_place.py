"""A decline frees both places at once, the programme team sees it, and the next run fills them."""

import pytest
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme, published

from alongside.matching.actions import accept_proposal, decline_proposal
from alongside.matching.places import places_left
from alongside.programmes.models import Programme


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return make_matching_programme(cast.organisation, cast.manager)


def test_a_declined_proposal_frees_the_mentor(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor", "learner")
    lars = enrol(programme, "Lars", "guide")
    [proposal] = published(programme, cast.manager)
    assert places_left(programme.enrolments.all())[lars.pk].as_guide == 0
    decline_proposal(proposal, by=proposal.learner.person)
    assert places_left(programme.enrolments.all())[lars.pk].as_guide == 1


def test_the_next_run_gives_the_place_to_somebody_else(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor", "learner", wants=("Delegating",))
    enrol(programme, "Jun", "learner")
    enrol(programme, "Lars", "guide", offers=("Delegating",))
    [proposal] = published(programme, cast.manager)
    assert proposal.learner.person.name == "Noor"
    accept_proposal(proposal, by=proposal.guide.person)
    decline_proposal(proposal, by=proposal.learner.person)
    [pair] = drafted(programme, cast.manager).pairs.all()
    assert (pair.learner.person.name, pair.guide.person.name) == ("Jun", "Lars")


def test_the_programme_team_sees_the_reason_at_once(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Noor", "learner")
    enrol(programme, "Lars", "guide")
    [proposal] = published(programme, cast.manager)
    decline_proposal(proposal, by=proposal.guide.person, reason="I am away all spring.")
    address = cast.address(f"programmes/{programme.public_id}/matching/answers/")
    assert "I am away all spring." in cast.client("manager").get(address).text
