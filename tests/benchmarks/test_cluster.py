"""The files of the largest benchmark are such as `alongside match` takes."""

import polars
import pytest

from alongside.cli import main
from benchmarks import cluster


def test_the_people_that_it_makes_can_be_matched(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cluster.make(tmp_path, 300, 80)
    files = ["mentees.parquet", "mentors.parquet", "--rules", "rules.toml"]
    assert main(["match", *files, "--out", "pairs.parquet"]) == 0
    assert len(polars.read_parquet("pairs.parquet")) == 300
