"""The report is open to everyone: axe finds nothing, it fits a phone, and it loads nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests import accessibility
from tests.cohorts import RULES, cohort
from tests.pairing.test_documentation import as_file

from alongside.cli import main

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


def test_axe_finds_nothing_and_nothing_is_loaded(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    people = cohort("small")
    (tmp_path / "mentees.csv").write_bytes(as_file(people.learners))
    (tmp_path / "mentors.csv").write_bytes(as_file(people.guides))
    asks = [
        "--by",
        "grade",
        "--explain",
        str(people.learners.ids[3]),
        "--what-if",
        f"{people.guides.ids[0]} leaves",
    ]
    command = ["match", "mentees.csv", "mentors.csv", "--rules", str(RULES), *asks, "--report", "report.html"]
    assert main(command) == 0

    page = browser.new_page(viewport={"width": 1280, "height": 900})
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert accessibility.wrongs(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert accessibility.sideways(page) == []
    assert loaded == [(tmp_path / "report.html").as_uri()]
    page.close()
