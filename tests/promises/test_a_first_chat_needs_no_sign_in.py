"""A first chat is agreed, moved, held, chosen and ended from the mail; a link that was used names nobody."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer
from tests import accessibility
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme

from alongside.accounts.models import Person
from alongside.activity.models import Delivery
from alongside.matching.by_link.chat_links import chat_page
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.models import FirstChat

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat(cast: Cast) -> FirstChat:
    programme = make_matching_programme(cast.organisation, cast.manager, kind="coaching", way="chats")
    learner = enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",), department="Theatres")
    guide = enrol(programme, "Ruth Adeyemi", "guide", offers=("Delegating",), department="Imaging")
    now = timezone.now().replace(second=0, microsecond=0)
    times = [now + timedelta(days=1), now + timedelta(days=2)]
    return ask_for_chat(guide, by=learner.person, message="About delegating.", times=times)


def mailed_to(person: Person) -> str:
    text = Delivery.objects.filter(recipient=person).latest("pk").text
    return re.search(r"https?://[^/\s]+(/o/\S+/first-chat-answers/[^\s/]+/)", text).group(1)


def test_from_the_question_to_the_choice_without_signing_in(chat: FirstChat) -> None:
    coach, coachee = chat.guide.person, chat.learner.person
    client, asked = Client(), mailed_to(coach)
    page = client.get(asked)
    assert page.status_code == 200
    assert "Noor asks you for a first chat" in page.text
    agreed = client.post(f"{asked}agreement/", {"starts_at": chat.times.first().starts_at.isoformat()})
    assert client.get(agreed.url).status_code == 200
    FirstChat.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    held = client.post(f"{mailed_to(coachee)}holding/")
    assert "Go on with Ruth?" in client.get(held.url).text
    client.post(f"{held.url}choice/")
    chat.refresh_from_db()
    assert chat.is_chosen
    assert "sessionid" not in client.cookies


def test_opening_the_link_changes_nothing(chat: FirstChat) -> None:
    path = mailed_to(chat.guide.person)
    for _ in range(3):
        assert Client().get(path).status_code == 200
        assert Client().get(f"{path}ending/").status_code == 405
    chat.refresh_from_db()
    assert chat.state == FirstChat.State.ASKED


@pytest.mark.parametrize("ending", ["agreed", "ended", "late"])
def test_a_link_that_was_used_names_nobody_and_does_nothing(chat: FirstChat, ending: str) -> None:
    path = mailed_to(chat.guide.person)
    if ending == "agreed":
        Client().post(f"{path}agreement/", {"starts_at": chat.times.first().starts_at.isoformat()})
    elif ending == "ended":
        Client().post(f"{path}ending/")
    else:
        FirstChat.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = Client().get(path)
    assert page.status_code == 410
    assert not any(word in page.text for word in ("Noor", "Ruth", "elegating"))
    assert Client().post(f"{path}ending/").status_code == 404


def test_times_that_cannot_be_read_are_said_on_the_page(chat: FirstChat) -> None:
    path = mailed_to(chat.guide.person)
    page = Client().post(f"{path}times/", {"first": "soon"})
    assert page.status_code == 422
    assert "Offer these times" in page.text
    assert Client().get(f"{path[:-6]}aaaaa/").status_code == 404


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
def test_a_phone_that_never_signed_in_agrees_to_a_time(
    chat: FirstChat, browser: Browser, live_server: LiveServer
) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(live_server.url + chat_page(chat.guide.person, chat))
    assert accessibility.wrongs(page) == []
    page.locator("ul form button").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("You talk with Noor")
    assert accessibility.wrongs(page) == []
    chat.refresh_from_db()
    assert chat.state == FirstChat.State.AGREED
