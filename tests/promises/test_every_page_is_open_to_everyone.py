"""axe finds nothing on any page, light or dark, and no page scrolls sideways on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests import accessibility
from tests.cast import Cast
from tests.routes import Known, know

from alongside.privacy.routes import ROUTES, Audience

pytestmark = [pytest.mark.browser, pytest.mark.any_database, pytest.mark.django_db(transaction=True)]

SOMEBODY_INSIDE: dict[Audience, str] = {
    Audience.TEAM: "manager",
    Audience.STARTERS: "manager",
    Audience.DIRECTORY: "manager",
    Audience.ADMINS: "admin",
    Audience.OFFERING: "mentor",
}
SIGNED_OUT = (
    "/account/login/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/nothing-here/",
)
SCHEMES = {"light": {}, "dark": accessibility.IN_THE_DARK}
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def signed_in(browser: Browser, server: LiveServer, cast: Cast, part: str | None) -> Page:
    """A page of somebody's browser."""
    context = browser.new_context(viewport=WIDE)
    if part:
        cookie = cast.client(part).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    return context.new_page()


def visits(known: Known) -> Iterator[tuple[str | None, str]]:
    """Every address with a page, and somebody who may open it."""
    for name, audience in ROUTES.items():
        part = SOMEBODY_INSIDE.get(audience, "mentee")
        answer = known.cast.client(part).get(known.address(name))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            yield part, known.address(name)
    yield from ((None, path) for path in SIGNED_OUT)


def wrongs(page: Page, address: str) -> list[str]:
    """What axe finds in light and dark, and whether the page is wider than a phone."""
    page.goto(address)
    found = []
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        found += [f"{address} {scheme}: {wrong}" for wrong in accessibility.wrongs(page, rules)]
    page.set_viewport_size(PHONE)
    found += [f"{address} on a phone: {wrong}" for wrong in accessibility.sideways(page)]
    page.set_viewport_size(WIDE)
    return found


def test_axe_finds_nothing_on_any_page(cast: Cast, browser: Browser, live_server: LiveServer) -> None:
    known = know(cast)
    found, pages = [], {}
    for part, path in visits(known):
        page = pages.get(part) or pages.setdefault(part, signed_in(browser, live_server, cast, part))
        found += wrongs(page, live_server.url + path)
    assert not found, "\n".join(found)
