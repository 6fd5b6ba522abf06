"""Write tables that are safe to open: texts never run as formulas, dates stay dates."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain, islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from alongside.tables.cells import CONTROL_CHARACTERS, clean, moment_text, neutralise

Value = str | int | float | Decimal | bool | datetime.date | datetime.datetime | datetime.time | None

LONGEST_CELL = 32_767
LONGEST_TITLE = 31
ROWS_MEASURED = 200
NARROWEST, WIDEST = 8, 60
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a CSV file as Excel likes it: UTF-8 with a mark, commas, CRLF, dates in ISO form."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([neutralise(clean(column)) for column in columns])
    writer.writerows([_csv_value(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Value]], title: str) -> bytes:
    """Return a workbook of one sheet: headings bold and frozen, columns as wide as their texts need.

    ``title`` names the sheet. A text longer than the 32,767 characters that the format allows is cut, and
    characters that the format cannot hold are left out.
    """
    workbook = Workbook(write_only=True)
    sheet: WriteOnlyWorksheet = workbook.create_sheet(_sheet_title(title))
    remaining = iter(rows)
    first = list(islice(remaining, ROWS_MEASURED))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _width(
            column, [row[place - 1] for row in first]
        )
    sheet.append([_heading(sheet, column) for column in columns])
    for row in chain(first, remaining):
        sheet.append([_xlsx_value(value) for value in row])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralise(CONTROL_CHARACTERS.sub("", clean(value)))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date | datetime.time):
        return moment_text(value)
    return str(value)


def _xlsx_value(value: Value) -> Value:
    if isinstance(value, str):
        text = neutralise(CONTROL_CHARACTERS.sub("", clean(value)))
        return LOOKS_ESCAPED.sub("_x005F_", text)[:LONGEST_CELL]
    if isinstance(value, datetime.datetime):
        return value.replace(tzinfo=None)
    return value


def _heading(sheet: WriteOnlyWorksheet, column: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, _xlsx_value(column))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E8EEF0")
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _width(column: str, values: Sequence[Value]) -> float:
    longest = max([len(column), *(len(_csv_value(value)) for value in values)])
    return min(max(longest + 2, NARROWEST), WIDEST)


def _sheet_title(title: str) -> str:
    kept = re.sub(r"[\[\]:*?/\\']", " ", CONTROL_CHARACTERS.sub("", title)).strip()
    return kept[:LONGEST_TITLE] or "1"
