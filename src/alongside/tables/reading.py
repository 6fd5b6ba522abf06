"""Read a table that somebody uploads: whatever program wrote it, and however broken it is."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from alongside.tables.delimited import read_delimited
from alongside.tables.headings import table_from
from alongside.tables.limiting import too_big
from alongside.tables.recognising import Kind, recognise
from alongside.tables.table import Limits, Table
from alongside.tables.workbook import read_workbook


def read(
    source: Path | bytes | BinaryIO,
    *,
    limits: Limits | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Table:
    """Return the table in a CSV, TSV, XLSX or XLSM file, as texts with the row numbers of the file.

    Dates come as ``2026-11-23`` or ``2026-11-23 14:30``, whole numbers without a point, truth values as TRUE
    and FALSE. The kind of file is told by its content; its name does not matter. ``sheet`` names one of a
    workbook's sheets (else the first visible one with rows); ``encoding`` overrides the guess for a CSV file.

    Raises TableError, in sentences with a cure, for every file that cannot be used as a whole. Single cells
    that cannot be read are listed in the table's ``errors``.
    """
    limits = limits or Limits()
    data = _bytes(source, limits)
    if recognise(data) is Kind.WORKBOOK:
        grid = read_workbook(data, limits, sheet)
    else:
        grid = read_delimited(data, limits, encoding)
    return table_from(grid, limits)


def _bytes(source: Path | bytes | BinaryIO, limits: Limits) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as opened:
            data = opened.read(limits.file_bytes + 1)
    elif isinstance(source, bytes):
        data = source
    else:
        data = source.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise too_big(limits)
    return data
