"""Read a text file whose columns are separated by commas, semicolons, tabs or pipes."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from alongside.tables.cells import QUOTED_AS_FORMULA, clean, problem_with, restore, unused_formula
from alongside.tables.encodings import decode
from alongside.tables.errors import TableError, say
from alongside.tables.errors import gettext_noop as _
from alongside.tables.limiting import Meter
from alongside.tables.table import Grid, Limits, Problem

DELIMITERS = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical bars")}
EXCEL_DELIMITER_LINE = re.compile(r"\"?sep=(.)\"?\r?\n?", re.IGNORECASE)
SAMPLE_CHARACTERS = 100_000
SAMPLE_ROWS = 60


def read_delimited(data: bytes, limits: Limits, encoding: str | None = None) -> Grid:
    """Return the rows of a text file, numbered as a spreadsheet numbers them when it opens the file.

    Raises TableError for undecodable bytes, unbalanced quotes, two delimiters in one file, and limits.
    """
    text, used = decode(data, encoding)
    delimiter, text = _delimiter(text)
    grid = Grid()
    if used in {"cp1252", "mac_roman", "latin-1"} and encoding is None:
        grid.notices.append(
            say(_("The file does not say how its letters are stored; it was read as %(name)s."), name=used)
        )
    meter = Meter(limits)
    width = 0
    for number, record in _records(text, delimiter):
        cells = [clean(cell) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        meter.count(number, len(cells))
        width = width or (len(cells) if len(cells) > 1 else 0)
        if len(cells) == 1 and width:
            _refuse_other_delimiter(number, cells[0], delimiter, width)
        grid.rows.append(
            (number, [_value(grid, number, place, cell, limits) for place, cell in enumerate(cells)])
        )
    return grid


def _value(grid: Grid, number: int, place: int, cell: str, limits: Limits) -> str:
    problem: Problem | None = problem_with(cell, limits.cell_characters)
    if cell.startswith("="):
        quoted = QUOTED_AS_FORMULA.fullmatch(cell)
        if quoted:
            return quoted.group(1).strip()
        problem = unused_formula(cell)
    if problem is None:
        return clean(restore(cell)) if cell.startswith("'") else cell
    if len(grid.problems) < limits.reported_cells:
        grid.problems[number, place] = problem
    return ""


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    number = 0
    while True:
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(
                say(
                    _("A quotation mark in row %(row)s is opened and not closed, or closed in the middle."),
                    row=number,
                ),
                say(_("Correct the quotation marks in that row, or save the file as .xlsx.")),
            ) from error
        yield number, record


def _delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without Excel's own line that names it."""
    named = EXCEL_DELIMITER_LINE.match(text)
    if named:
        return named.group(1), text[named.end() :]
    scores = {delimiter: _score(text, delimiter) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return (best if scores[best] > 0 else ","), text


def _score(text: str, delimiter: str) -> float:
    """Columns that a delimiter makes, times the square of the share of rows that agree on their number."""
    sample = text[:SAMPLE_CHARACTERS]
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True)
    widths: list[int] = []
    with suppress(csv.Error):  # a cut sample or an unbalanced quote: judge by the rows before it
        widths.extend(len(record) for record in islice(reader, SAMPLE_ROWS) if any(record))
    if len(widths) > 1 and len(sample) < len(text):
        widths.pop()
    if not widths:
        return 0.0
    width, agreeing = Counter(widths).most_common(1)[0]
    return (width - 1) * (agreeing / len(widths)) ** 2


def _refuse_other_delimiter(number: int, cell: str, delimiter: str, width: int) -> None:
    for other in DELIMITERS:
        if other != delimiter and len(next(csv.reader([cell], delimiter=other), [])) == width:
            raise TableError(
                say(_("Row %(row)s is separated by another character than the rows above it."), row=number),
                say(_("Use the same character between the columns of every row, or save the file as .xlsx.")),
            )
