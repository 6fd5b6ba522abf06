"""`alongside match --cluster`: as without it, and honest about what was left out."""

import csv
from pathlib import Path

import pytest

from alongside.cli import main

RULES = """
[learners]
id = "id"
[guides]
id = "id"
places = {column = "capacity", otherwise = 1}
[[criteria]]
kind = "same"
field = "team"
weight = 2
[[criteria]]
kind = "near"
field = "years"
reach = 40
"""
FILES = ["match", "mentees.csv", "mentors.csv", "--rules", "rules.toml"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for side, count in (("mentees", 60), ("mentors", 40)):
        with (tmp_path / f"{side}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "team", "years", "capacity"])
            for number in range(count):
                writer.writerow([f"{side}-{number}", "ABCDE"[number * 7 % 5], number * 13 % 37, 2])
    (tmp_path / "rules.toml").write_text(RULES)
    return tmp_path


def pairs(file: Path) -> list[list[str]]:
    with file.open() as opened:
        return [row[:4] for row in csv.reader(opened)]


def test_two_processes_find_what_one_finds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*FILES, "--out", "alone.csv"]) == 0
    cluster = ["--cluster", "local:2", "--candidates", "40", "--work", "found"]
    assert main([*FILES, *cluster, "--out", "together.csv", "--report", "report.html"]) == 0
    assert pairs(folder / "alone.csv") == pairs(folder / "together.csv")
    assert "No pair that was left out would make it better." in capsys.readouterr().out
    assert "left out would make it better" in (folder / "report.html").read_text()
    assert list((folder / "found").rglob("*.npz"))


def test_what_was_left_out_is_bounded_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*FILES, "--cluster", "local:1", "--candidates", "1", "--guide-places", "1"]) == 0
    said = capsys.readouterr().out
    assert "more might be filled at most" in said or "could be higher by" in said


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--cluster", "local:many"], "names no number of processes"),
        (["--cluster", "tcp://127.0.0.1:1"], "No Dask scheduler answers at tcp://127.0.0.1:1"),
        (["--cluster", "nonsense://here"], "No Dask scheduler answers"),
    ],
)
def test_a_cluster_that_is_none_is_named(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("alongside.cli.match_cluster.SECONDS_TO_ANSWER", 1)
    assert main([*FILES, *options]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--objective", "stable"], ["--keep", "pairs.csv"], ["--candidates", "0"]]
)
def test_what_does_not_go_together_is_refused(folder: Path, options: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*FILES, "--cluster", "local:2", *options])
    assert stopped.value.code == 2
