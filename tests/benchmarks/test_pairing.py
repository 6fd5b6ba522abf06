"""The benchmarks run, and say who could not."""

from pathlib import Path

import pytest
from benchmarks.pairing import instances, page, peers
from benchmarks.pairing.rows import ROWS, Row
from benchmarks.pairing.running import Outcome, outcome


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instances, "CACHE", tmp_path)
    monkeypatch.setattr(peers, "CACHE", tmp_path)


def row(task: str, instance, *others: peers.Contender) -> Row:
    return Row(task, "Work", instance, [(each, task) for each in (peers.OURS, *others)], 1)


def test_every_row_names_programs_that_are_there() -> None:
    assert len({each.name for each in ROWS}) == len(ROWS)
    for each in ROWS:
        assert each.contenders[0][0] is peers.OURS
        for contender, task in each.contenders:
            assert f'"{task}":' in (peers.CONTENDERS / f"{contender.program}.py").read_text()


@pytest.mark.parametrize(
    ("task", "make"),
    [
        ("scheme_once", lambda: instances.scheme(40)),
        ("best", lambda: instances.clustered(60, 80)),
        ("stable", lambda: instances.stable(60, 20, 5)),
    ],
)
def test_we_solve_an_instance_in_a_process_of_its_own(task: str, make) -> None:
    done = outcome(peers.OURS, task, make(), 120, None)
    assert done.failure == ""
    assert {"seconds", "cpu", "gigabytes", "total"} <= set(done.found)
    assert done.found["pairs"] > 0


def test_a_peer_that_cannot_be_installed_is_named_with_the_reason(tmp_path: Path) -> None:
    done = outcome(peers.OPENREVIEW, "floor_minmax", tmp_path, 1, None)
    assert done.failure.startswith("not installed: it is not on PyPI")


def test_a_contender_that_takes_too_long_is_given_up() -> None:
    assert outcome(peers.OURS, "dense", instances.clustered(60, 60), 0.01, None).failure == "over 0.01 s"


def test_the_page_says_where_others_are_faster() -> None:
    found = {
        "version": "1",
        "seconds": 2.0,
        "cpu": 2.0,
        "gigabytes": 0.1,
        "pairs": 3,
        "total": 2.5,
        "digest": 7,
    }
    ours = Outcome("Alongside", "dense", found)
    others = [Outcome("scipy", "dense", {**found, "seconds": 0.5}), Outcome("lapx", "dense", {}, "over 1 s")]
    section = page.section(page.Done(row("dense", lambda: None, peers.SCIPY), [ours, *others]))
    assert "| scipy 1 | 0.5 | 2 | 0.10 | 3 pairs, total 2.5 |" in section
    assert "| lapx | over 1 s | | | |" in section
    assert "We are **over** the 1 s that we aim for. **scipy is 4 times faster than we are.**" in section
    assert section.rstrip().endswith("The pairs are identical.")
