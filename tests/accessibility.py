"""What axe finds on a page of a real browser, and whether the page is wider than its screen."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

IN_THE_DARK = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""In the dark a page is the same but for its colours."""


def wrongs(page: Page, rules: dict[str, Any] | None = None) -> list[str]:
    """What axe finds on the page as it stands, by all its rules or by those; and where it scrolls sideways."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], **(rules or {})}
    found = page.evaluate("options => axe.run(document, options).then(all => all.violations)", options)
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] + sideways(page)


def sideways(page: Page) -> list[str]:
    """That the page is wider than its screen, if it is."""
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    return ["scrolls sideways"] if page.evaluate(wide) else []
