"""The pattern page shows every part there is, in both themes, on a desk and on a phone."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from tests import accessibility

from alongside.web.patterns import CHAPTERS, TEMPLATES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COMPONENTS = TEMPLATES.parent / "components"


@pytest.fixture
def page(db: None) -> str:
    return Client().get("/patterns/").content.decode()


def test_every_component_is_shown(client: Client, db: None) -> None:
    drawn = {template.name for template in client.get("/patterns/").templates}
    components = {f"web/components/{path.relative_to(COMPONENTS)}" for path in COMPONENTS.rglob("*.html")}
    assert components - drawn == set()


def test_every_part_of_the_folder_is_shown() -> None:
    shown = {part.name for chapter in CHAPTERS for part in chapter.parts}
    assert shown == {path.stem for path in TEMPLATES.glob("*.html")}


def test_the_markup_shown_is_what_is_drawn(page: str) -> None:
    assert "{% seen &quot;pair&quot; &quot;You and Henrik&quot; %}" in page


def test_only_the_demonstration_has_it(db: None, settings) -> None:
    settings.DEMO = settings.DEBUG = False
    assert Client().get("/patterns/").status_code == 404


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_open_to_everyone(browser: "Browser", live_server: LiveServer, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{live_server.url}/patterns/")
    found = accessibility.wrongs(page)
    context.close()
    assert found == []
