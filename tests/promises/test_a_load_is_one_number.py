"""How many people a mentor has is one number over all programmes, whichever way the next one would come."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme, published
from tests.relationships.test_bringing_pairs import HEADINGS

from alongside.activity import jobs
from alongside.activity.actions import RuleBroken
from alongside.matching.actions import (
    accept_proposal,
    apply_cure,
    ask_guide,
    draft_matching,
    lock_pair,
    publish_scenario,
)
from alongside.matching.finding import cards, find_guides
from alongside.matching.models import Proposal, Scenario, Wish
from alongside.matching.weekly.actions import match_weekly
from alongside.matching.weekly.models import WeeklyMatching
from alongside.matching.wishes.actions import open_wishes
from alongside.people.importing import choose_columns, receive_file
from alongside.people.models import Profile
from alongside.people.purposes import Chosen
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import end_relationship
from alongside.relationships.models import Relationship
from alongside.tables import write_csv

pytestmark = pytest.mark.django_db

Found = Callable[[Programme, Enrolment, Cast], bool]


@pytest.fixture
def elsewhere(cast: Cast) -> Programme:
    """Lars takes two in all: he meets one here, and another is suggested to him."""
    programme = make_matching_programme(cast.organisation, cast.manager)
    enrol(programme, "Lars", "guide", places=2, capacity=2)
    for name in ("Ada", "Bo"):
        enrol(programme, name, "learner")
    first, _second = published(programme, cast.manager)
    for enrolment in (first.guide, first.learner):
        accept_proposal(first, by=enrolment.person)
    return programme


@pytest.fixture
def programme(cast: Cast, elsewhere: Programme) -> Programme:
    """Another programme, in which he would have two places and nobody yet."""
    programme = make_matching_programme(cast.organisation, cast.manager, name="Northfield Sideways")
    enrol(programme, "Noor", "learner")
    enrol(programme, "Lars", "guide", places=2)
    return programme


def by_the_team(programme: Programme, lars: Enrolment, cast: Cast) -> bool:
    scenario = drafted(programme, cast.manager)
    return scenario.pairs.filter(guide=lars).exists()


def by_a_lock(programme: Programme, lars: Enrolment, cast: Cast) -> bool:
    noor = programme.enrolments.get(person__name="Noor")
    lock_pair(programme, by=cast.manager, learner=noor, guide=lars)
    scenario = drafted(programme, cast.manager)
    return scenario.state == Scenario.State.SOLVED and scenario.pairs.filter(guide=lars).exists()


def by_wishes(programme: Programme, lars: Enrolment, cast: Cast) -> bool:
    Programme.objects.filter(pk=programme.pk).update(way="wishes")
    ruth = enrol(programme, "Ruth", "guide")
    Enrolment.objects.filter(pk=ruth.pk).update(prepared_at=timezone.now())
    held = open_wishes(programme, by=cast.manager, closes_on=timezone.localdate() + timedelta(days=7))
    jobs.run(held.job.pk)
    return Wish.objects.filter(other=lars).exists()


def by_asking(programme: Programme, lars: Enrolment, cast: Cast) -> bool:
    Programme.objects.filter(pk=programme.pk).update(way="choice")
    everybody = Enrolment.objects.filter(programme=programme).select_related("programme", "person")
    noor, lars = everybody.get(person__name="Noor"), everybody.get(pk=lars.pk)
    [card] = cards(noor, [lars])
    assert (card.free > 0) == find_guides(noor, {"free": True}).exists()
    try:
        ask_guide(lars, by=noor.person, message="Delegating")
    except RuleBroken:
        return card.free > 0
    return True


def by_the_week(programme: Programme, lars: Enrolment, cast: Cast) -> bool:
    Programme.objects.filter(pk=programme.pk).update(is_matched_weekly=True)
    Scenario.objects.create(programme=programme, number=9, state="published", published_at=timezone.now())
    match_weekly()
    WeeklyMatching.objects.update(week=F("week") - timedelta(days=7))
    match_weekly()
    job = WeeklyMatching.objects.get(programme=programme).job
    if job:
        jobs.run(job.pk)
    return Proposal.objects.filter(guide=lars).exists()


def by_a_file_of_pairs(programme: Programme, _lars: Enrolment, cast: Cast) -> bool:
    upload = receive_file(
        by=cast.manager,
        purpose="pairs",
        filename="pairs.csv",
        content=write_csv(HEADINGS, [["Noor", "Lars", "", ""]]),
        subject_id=programme.public_id,
    )
    return (
        choose_columns(upload, by=cast.manager, chosen=Chosen.from_json(upload.mapping)).preview["errors"]
        == 0
    )


WAYS: list[Found] = [by_the_team, by_a_lock, by_wishes, by_asking, by_the_week, by_a_file_of_pairs]


def both_meet(elsewhere: Programme) -> None:
    waiting = Proposal.objects.get(programme=elsewhere, state="offered")
    for enrolment in (waiting.guide, waiting.learner):
        accept_proposal(waiting, by=enrolment.person)


@pytest.mark.parametrize("way", WAYS)
def test_who_has_as_many_as_they_take_elsewhere_is_given_nobody(
    elsewhere: Programme, programme: Programme, cast: Cast, way: Found
) -> None:
    both_meet(elsewhere)
    assert not way(programme, programme.enrolments.get(person__name="Lars"), cast)


@pytest.mark.parametrize("way", WAYS)
def test_a_place_that_becomes_free_elsewhere_is_free_here(
    elsewhere: Programme, programme: Programme, cast: Cast, way: Found
) -> None:
    both_meet(elsewhere)
    pair = Relationship.objects.filter(programme=elsewhere).first()
    assert pair is not None
    end_relationship(pair, by=pair.participants.get(role="guide").person)
    assert way(programme, programme.enrolments.get(person__name="Lars"), cast)


@pytest.mark.parametrize("way", WAYS[:-1])
def test_a_match_that_waits_elsewhere_holds_the_place_here(
    elsewhere: Programme, programme: Programme, cast: Cast, way: Found
) -> None:
    assert not way(programme, programme.enrolments.get(person__name="Lars"), cast)


def test_one_more_place_is_not_given_past_the_number(
    elsewhere: Programme, programme: Programme, cast: Cast
) -> None:
    both_meet(elsewhere)
    scenario = drafted(programme, cast.manager)
    left = scenario.unmatched.get(enrolment__person__name="Noor")
    left.cure = {
        "guide": programme.enrolments.get(person__name="Lars").public_id,
        "one_more_place": True,
        "fit": 0.5,
        "needs_asking": False,
    }
    with pytest.raises(RuleBroken, match="more than"):
        apply_cure(left, by=cast.manager)


def test_a_number_that_goes_down_meanwhile_holds_for_publishing_and_for_the_last_yes(
    elsewhere: Programme, programme: Programme, cast: Cast
) -> None:
    Profile.objects.filter(person__name="Lars").update(capacity=3)
    scenario = drafted(programme, cast.manager)
    assert scenario.pairs.count() == 1
    publish_scenario(scenario, by=cast.manager)
    again = draft_matching(programme, by=cast.manager)
    jobs.run(again.job.pk)
    assert not again.pairs.exists()
    Profile.objects.filter(person__name="Lars").update(capacity=1)
    for proposal in Proposal.objects.filter(state="offered"):
        with pytest.raises(RuleBroken, match="Lars has no free place"):
            accept_proposal(proposal, by=proposal.learner.person)
