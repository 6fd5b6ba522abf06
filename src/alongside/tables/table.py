"""What reading a file gives: a table of texts that remembers where each row stood in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from alongside.tables.errors import CellError, Sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused; the defaults suit an upload of 20,000 people."""

    file_bytes: int = 25_000_000
    unpacked_bytes: int = 250_000_000
    packing_ratio: int = 300
    archive_entries: int = 2_000
    rows: int = 100_000
    columns: int = 300
    cells: int = 3_000_000
    cell_characters: int = 32_767
    reported_cells: int = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it, and its texts in the order of the columns."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the headings of one sheet.

    ``errors`` are cells that could not be read, and stand as empty texts in ``rows``. ``notices`` say what
    the reader decided on its own (which sheet, which encoding). ``sheets`` names what else could be read.
    """

    columns: list[str]
    rows: list[Row]
    errors: list[CellError] = field(default_factory=list)
    notices: list[Sentence] = field(default_factory=list)
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield each row's number and its texts by column name."""
        for row in self.rows:
            yield row.number, dict(zip(self.columns, row.values, strict=True))

    def column(self, name: str) -> list[str]:
        """Return the texts of one column from top to bottom. Raises ValueError if there is no such column."""
        place = self.columns.index(name)
        return [row.values[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell of a grid, before anybody knows the name of its column."""

    value: str
    message: Sentence
    cure: Sentence


@dataclass(slots=True)
class Grid:
    """A sheet as it lies in the file: numbered rows of texts, before the headings are found.

    ``problems`` are keyed by row number and column place (from 0); ``merged`` holds ranges of cells as
    (first row, first column, last row, last column), rows from 1 and columns from 0.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    problems: dict[tuple[int, int], Problem] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notices: list[Sentence] = field(default_factory=list)
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)


def column_letters(place: int) -> str:
    """Return the letters that a spreadsheet shows above the column at ``place`` (from 0): A, B, … AA."""
    letters = ""
    place += 1
    while place:
        place, remainder = divmod(place - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
