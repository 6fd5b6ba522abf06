"""Asking somebody oneself: places held, answers, what ends by itself, and waiting in line."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery
from alongside.matching.actions import (
    accept_proposal,
    ask_guide,
    decline_proposal,
    expire_proposals,
    join_line,
    leave_line,
    take_back_request,
    tell_first_in_line,
)
from alongside.matching.models import InLine, Proposal
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme

pytestmark = pytest.mark.django_db

WHY = "I would like to think about delegating."


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Two who look for somebody, and four guides with one place each."""
    programme = make_matching_programme(cast.organisation, cast.manager, way="choice", learners_per_guide=1)
    for name in ("Noor Al-Sayed", "Tom Brandt"):
        enrol(programme, name, "learner", wants=("Delegating",), department="Theatres")
    for name in ("Ruth Adeyemi", "Lars Holm", "Ines Rocha", "Owen Price"):
        enrol(programme, name, "guide", offers=("Delegating",), department="Imaging")
    return programme


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name__startswith=name)


def ask(programme: Programme, learner: str, guide: str) -> Proposal:
    return ask_guide(of(programme, guide), by=of(programme, learner).person, message=WHY)


def told(name: str) -> list[str]:
    deliveries = Delivery.objects.filter(recipient__name__startswith=name).order_by("pk")
    return list(deliveries.values_list("subject", flat=True))


def test_asking_gives_the_learners_yes_and_tells_the_guide(programme: Programme) -> None:
    proposal = ask(programme, "Noor", "Ruth")
    assert (proposal.state, proposal.is_request, proposal.message) == ("offered", True, WHY)
    assert proposal.learner_accepted_at
    assert {"key": "skill", "skills": ["Delegating"]} in proposal.reasons
    assert told("Ruth") == ["Noor Al-Sayed asks you"]
    assert WHY not in Delivery.objects.get(recipient__name__startswith="Ruth").text


def test_asking_twice_is_asking_once(programme: Programme) -> None:
    assert ask(programme, "Noor", "Ruth") == ask(programme, "Noor", "Ruth")
    assert len(told("Ruth")) == 1


def test_one_asks_three_at_a_time_and_a_fourth_after_taking_one_back(programme: Programme) -> None:
    first, *_others = [ask(programme, "Noor", name) for name in ("Ruth", "Lars", "Ines")]
    with pytest.raises(RuleBroken, match="asked 3 people"):
        ask(programme, "Noor", "Owen")
    take_back_request(first, by=first.learner.person)
    assert ask(programme, "Noor", "Owen").is_waiting
    assert told("Ruth")[-1].startswith("A request to you")


def test_a_request_holds_the_guides_place(programme: Programme) -> None:
    ask(programme, "Noor", "Ruth")
    with pytest.raises(RuleBroken, match="no free place"):
        ask(programme, "Tom", "Ruth")


def test_a_yes_begins_the_pair_and_ends_the_other_requests_kindly(programme: Programme) -> None:
    yes, other = ask(programme, "Noor", "Ruth"), ask(programme, "Noor", "Lars")
    accept_proposal(yes, by=yes.guide.person)
    assert Relationship.objects.get(programme=programme).participants.count() == 2
    other.refresh_from_db()
    assert other.state == Proposal.State.EXPIRED
    assert told("Lars")[-1].startswith("A request to you")
    assert ask(programme, "Tom", "Lars").is_waiting, "the place is free again"
    with pytest.raises(RuleBroken, match="all your places are filled"):
        ask(programme, "Noor", "Owen")


def test_who_wants_two_guides_goes_on_asking_after_the_first_yes(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(guides_per_learner=2)
    Enrolment.objects.filter(pk=of(programme, "Noor").pk).update(places_as_learner=2)
    yes, other = ask(programme, "Noor", "Ruth"), ask(programme, "Noor", "Lars")
    accept_proposal(yes, by=yes.guide.person)
    other.refresh_from_db()
    assert other.is_waiting


def test_after_a_no_the_learner_reads_a_kind_sentence_and_never_the_reason(
    programme: Programme, cast: Cast
) -> None:
    proposal = ask(programme, "Noor", "Ruth")
    decline_proposal(proposal, by=proposal.guide.person, reason="Too junior")
    assert told("Noor") == [f"It does not work out this time in {programme.name}"]
    assert not [text for text in Delivery.objects.values_list("text", flat=True) if "Too junior" in text]
    assert told("Priya") == [], "the team finds it on its page"
    with pytest.raises(RuleBroken, match="cannot ask Ruth"):
        ask(programme, "Noor", "Ruth")


def test_a_request_that_nobody_answers_ends_and_may_be_made_again(programme: Programme) -> None:
    proposal = ask(programme, "Noor", "Ruth")
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    assert ask(programme, "Noor", "Ruth").pk != proposal.pk
    assert expire_proposals() == 0
    assert told("Noor") == [f"It does not work out this time in {programme.name}"]


def test_rules_of_the_programme_hold_for_who_asks_too(programme: Programme) -> None:
    profile = of(programme, "Noor").person.profile
    profile.manager = of(programme, "Ruth").person
    profile.save()
    with pytest.raises(RuleBroken, match="cannot ask Ruth"):
        ask(programme, "Noor", "Ruth")


def test_where_the_team_matches_nobody_asks(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(way="team")
    with pytest.raises(NotAllowed):
        ask(programme, "Noor", "Ruth")


def test_the_first_in_line_is_told_and_goes_before_others(programme: Programme) -> None:
    held = ask(programme, "Tom", "Ruth")
    ruth, noor = of(programme, "Ruth"), of(programme, "Noor")
    enrol(programme, "Zoe Late", "learner")
    assert join_line(ruth, by=noor.person) == join_line(ruth, by=noor.person)
    assert tell_first_in_line() == 0, "there is no place yet"
    decline_proposal(held, by=held.guide.person)
    with pytest.raises(RuleBroken, match="no free place"):
        ask(programme, "Zoe", "Ruth")
    assert tell_first_in_line() == 1
    assert tell_first_in_line() == 0, "one place, one told"
    text = Delivery.objects.get(recipient__name__startswith="Noor").text
    assert "Ruth" not in text
    assert ask(programme, "Noor", "Ruth").is_waiting
    assert not InLine.objects.exists()


def test_a_turn_that_is_not_used_goes_to_the_next(programme: Programme) -> None:
    ruth, noor = of(programme, "Ruth"), of(programme, "Noor")
    join_line(ruth, by=noor.person)
    tell_first_in_line()
    with pytest.raises(RuleBroken, match="no free place"):
        ask(programme, "Tom", "Ruth")
    InLine.objects.update(told_at=timezone.now() - timedelta(days=4))
    assert ask(programme, "Tom", "Ruth").is_waiting
    tell_first_in_line()
    assert not InLine.objects.exists()


def test_one_leaves_the_line_at_any_time(programme: Programme) -> None:
    ruth, noor = of(programme, "Ruth"), of(programme, "Noor")
    join_line(ruth, by=noor.person)
    leave_line(ruth, by=noor.person)
    leave_line(ruth, by=noor.person)
    assert not InLine.objects.exists()
    assert mail.outbox == []
