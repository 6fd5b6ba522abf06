"""A programme may ask for a preparation: who has it still to do is matched with nobody, by whichever way."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.accounts.actions import create_api_token
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.matching.actions import accept_proposal, ask_guide, join_line
from alongside.matching.flash.booking import book_slot
from alongside.matching.flash.offering import offer_slots
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.actions.preparing import finish_preparation, reopen_preparation
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme, published
from tests.promises.test_a_load_is_one_number import WAYS, Found

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Noor looks for somebody; Lars, who has to prepare first, is the only one there."""
    programme = make_matching_programme(
        cast.organisation, cast.manager, preparing="guides", preparation="Watch the introduction."
    )
    enrol(programme, "Noor", "learner")
    enrol(programme, "Lars", "guide")
    return programme


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name=name)


@pytest.mark.parametrize("way", WAYS[:-1])
@pytest.mark.parametrize("is_done", [False, True])
def test_who_has_it_still_to_do_is_matched_with_nobody(
    programme: Programme, cast: Cast, way: Found, is_done: bool
) -> None:
    lars = of(programme, "Lars")
    if is_done:
        finish_preparation(lars, by=lars.person)
    assert way(programme, lars, cast) == is_done


def test_a_side_that_has_nothing_to_prepare_does_not_wait(programme: Programme, cast: Cast) -> None:
    Programme.objects.update(preparing="learners")
    assert of(programme, "Noor").is_preparing
    assert not of(programme, "Lars").is_preparing
    Programme.objects.update(preparing="everybody")
    assert of(programme, "Lars").has_to_prepare()


def test_who_asks_themselves_is_told_to_prepare_first(programme: Programme) -> None:
    Programme.objects.update(preparing="learners", way="choice")
    noor, lars = of(programme, "Noor"), of(programme, "Lars")
    for act in (
        lambda: ask_guide(lars, by=noor.person, message="Why"),
        lambda: join_line(lars, by=noor.person),
    ):
        with pytest.raises(RuleBroken, match="First comes the preparation: Watch the introduction"):
            act()
    finish_preparation(noor, by=noor.person)
    ask_guide(lars, by=noor.person, message="Why")


def test_the_page_to_ask_from_says_what_comes_first(programme: Programme, cast: Cast) -> None:
    Programme.objects.update(preparing="everybody", way="choice")
    mine = Enrolment.objects.create(
        programme=programme, person=cast.stranger, role="learner", state="approved"
    )
    client, address = cast.client("stranger"), cast.address(f"programmes/{programme.public_id}/guides/")
    page = client.get(address)
    assert "First comes the preparation: Watch the introduction." in page.text
    assert "You choose whom you ask" not in client.get(cast.address()).text
    finish_preparation(mine, by=cast.stranger)
    assert "First comes" not in client.get(address).text
    assert "You choose whom you ask" in client.get(cast.address()).text


def test_short_meetings_are_offered_and_booked_after_it(programme: Programme, cast: Cast) -> None:
    Programme.objects.update(preparing="everybody", kind="flash", session_minutes=30)
    noor, lars = of(programme, "Noor"), of(programme, "Lars")
    soon = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    with pytest.raises(RuleBroken, match="First comes the preparation"):
        offer_slots(lars, by=lars.person, starts=[soon])
    finish_preparation(lars, by=lars.person)
    [slot] = offer_slots(lars, by=lars.person, starts=[soon])
    with pytest.raises(RuleBroken, match="First comes the preparation"):
        book_slot(slot, by=noor.person, question="How to begin?")
    finish_preparation(noor, by=noor.person)
    book_slot(slot, by=noor.person, question="How to begin?")


def test_what_is_suggested_already_can_still_be_accepted(programme: Programme, cast: Cast) -> None:
    finish_preparation(of(programme, "Lars"), by=cast.manager)
    [proposal] = published(programme, cast.manager)
    reopen_preparation(of(programme, "Lars"), by=cast.manager)
    for enrolment in (proposal.guide, proposal.learner):
        accept_proposal(proposal, by=enrolment.person)
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_it_is_done_once_and_said_by_the_person_or_the_team(programme: Programme, cast: Cast) -> None:
    lars = of(programme, "Lars")
    for _again in range(2):
        finish_preparation(lars, by=cast.manager)
    assert Event.objects.filter(verb="preparation.finished").count() == 1
    with pytest.raises(NotAllowed):
        reopen_preparation(lars, by=of(programme, "Noor").person)
    withdraw(lars, by=lars.person)
    with pytest.raises(RuleBroken, match="does not take part"):
        finish_preparation(lars, by=lars.person)


def test_the_pages_say_what_to_do_and_who_has_it_still_to_do(programme: Programme, cast: Cast) -> None:
    mine = Enrolment.objects.create(programme=programme, person=cast.stranger, role="guide", state="approved")
    client, team = cast.client("stranger"), cast.client("manager")
    own = cast.address(f"sign-ups/{mine.public_id}/")
    page = client.get(own).text
    assert "You take part. First comes the preparation." in page
    assert "Watch the introduction." in page
    assert "Prepare for Northfield Onwards." in client.get(cast.address()).text
    listed = cast.address(f"programmes/{programme.public_id}/sign-ups/")
    assert "2 people have the preparation still to do" in team.get(listed).text
    page = client.post(f"{own}preparation/", follow=True).text
    assert "The preparation is done" in page
    assert "Prepare for" not in client.get(cast.address()).text
    client.post(f"{own}preparation/reopening/")
    page = team.post(cast.address(f"programmes/{programme.public_id}/preparations/"), follow=True).text
    assert "2 people have prepared." in page
    assert not programme.enrolments.still_preparing().exists()


def test_the_set_up_asks_for_it_and_wants_to_know_what(programme: Programme, cast: Cast) -> None:
    address = cast.address(f"programmes/{programme.public_id}/setup/who/")
    client = cast.client("manager")
    said = "Who prepares before they are matched: Mentors. What they do: Watch the introduction."
    assert said in client.get(address).text
    page = client.post(address, {"preparing": "everybody", "preparation": ""})
    assert "Say what they do, in a sentence." in page.text
    client.post(address, {"preparing": "everybody", "preparation": "Read the guide"})
    programme.refresh_from_db()
    assert (programme.preparing, programme.preparation) == ("everybody", "Read the guide")


def test_the_api_says_and_changes_it(programme: Programme, cast: Cast) -> None:
    mine = Enrolment.objects.create(programme=programme, person=cast.stranger, role="guide", state="approved")
    _token, secret = create_api_token(cast.stranger, by=cast.stranger, name="own", scopes=["read", "write"])
    headers, address = (
        {"Authorization": f"Bearer {secret}"},
        f"/api/v1/o/northfield/enrolments/{mine.public_id}",
    )
    assert Client().post(f"{address}/preparation", headers=headers).json()["prepared_at"]
    assert Client().delete(f"{address}/preparation", headers=headers).json()["prepared_at"] is None
    said = Client().get(f"/api/v1/o/northfield/programmes/{programme.public_id}", headers=headers).json()
    assert (said["preparing"], said["preparation"]) == ("guides", "Watch the introduction.")
