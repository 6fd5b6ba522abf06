"""Saying yes and no to a suggested match."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery, Event
from alongside.matching.actions import (
    accept_proposal,
    decline_proposal,
    expire_proposals,
    take_back_proposal,
)
from alongside.matching.models import Proposal
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship
from tests.cast import Cast, make_pair
from tests.matching.cohort import enrol, published


@pytest.fixture
def proposal(programme: Programme, cast: Cast) -> Proposal:
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",))
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",))
    return published(programme, cast.manager)[0]


def test_a_relationship_begins_once_both_say_yes(proposal: Proposal) -> None:
    first = accept_proposal(proposal, by=proposal.learner.person)
    assert first.state == Proposal.State.OFFERED
    assert not Relationship.objects.filter(programme=proposal.programme).exists()
    both = accept_proposal(proposal, by=proposal.guide.person)
    assert both.state == Proposal.State.ACCEPTED
    assert both.relationship.reasons == proposal.reasons
    assert {row.person.name for row in both.relationship.participants.all()} == {"Noor Al-Sayed", "Lars Holm"}
    proposal.learner.refresh_from_db()
    assert proposal.learner.state == Enrolment.State.MATCHED


def test_saying_yes_twice_is_saying_it_once(proposal: Proposal) -> None:
    for _ in range(2):
        accept_proposal(proposal, by=proposal.learner.person)
        accept_proposal(proposal, by=proposal.guide.person)
    assert Relationship.objects.filter(programme=proposal.programme).count() == 1
    assert Event.objects.filter(verb="proposal.accepted").count() == 2


def test_the_first_yes_tells_the_other_side_who_and_never_more(proposal: Proposal) -> None:
    accept_proposal(proposal, by=proposal.learner.person)
    delivery = Delivery.objects.get(event__verb="proposal.accepted")
    assert delivery.recipient == proposal.guide.person
    assert "Noor Al-Sayed said yes" in delivery.subject


def test_nobody_else_answers_for_them(proposal: Proposal, cast: Cast) -> None:
    for person in (cast.manager, cast.stranger, cast.admin):
        with pytest.raises(NotAllowed):
            accept_proposal(proposal, by=person)
        with pytest.raises(NotAllowed):
            decline_proposal(proposal, by=person)


def test_a_decline_keeps_its_reason_from_the_other_side(proposal: Proposal, cast: Cast) -> None:
    decline_proposal(proposal, by=proposal.guide.person, reason="We used to be married.")
    sent = Delivery.objects.filter(event__verb="proposal.declined")
    assert {delivery.recipient for delivery in sent} == {proposal.learner.person, cast.manager}
    assert not any("married" in delivery.text + delivery.subject for delivery in sent)
    proposal.refresh_from_db()
    assert (proposal.decline_reason, proposal.declined_by) == (
        "We used to be married.",
        proposal.guide.person,
    )


def test_what_was_declined_can_neither_be_accepted_nor_declined_again(proposal: Proposal) -> None:
    decline_proposal(proposal, by=proposal.guide.person, reason="First.")
    decline_proposal(proposal, by=proposal.learner.person, reason="Second.")
    proposal.refresh_from_db()
    assert proposal.decline_reason == "First."
    with pytest.raises(RuleBroken, match="was declined"):
        accept_proposal(proposal, by=proposal.learner.person)


def test_what_both_accepted_is_ended_from_their_page(proposal: Proposal) -> None:
    accept_proposal(proposal, by=proposal.learner.person)
    accept_proposal(proposal, by=proposal.guide.person)
    with pytest.raises(RuleBroken, match="from the page you share"):
        decline_proposal(proposal, by=proposal.learner.person)


def test_an_unanswered_match_expires_and_both_are_told(proposal: Proposal) -> None:
    assert expire_proposals() == 0
    Proposal.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RuleBroken, match="time to answer"):
        accept_proposal(proposal, by=proposal.learner.person)
    assert (expire_proposals(), expire_proposals()) == (1, 0)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.EXPIRED
    assert Delivery.objects.filter(event__verb="proposal.expired").count() == 2


def test_a_match_with_somebody_who_withdrew_cannot_be_accepted_and_expires(proposal: Proposal) -> None:
    Enrolment.objects.filter(pk=proposal.guide_id).update(state=Enrolment.State.WITHDRAWN)
    with pytest.raises(RuleBroken, match="Lars Holm no longer takes part"):
        accept_proposal(proposal, by=proposal.learner.person)
    assert expire_proposals() == 1


def test_a_mentor_who_was_filled_elsewhere_since_is_not_overfilled(proposal: Proposal, cast: Cast) -> None:
    make_pair(cast.coaching, cast.stranger, proposal.guide.person)
    proposal.guide.person.profile.capacity = 1
    proposal.guide.person.profile.save()
    with pytest.raises(RuleBroken, match="Lars Holm has no free place any more"):
        accept_proposal(proposal, by=proposal.learner.person)


def test_the_programme_team_can_take_a_suggestion_back(proposal: Proposal, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take_back_proposal(proposal, by=proposal.learner.person)
    for _ in range(2):
        take_back_proposal(proposal, by=cast.manager)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.EXPIRED
    assert Event.objects.filter(verb="proposal.taken_back").count() == 1


def test_what_waits_ends_at_once_when_somebody_leaves(proposal: Proposal) -> None:
    withdraw(proposal.guide, by=proposal.guide.person)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.EXPIRED
    told = Delivery.objects.filter(event__verb="proposal.ended")
    assert proposal.learner.person in {delivery.recipient for delivery in told}


def test_a_programme_team_that_has_left_gets_no_mail(proposal: Proposal, cast: Cast) -> None:
    Person.objects.filter(pk=cast.manager.pk).update(left_at=timezone.now())
    decline_proposal(proposal, by=proposal.learner.person)
    delivery = Delivery.objects.get(event__verb="proposal.declined")
    assert delivery.recipient == proposal.guide.person
