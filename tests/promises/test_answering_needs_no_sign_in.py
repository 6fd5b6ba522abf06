"""A suggested match is answered from the mail: only a button acts, and afterwards the link names nobody."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from tests import accessibility
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme, published

from alongside.accounts.models import Person
from alongside.activity.models import Delivery
from alongside.matching.actions import decline_proposal
from alongside.matching.by_link.links import answer_link
from alongside.matching.by_link.reminding import remind_of_waiting
from alongside.matching.models import Proposal


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    programme = make_matching_programme(cast.organisation, cast.manager)
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",))
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",))
    return published(programme, cast.manager)[0]


def mailed_to(person: Person) -> str:
    """The path of the link in the newest mail to somebody."""
    text = Delivery.objects.filter(recipient=person).latest("pk").text
    return re.search(r"https?://[^/\s]+(/o/\S+/answers/[^\s/]+/)", text).group(1)


def press(path: str, proposal: Proposal, answer: str, **fields: str):
    return Client().post(f"{path}{proposal.public_id}/{answer}/", fields)


def test_both_say_yes_from_their_mails_and_the_pair_begins(proposal: Proposal) -> None:
    learner, guide = proposal.learner.person, proposal.guide.person
    page = Client().get(mailed_to(learner))
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "same-origin")
    assert "Lars Holm" in page.text
    assert "Delegating" in page.text
    assert press(mailed_to(learner), proposal, "acceptance").status_code == 302
    assert press(mailed_to(guide), proposal, "acceptance").status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.ACCEPTED
    assert proposal.relationship is not None


def test_opening_the_link_changes_nothing_and_uses_nothing_up(proposal: Proposal) -> None:
    path = mailed_to(proposal.learner.person)
    for _ in range(5):
        assert Client().get(path).status_code == 200
        assert Client().head(path).status_code == 200
        assert Client().get(f"{path}{proposal.public_id}/acceptance/").status_code == 405
    proposal.refresh_from_db()
    assert (proposal.state, proposal.learner_accepted_at) == (Proposal.State.OFFERED, None)


def test_the_link_signs_nobody_in(proposal: Proposal) -> None:
    client, path = Client(), mailed_to(proposal.learner.person)
    client.get(path)
    client.post(f"{path}{proposal.public_id}/acceptance/")
    assert "sessionid" not in client.cookies
    assert client.get(path.split("answers/")[0]).status_code == 302


@pytest.mark.parametrize("ending", ["yes", "no", "other", "late", "gone"])
def test_once_nothing_is_left_to_answer_the_link_names_nobody(proposal: Proposal, ending: str) -> None:
    learner, path = proposal.learner.person, mailed_to(proposal.learner.person)
    if ending == "yes":
        press(path, proposal, "acceptance")
    elif ending == "no":
        press(path, proposal, "refusal", reason="We know each other too well.")
    elif ending == "other":
        decline_proposal(proposal, by=proposal.guide.person)
    elif ending == "late":
        Proposal.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    else:
        Person.objects.filter(pk=learner.pk).update(left_at=timezone.now())
    page = Client().get(path)
    assert page.status_code == (404 if ending == "gone" else 410)
    assert not any(name in page.text for name in ("Lars", "Holm", "Noor", "Delegating", "too well"))
    proposal.refresh_from_db()
    before = (proposal.state, proposal.learner_accepted_at)
    assert press(path, proposal, "acceptance").status_code == 404
    proposal.refresh_from_db()
    assert (proposal.state, proposal.learner_accepted_at) == before


def test_a_link_answers_nothing_else(proposal: Proposal, cast: Cast) -> None:
    path = mailed_to(proposal.learner.person)
    programme = make_matching_programme(cast.organisation, cast.manager)
    enrol(programme, "Jun", "learner")
    enrol(programme, "Ines", "guide")
    [foreign] = published(programme, cast.manager)
    assert press(path, foreign, "acceptance").status_code == 404
    assert Client().get(path.replace("/answers/", "/answers/x")).status_code == 404
    assert Client().get(f"{path[:-3]}{'aa' if path[-3:-1] != 'aa' else 'bb'}/").status_code == 404


def test_a_link_does_not_open_what_is_suggested_later(proposal: Proposal) -> None:
    path = mailed_to(proposal.learner.person)
    Proposal.objects.update(offered_at=timezone.now() + timedelta(hours=2))
    page = Client().get(path)
    assert page.status_code == 410
    assert "Lars" not in page.text


def test_whoever_has_not_answered_is_reminded_once_with_a_link(proposal: Proposal) -> None:
    press(mailed_to(proposal.guide.person), proposal, "acceptance")
    assert remind_of_waiting() == 0
    now = timezone.now()
    Proposal.objects.update(
        offered_at=now - timedelta(days=8), expires_at=now + timedelta(days=2, minutes=-5)
    )
    assert (remind_of_waiting(), remind_of_waiting()) == (1, 0)
    [reminder] = Delivery.objects.filter(event__verb="proposal.reminded")
    assert reminder.recipient == proposal.learner.person
    assert "Lars" not in reminder.text + reminder.subject
    assert press(mailed_to(proposal.learner.person), proposal, "acceptance").status_code == 302


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_phone_that_never_signed_in_says_no(
    proposal: Proposal, browser: Browser, live_server: LiveServer, width: int
) -> None:
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    path = "/o/" + answer_link(proposal.learner.person, proposal.programme).split("/o/")[1]
    page.goto(live_server.url + path)
    assert page.locator("h1").inner_text() == "We suggest Lars"
    assert accessibility.wrongs(page) == []
    page.get_by_text("No, rather another match").press("Enter")
    page.get_by_label("Why not, if you want to say").fill("Too far away.")
    page.get_by_role("button", name="Decline this match").press("Enter")
    page.get_by_role("heading", name="Nothing waits for your answer here").wait_for()
    assert page.get_by_text("You said no, and that is fine.").is_visible()
    assert accessibility.wrongs(page) == []
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decline_reason) == (Proposal.State.DECLINED, "Too far away.")
