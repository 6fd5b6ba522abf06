"""A passkey is made on a device and opens the account by itself, under the strict Content-Security-Policy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse
from tests.cast import Cast, make_cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: "Browser") -> "Iterator[Page]":
    """A page of a browser whose device has a fingerprint reader that always says yes."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(8000)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


@pytest.fixture
def complaints(page: "Page") -> list[str]:
    """What the browser complained about, as a script that the policy forbids."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def sign_in_by_link(page: "Page", address: str, cast: Cast) -> None:
    page.goto(address + reverse("account_login"))
    page.get_by_label("Email address").first.fill(cast.mentee.email)
    page.get_by_role("button", name="Email me a link").click()
    page.get_by_role("heading", name="Look in your mail.").wait_for()
    link = next(word for word in str(mail.outbox[0].body).split() if "sesame" in word)
    page.goto(address + "/" + link.split("/", 3)[3])
    page.get_by_role("button", name="Sign in").click()


def add_passkey(page: "Page", address: str) -> None:
    page.goto(address + reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What to call it").fill("Amara’s phone")
    page.get_by_role("button", name="Add this passkey").click()
    page.get_by_role("heading", name="You sign in with these passkeys.").wait_for()


def sign_out(page: "Page", address: str) -> None:
    page.goto(address + reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_is_added_after_a_link_and_then_opens_the_account(
    live_server: Any, page: "Page", complaints: list[str]
) -> None:
    cast = make_cast()
    sign_in_by_link(page, live_server.url, cast)
    add_passkey(page, live_server.url)
    sign_out(page, live_server.url)
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**/o/{cast.organisation.slug}/")
    assert complaints == []


def test_a_passkey_is_renamed_and_removed(live_server: Any, page: "Page") -> None:
    sign_in_by_link(page, live_server.url, make_cast())
    add_passkey(page, live_server.url)
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name").fill("Old phone")
    page.get_by_role("button", name="Keep this name").click()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the passkey").click()
    page.get_by_role("heading", name="Sign in with your face").wait_for()
    assert [message.subject for message in mail.outbox][1:] == [
        "A passkey was added to your account",
        "A passkey was removed from your account",
    ]


def test_a_passkey_that_does_not_work_says_so_on_the_page(live_server: Any, page: "Page") -> None:
    make_cast()
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("The passkey was not used.").wait_for()
    assert page.url == live_server.url + reverse("account_login")


def test_at_a_bare_number_no_passkey_is_offered(live_server: Any, page: "Page") -> None:
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + reverse("account_login"))
    assert not page.get_by_role("button", name="Use a passkey").is_visible()
