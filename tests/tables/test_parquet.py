import datetime
import sys
from pathlib import Path

import polars
import pytest

from alongside.tables import Limits, TableError, is_parquet, read_parquet, write_parquet


def test_what_is_written_comes_back_as_texts(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    rows = [
        ["Ana", 3, 0.5, True, datetime.date(2026, 11, 23)],
        [" Ben ", None, 2.0, False, None],
    ]
    file.write_bytes(write_parquet(["name", "places", "fit", "is here", "since"], rows))
    assert is_parquet(file)
    table = read_parquet(file)
    assert table.columns == ["name", "places", "fit", "is here", "since"]
    assert [(row.number, row.values) for row in table.rows] == [
        (1, ("Ana", "3", "0.5", "TRUE", "2026-11-23")),
        (2, ("Ben", "", "2", "FALSE", "")),
    ]


def test_lists_are_read_with_semicolons(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    polars.DataFrame({"skills": [["Law", "Art"], []]}).write_parquet(file)
    assert read_parquet(file).column("skills") == ["Law; Art", ""]


def test_columns_of_the_same_name_are_numbered(tmp_path: Path) -> None:
    file = tmp_path / "pairs.parquet"
    file.write_bytes(write_parquet(["fit", "fit"], [[0.5, 0.7]]))
    assert read_parquet(file).columns == ["fit", "fit (2)"]


def test_too_many_rows_and_none_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    file.write_bytes(write_parquet(["name"], [["Ana"], ["Ben"]]))
    with pytest.raises(TableError):
        read_parquet(file, limits=Limits(rows=1))
    file.write_bytes(write_parquet(["name"], []))
    with pytest.raises(TableError, match="no rows"):
        read_parquet(file)


def test_without_polars_the_cure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(TableError, match=r"alongside\[parquet\]"):
        write_parquet(["name"], [["Ana"]])
