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


@pytest.fixture(autouse=True)
def _nobody_is_limited_yet() -> None:
    """Rate limits count in the cache; each test starts from none."""
    cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast, fresh for this test."""
    return make_cast()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A real Chromium, the system's own."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("ALONGSIDE_TEST_BROWSER") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.fail(
            "These tests need Chromium. Run ./test, which installs it or leaves them out and says so."
        )
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()
