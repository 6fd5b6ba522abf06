"""The command imports by the same actions as the pages, and leaves nothing behind when it does not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.cast import Cast
from tests.people.files import csv_of, everything, make_levels

from alongside.accounts.models import Person
from alongside.cli import main as command_line
from alongside.people.models import Upload

ANN = ("Ann Archer", "ann@x.example", "Senior", "", 2)


@pytest.fixture
def alongside(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command in this process, on the test's database."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    make_levels(cast.organisation, "Junior", "Senior")

    def run(
        content: bytes, *options: str, by: str = cast.admin.email, organisation: str = "northfield"
    ) -> int:
        file = tmp_path / "people.csv"
        file.write_bytes(content)
        return command_line(["import", str(file), "--organisation", organisation, "--by", by, *options])

    return run


def test_people_are_imported_and_the_plan_is_said(alongside, capsys: pytest.CaptureFixture[str]) -> None:
    assert alongside(csv_of(ANN), "--yes") == 0
    said = capsys.readouterr().out
    assert "E-mail → email" in said
    assert "Rows: 1. To add: 1," in said
    assert Person.objects.get(email="ann@x.example").profile.level.name == "Senior"


def test_looking_changes_nothing(alongside, cast: Cast) -> None:
    before = everything(cast.organisation)
    assert alongside(csv_of(ANN), "--look") == 0
    assert everything(cast.organisation) == before
    assert not Upload.objects.exists()


def test_columns_are_named_left_out_and_kept_by_hand(alongside) -> None:
    options = ("--column", "Level=", "--column", "Capacity=years_of_experience", "--keep", "Level", "--yes")
    assert alongside(csv_of(ANN), *options) == 0
    profile = Person.objects.get(email="ann@x.example").profile
    assert (profile.level, profile.years_of_experience, profile.other) == (None, 2, {"Level": "Senior"})


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        (csv_of((*ANN[:2], "Archduke", "", 1)), {}, "Row 2, Level: “Archduke” is not a level"),
        (b"%PDF-1.7", {}, "PDF"),
        (csv_of(ANN), {"by": "nobody@x.example"}, "Nobody in northfield"),
        (csv_of(ANN), {"by": "amara@northfield.example"}, "may not import"),
        (csv_of(ANN), {"organisation": "elsewhere"}, "no organisation called elsewhere"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_left_behind(
    alongside,
    cast: Cast,
    capsys: pytest.CaptureFixture[str],
    content: bytes,
    options: dict[str, str],
    says: str,
) -> None:
    before = everything(cast.organisation)
    assert alongside(content, "--yes", **options) == 1
    assert says in capsys.readouterr().err
    assert everything(cast.organisation) == before
    assert not Upload.objects.exists()


def test_without_anybody_to_ask_it_does_not_guess(alongside, capsys: pytest.CaptureFixture[str]) -> None:
    assert alongside(csv_of(ANN)) == 1
    assert "--yes" in capsys.readouterr().err
    assert not Upload.objects.exists()
