"""Somebody without any mailbox signs up with a printed code and takes part fully, on a phone, in a real browser."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from tests.cast import Cast, make_cast
from tests.matching.cohort import enrol, make_matching_programme, published

from alongside.accounts.models import Person
from alongside.activity.models import Delivery
from alongside.matching.actions import accept_proposal
from alongside.matching.models import Proposal
from alongside.programmes.actions.codes import make_codes
from alongside.programmes.actions.enrolments import approve
from alongside.programmes.models import Enrolment
from alongside.relationships.models import Relationship

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

PASSWORD = "a quiet heron by the river"


@dataclass
class Ways:
    """How she gets in, as she wrote it down."""

    name: str
    code: str


def phone(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.set_default_timeout(10_000)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).or_(page.get_by_role("link", name=name)).first.click()


def sees(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def test_from_a_printed_code_to_a_pair(browser: Browser, live_server: LiveServer) -> None:
    cast = make_cast()
    programme = make_matching_programme(cast.organisation, cast.manager)
    page = phone(browser)
    page.goto(live_server.url + cast.address(f"join/{programme.public_id}/with-code/"))
    ways = signs_up(page, make_codes(programme, by=cast.manager, count=1, days=30)[0])

    nadia = Person.objects.get(name="Nadia Haddad")
    approve(Enrolment.objects.get(person=nadia), by=cast.manager)
    enrol(programme, "Lars Holm", "guide")
    (proposal,) = published(programme, cast.manager)
    assert not Delivery.objects.filter(recipient=nadia).exclude(state="on_paper").exists()
    hands_over_a_notice(cast, programme.public_id, ways)

    page = phone(browser)
    signs_in(page, live_server, ways.name, PASSWORD)
    accepts(page)
    accept_proposal(Proposal.objects.get(pk=proposal.pk), by=proposal.guide.person)
    relationship = Relationship.objects.get(programme=programme)
    page.goto(live_server.url + cast.address(f"relationships/{relationship.public_id}/"))
    sees(page, "Lars")

    page = phone(browser)
    forgets_the_password(page, live_server, ways)


def signs_up(page: Page, code: str) -> Ways:
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_label("Your name").fill("Nadia Haddad")
    press(page, "Sign up")
    expect(page.get_by_text("This password is too short").first).to_be_visible()
    page.get_by_label("No address? Then choose a password").fill(PASSWORD)
    press(page, "Sign up")
    sees(page, "Write these two down")
    name, recovery = page.locator("dd code").all_inner_texts()
    assert re.fullmatch(r"nadia-haddad-\d{4}", name)
    press(page, "I have written them down")
    page.go_back()
    expect(page.get_by_text(recovery)).not_to_be_visible()
    return Ways(name, recovery)


def hands_over_a_notice(cast: Cast, programme: str, ways: Ways) -> None:
    client, address = cast.client("manager"), cast.address(f"programmes/{programme}/notices/")
    slip = client.get(address).text
    assert "Nadia Haddad" in slip
    assert ways.name in slip
    assert "Lars" not in slip
    client.post(f"{address}handover/")
    assert "Nothing has to be handed over." in client.get(address).text


def signs_in(page: Page, live_server: LiveServer, name: str, password: str) -> None:
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_text("Use a password").click()
    page.get_by_label("Email address or sign-in name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    press(page, "Sign in with the password")


def accepts(page: Page) -> None:
    sees(page, "A suggested match waits for your answer.")
    press(page, "See who it is")
    press(page, "Say yes to Lars")
    sees(page, "You said yes")


def forgets_the_password(page: Page, live_server: LiveServer, ways: Ways) -> None:
    changed = "another heron by the same river"
    for attempt in (1, 2):
        page.goto(f"{live_server.url}/sign-in/recovery/")
        page.get_by_label("Sign-in name").fill(ways.name)
        page.get_by_label("Recovery code").fill(ways.code)
        page.get_by_label("The new password").fill(changed)
        press(page, "Set the new password")
        if attempt == 1:
            sees(page, "Write these two down")
        else:
            expect(page.get_by_text("do not belong together").first).to_be_visible()
    fresh = phone(page.context.browser) if page.context.browser else page
    signs_in(fresh, live_server, ways.name, changed)
    expect(fresh.get_by_role("heading", level=1)).not_to_contain_text("Someone to think with")
