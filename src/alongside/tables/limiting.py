"""Count what is read, and stop before a file becomes too much for the machine."""

from __future__ import annotations

from alongside.tables.errors import TableError, say
from alongside.tables.errors import gettext_noop as _
from alongside.tables.table import Limits


class Meter:
    """Counts rows and cells of one sheet; the first one too many raises TableError."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.rows = 0
        self.cells = 0

    def count(self, number: int, width: int) -> None:
        """Count one row that is not empty; ``width`` is the place of its last cell that is not empty."""
        self.rows += 1
        self.cells += width
        if width > self.limits.columns:
            raise too_wide(number, self.limits)
        if self.rows > self.limits.rows:
            raise TableError(
                say(_("This file has more than %(limit)s rows."), limit=self.limits.rows),
                say(_("Split it into smaller files.")),
            )
        if self.cells > self.limits.cells:
            raise TableError(
                say(_("This file has more than %(limit)s filled cells."), limit=self.limits.cells),
                say(_("Delete the columns that are not needed, or split the file.")),
            )


def too_wide(number: int, limits: Limits) -> TableError:
    """Return the error of a row with more columns than are read."""
    return TableError(
        say(_("Row %(row)s has more than %(limit)s columns."), row=number, limit=limits.columns),
        say(_("Delete the columns that are not needed.")),
    )


def too_big(limits: Limits) -> TableError:
    """Return the error of a file with more bytes than are read."""
    return TableError(
        say(_("This file is larger than %(limit)s MB."), limit=limits.file_bytes // 1_000_000),
        say(_("Delete pictures and columns that are not needed, or split the file.")),
    )
