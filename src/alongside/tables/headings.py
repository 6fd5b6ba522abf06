"""Find the row of headings in a sheet, and turn what is below it into a table."""

from __future__ import annotations

import re
from math import ceil

from alongside.tables.cells import shortened
from alongside.tables.errors import CellError, Sentence, TableError, say
from alongside.tables.errors import gettext_noop as _
from alongside.tables.table import Grid, Limits, Row, Table, column_letters

ROWS_SEARCHED = 30
SHARE_OF_A_TYPICAL_ROW = 0.6
LONGEST_HEADING = 200
E_MAIL_ADDRESS = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
NUMBER_OR_DATE = re.compile(r"[-+]?\d+([.,:/\- ]\d+)*%?")


def table_from(grid: Grid, limits: Limits) -> Table:
    """Return the table of a sheet.

    Rows above the headings are passed over; columns without heading and without values are left out.
    Raises TableError where there are no headings, no rows below them, the same heading twice, or headings
    that are merged over several cells.
    """
    start = _row_of_headings(grid)
    number, heading_cells = grid.rows[start]
    body = grid.rows[start + 1 :]
    _refuse_data_as_headings(number, heading_cells)
    _refuse_merged_headings(grid, number)
    notices = list(grid.notices)
    if start > 0:
        notices.append(
            say(_("The headings were found in row %(row)s. The rows above it were left out."), row=number)
        )
    headings = _headings(heading_cells, body, notices)
    _refuse_equal_headings(headings)
    if not body:
        raise TableError(
            say(_("There are headings in row %(row)s, and no rows below them."), row=number),
            say(_("Choose the file that holds your rows.")),
        )
    return Table(
        columns=list(headings.values()),
        rows=[Row(at, tuple(_at(cells, place) for place in headings)) for at, cells in body],
        errors=_errors(grid, number, len(heading_cells), headings, limits),
        notices=notices,
        sheet=grid.sheet,
        sheets=grid.sheets,
    )


def _at(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _row_of_headings(grid: Grid) -> int:
    """The first row that is nearly as full as a typical row; titles and notes above a table are shorter."""
    filled = [sum(1 for cell in cells if cell) for _number, cells in grid.rows[:ROWS_SEARCHED]]
    if not any(filled):
        raise TableError(
            say(_("No cell of this file can be read.")), say(_("Choose the file that holds your rows."))
        )
    typical = sorted(filled)[int(0.75 * (len(filled) - 1))]
    enough = max(1, ceil(SHARE_OF_A_TYPICAL_ROW * typical))
    return next(place for place, count in enumerate(filled) if count >= enough)


def _refuse_data_as_headings(number: int, cells: list[str]) -> None:
    filled = [cell for cell in cells if cell]
    addresses = [cell for cell in filled if E_MAIL_ADDRESS.fullmatch(cell)]
    figures = [cell for cell in filled if NUMBER_OR_DATE.fullmatch(cell)]
    if addresses or 2 * len(figures) > len(filled):
        raise TableError(
            say(
                _("Row %(row)s looks like data, not like headings: it holds “%(value)s”."),
                row=number,
                value=shortened((addresses or figures)[0]),
            ),
            say(_("Add a first row that names each column, such as “Name” and “E-mail”.")),
        )


def _refuse_merged_headings(grid: Grid, number: int) -> None:
    for first_row, first_place, last_row, last_place in grid.merged:
        if first_row <= number <= last_row:
            raise TableError(
                say(
                    _("The headings are merged over several cells (%(first)s to %(last)s)."),
                    first=f"{column_letters(first_place)}{first_row}",
                    last=f"{column_letters(last_place)}{last_row}",
                ),
                say(_("Unmerge them, and give every column one heading in one row.")),
            )


def _headings(cells: list[str], body: list[tuple[int, list[str]]], notices: list[Sentence]) -> dict[int, str]:
    """Return heading by place; a column with values and no heading is called by its letter."""
    headings: dict[int, str] = {}
    for place, cell in enumerate(cells):
        heading = shortened(" ".join(cell.split()), LONGEST_HEADING)
        if not heading and any(_at(row, place) for _number, row in body):
            heading = f"({column_letters(place)})"
            notices.append(
                say(
                    _("Column %(letters)s has no heading. It is called “%(heading)s”."),
                    letters=column_letters(place),
                    heading=heading,
                )
            )
        if heading:
            headings[place] = heading
    return headings


def _refuse_equal_headings(headings: dict[int, str]) -> None:
    seen: dict[str, int] = {}
    for place, heading in headings.items():
        first = seen.setdefault(heading.casefold(), place)
        if first != place:
            raise TableError(
                say(
                    _("Columns %(first)s and %(second)s have the same heading “%(heading)s”."),
                    first=column_letters(first),
                    second=column_letters(place),
                    heading=heading,
                ),
                say(_("Rename or delete one of them.")),
            )


def _errors(grid: Grid, number: int, width: int, headings: dict[int, str], limits: Limits) -> list[CellError]:
    errors = [
        CellError(
            row, headings.get(place, column_letters(place)), problem.value, problem.message, problem.cure
        )
        for (row, place), problem in grid.problems.items()
        if row > number
    ]
    errors += _cells_without_heading(grid, number, width)
    errors += _merged_cells(grid, number, headings)
    return sorted(errors, key=lambda error: error.row)[: limits.reported_cells]


def _cells_without_heading(grid: Grid, number: int, width: int) -> list[CellError]:
    return [
        CellError(
            at,
            column_letters(width),
            shortened(next(filter(None, cells[width:]), "")),
            say(_("this row has more cells than there are headings.")),
            say(_("Put quotation marks around texts with commas or semicolons, or name the column.")),
        )
        for at, cells in grid.rows
        if at > number and len(cells) > width and any(cells[width:])
    ]


def _merged_cells(grid: Grid, number: int, headings: dict[int, str]) -> list[CellError]:
    """A merged range holds one value; nobody can tell whether the other rows were meant to have it."""
    if not grid.merged:
        return []
    rows = dict(grid.rows)
    errors = []
    for first_row, first_place, last_row, last_place in grid.merged:
        value = _at(rows.get(first_row, []), first_place)
        if first_row > number and value and first_place in headings:
            reach = f"{column_letters(first_place)}{first_row}:{column_letters(last_place)}{last_row}"
            errors.append(
                CellError(
                    first_row,
                    headings[first_place],
                    shortened(value),
                    say(
                        _("the cells %(reach)s are merged, and only the first one holds the value."),
                        reach=reach,
                    ),
                    say(_("Unmerge them, and write the value into every row that it belongs to.")),
                )
            )
    return errors
