"""The rooms of the house are kept apart: each contract of pyproject.toml breaks when somebody walks through a wall."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
WALKS = [
    ("Lower rooms know nothing of higher ones", "web/charts.py", "alongside.activity.models"),
    ("Lower rooms know nothing of higher ones", "people/forms.py", "alongside.relationships.models"),
    ("Lower rooms know nothing of higher ones", "tables/cells.py", "alongside.people.models"),
    ("Lower rooms know nothing of higher ones", "pairing/markets/market.py", "alongside.reports.health"),
    ("Lower rooms know nothing of higher ones", "a_room_of_nobody/__init__.py", "os"),
    ("Inside a feature, data travels one way", "growth/models.py", "alongside.growth.actions"),
    ("Inside a feature, data travels one way", "activity/permissions.py", "alongside.activity.views"),
    (
        "Inside the matching library, a proof knows nothing of who found it",
        "pairing/proofs/certificate.py",
        "alongside.pairing.total.best_total",
    ),
    ("The matching library and the spreadsheets know no Django", "tables/cells.py", "django.db"),
    (
        "The matching library and the spreadsheets know no Django",
        "pairing/markets/market.py",
        "alongside.settings",
    ),
    (
        "Only the engine and the command line talk to the matching library",
        "reports/health.py",
        "alongside.pairing",
    ),
    (
        "Only the engine and the command line talk to the matching library",
        "matching/models/words.py",
        "alongside.pairing.markets.market",
    ),
    (
        "Only the engine and the command line talk to the matching library",
        "matching/views/files.py",
        "alongside.pairing",
    ),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("house")
    shutil.copy(HOUSE / "pyproject.toml", copy)
    shutil.copytree(
        HOUSE / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "templates")
    )
    return copy


def broken_contracts(house: Path) -> list[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-cache"],
        cwd=house,
        env={"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts:" in run.stdout, run.stdout + run.stderr
    return [line.removesuffix(" BROKEN") for line in run.stdout.splitlines() if line.endswith(" BROKEN")]


def test_the_house_stands_as_it_is(house: Path) -> None:
    assert broken_contracts(house) == []


@pytest.mark.parametrize(("contract", "file", "imported"), WALKS)
def test_a_walk_through_a_wall_is_found(house: Path, contract: str, file: str, imported: str) -> None:
    path = house / "src" / "alongside" / file
    path.parent.mkdir(exist_ok=True)
    before = path.read_text() if path.exists() else None
    path.write_text(f"import {imported}\n{before or ''}")
    try:
        assert contract in broken_contracts(house)
    finally:
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before)
