"""Read and write Parquet, for data that comes from and goes to other programs; needs polars.

Only the command line reads it: uploads stay with what people save themselves.
"""

from __future__ import annotations

import datetime
import importlib
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alongside.tables.cells import clean, moment_text, number_text
from alongside.tables.errors import TableError, say
from alongside.tables.errors import gettext_noop as _
from alongside.tables.table import Limits, Row, Table

if TYPE_CHECKING:
    from types import ModuleType

    from alongside.tables.writing import Value

BEGINNING = b"PAR1"


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does, whatever it is called."""
    with path.open("rb") as opened:
        return opened.read(len(BEGINNING)) == BEGINNING


def read_parquet(path: Path, *, limits: Limits | None = None) -> Table:
    """Return the table in a Parquet file, as texts; rows are numbered from 1.

    Whole numbers come without a point, dates in ISO form, truth values as TRUE and FALSE, lists with semicolons
    between their items. Raises TableError for a damaged file, one beyond the limits, or where polars is not
    installed.
    """
    limits, polars = limits or Limits(), _polars()
    try:
        rows = polars.scan_parquet(path).select(polars.len()).collect().item()
        if rows > limits.rows:
            raise TableError(
                say(_("This file has more than %(limit)s rows."), limit=limits.rows),
                say(_("Split it into smaller files.")),
            )
        frame = polars.read_parquet(path)
    except polars.exceptions.PolarsError as error:
        raise TableError(
            say(_("This Parquet file is damaged, or holds what cannot be read.")),
            say(_("Write it once more, or save the rows as CSV.")),
        ) from error
    if not rows:
        raise TableError(
            say(_("This file has columns, and no rows.")), say(_("Choose the file that holds your rows."))
        )
    return Table(
        columns=[clean(name) for name in frame.columns],
        rows=[
            Row(number, tuple(_text(value) for value in values))
            for number, values in enumerate(frame.iter_rows(), start=1)
        ],
    )


def write_parquet(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a Parquet file. Columns of the same name are numbered from the second on.

    Raises TableError where polars is not installed.
    """
    polars = _polars()
    frame = polars.DataFrame(list(rows), schema=_different(columns), orient="row", infer_schema_length=None)
    content = io.BytesIO()
    frame.write_parquet(content)
    return content.getvalue()


def _polars() -> ModuleType:
    try:
        return importlib.import_module("polars")
    except ImportError:
        raise TableError(
            say(_("Parquet needs polars, which is not installed.")),
            say(_("Install it with: pip install 'alongside[parquet]'.")),
        ) from None


def _text(value: Any) -> str:  # noqa: ANN401  whatever a column holds
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return number_text(float(value))
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return moment_text(value)
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    return clean(str(value))


def _different(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        number = sum(other == name for other in names[: len(found)]) + 1
        found.append(name if number == 1 else f"{name} ({number})")
    return found
