"""Each broken spreadsheet ends in a sentence that says what is wrong and what to do."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from alongside.tables import TableError, read
from tests.tables.broken import CORPUS, HEADINGS, PEOPLE


def named(stage: str) -> list[str]:
    return [name for name, made in CORPUS.items() if made.stage == stage]


@contextmanager
def memory_used() -> Iterator[Callable[[], int]]:
    """The most bytes that were held at once until the end of the block."""
    peaks: list[int] = []
    tracemalloc.start()
    try:
        yield lambda: peaks[0]
    finally:
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()


def test_the_corpus_is_large_enough() -> None:
    broken = [made for made in CORPUS.values() if made.stage != "fine"]
    assert len(broken) >= 40


@pytest.mark.parametrize("name", named("file"))
def test_a_broken_file_is_refused_without_being_unpacked_with_what_to_do(name: str) -> None:
    data = CORPUS[name].make()
    with memory_used() as peak, pytest.raises(TableError) as refused:
        read(data)
    assert peak() < 5_000_000 + 20 * len(data)
    assert CORPUS[name].says.lower() in str(refused.value.message).lower()
    assert str(refused.value.cure).endswith(".")


@pytest.mark.parametrize("name", named("cell"))
def test_a_broken_cell_is_named_by_row_and_column_and_left_empty(name: str) -> None:
    table = read(CORPUS[name].make())
    assert CORPUS[name].says.lower() in str(table.errors[0]).lower()
    assert table.errors[0].row in {row.number for row in table.rows}
    assert str(table.errors[0]).startswith(f"Row {table.errors[0].row}, “")


@pytest.mark.parametrize("name", named("import"))
def test_what_only_an_import_can_judge_is_read_without_complaint(name: str) -> None:
    assert not read(CORPUS[name].make()).errors


@pytest.mark.parametrize("name", named("fine"))
def test_an_odd_file_that_is_fine_is_read_whole(name: str) -> None:
    table = read(CORPUS[name].make())
    assert table.columns == list(HEADINGS)
    assert table.errors == []
    assert table.column("E-mail") == [row[1] for row in PEOPLE]
    assert [row.values[2:] for row in table.rows] == [row[2:] for row in PEOPLE]


@pytest.mark.parametrize("name", ["windows_encoding.csv", "mac_encoding.csv", "utf16_without_mark.csv"])
def test_letters_survive_every_encoding(name: str) -> None:
    assert read(CORPUS[name].make()).column("Name") == ["Ann Archer", "Ben Böhm", "Cem Çelik"]
