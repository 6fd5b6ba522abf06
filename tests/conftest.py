"""What every test may ask for: the cast, a real browser, and axe."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache

from tests.cast import Cast, make_cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Playwright runs an event loop in the thread of the test, which Django takes for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


DATABASE = {"db", "transactional_db", "live_server"}
"""The fixtures that bring a database, of which the mark ``django_db`` is a short form."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What ./test asks for in its second run."""
    parser.addoption(
        "--with-a-database",
        action="store_true",
        help="only the tests that use the tests' database; the others are the same on each",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs no database, when asked to."""
    if not config.getoption("with_a_database"):
        return
    config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
    items[:] = filter(uses_database, items)


def uses_database(item: pytest.Item) -> bool:
    """Whether what the test proves may depend on the database."""
    fixtures = getattr(item, "fixturenames", ())
    if item.get_closest_marker("any_database"):
        return False
    return item.get_closest_marker("django_db") is not None or not DATABASE.isdisjoint(fixtures)


@pytest.fixture(autouse=True)
def _nobody_is_limited_yet() -> None:
    """Rate limits count in the cache; each test starts from none."""
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast, fresh for this test."""
    return make_cast()


@pytest.fixture
def browser(chromium: "Browser") -> "Iterator[Browser]":
    """A real Chromium; a window that a test leaves open is closed, as its page would go on asking."""
    yield chromium
    for window in chromium.contexts:
        window.close()


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    """The system's own, started once."""
    from playwright.sync_api import expect, sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("ALONGSIDE_TEST_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        leave_out = pytest.fail if os.environ.get("CI") else pytest.skip
        leave_out("needs Chromium; ./test installs it where it may")
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    expect.set_options(timeout=20_000)  # milliseconds: a busy machine is late, not wrong
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
