"""Follow the XML of one worksheet and keep its rows as texts."""

from __future__ import annotations

import datetime
import math
import re

from alongside.tables.archive import damaged
from alongside.tables.cells import clean, moment_text, number_text, problem_with, restore, unused_formula
from alongside.tables.errors import gettext_noop as _
from alongside.tables.errors import say
from alongside.tables.limiting import Meter, too_wide
from alongside.tables.table import Grid, Limits, Problem

MOST_MERGED_RANGES = 20_000
FARTHEST_COLUMN = 1 << 20
REFERENCE = re.compile(r"([A-Za-z]{1,6})(\d{1,9})")
ESCAPED_CHARACTER = re.compile(r"_x([0-9A-Fa-f]{4})_")
EPOCH_1900 = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 (a spreadsheet's days belong to no time zone)
EPOCH_1904 = datetime.datetime(1904, 1, 1)  # noqa: DTZ001


class SheetReader:
    """Three handlers for an XML parser that fill ``grid``; rows without values are passed over."""

    def __init__(self, *, texts: list[str], dates: frozenset[int], from_1904: bool, limits: Limits) -> None:
        self.grid = Grid()
        self.texts = texts
        self.dates = dates
        self.epoch = EPOCH_1904 if from_1904 else EPOCH_1900
        self.limits = limits
        self.meter = Meter(limits)
        self.row = 0
        self.place = -1
        self.cells: dict[int, str] = {}
        self.kind = "n"
        self.style = 0
        self.has_formula = False
        self.reading = False
        self.pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t"}:
            self.reading = True
        elif name == "f":
            self.has_formula = True
        elif name == "rPh":
            self.kind = "aid"
        elif name == "row":
            self.row = int(attributes["r"]) if attributes.get("r", "").isdigit() else self.row + 1
            self.place = -1
            self.cells = {}
        elif name == "mergeCell" and len(self.grid.merged) < MOST_MERGED_RANGES:
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """End an element."""
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._end_cell()
        elif name in {"v", "t"}:
            self.reading = False
        elif name == "rPh":
            self.kind = "inlineStr"
        elif name == "row":
            self._end_row()

    def text(self, piece: str) -> None:
        """Take a piece of text between elements."""
        if self.reading and self.kind != "aid":
            self.pieces.append(piece)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = REFERENCE.fullmatch(attributes.get("r", ""))
        self.place = column_place(reference.group(1)) if reference else self.place + 1
        self.kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdigit() else 0
        self.has_formula = False
        self.pieces.clear()

    def _end_cell(self) -> None:
        raw = "".join(self.pieces)
        if self.has_formula and not raw and self.kind != "str":
            self._report(unused_formula("="))
            self._keep(" ")
            return
        if raw:
            value = self._value(raw)
            problem = problem_with(value, self.limits.cell_characters)
            if problem:
                self._report(problem)
                self._keep(" ")
            elif value:
                self._keep(value)

    def _keep(self, value: str) -> None:
        if self.place >= self.limits.columns:
            raise too_wide(self.row, self.limits)
        self.cells[self.place] = value

    def _report(self, problem: Problem) -> None:
        if len(self.grid.problems) < self.limits.reported_cells:
            self.grid.problems[self.row, self.place] = problem

    def _value(self, raw: str) -> str:
        if self.kind == "s":
            if not raw.isdigit() or int(raw) >= len(self.texts):
                raise damaged()
            raw = self.texts[int(raw)]
        if self.kind in {"s", "str", "inlineStr"}:
            return clean(restore(unescaped(clean(raw))))
        if self.kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE"
        if self.kind == "d":
            return raw.strip().removesuffix("T00:00:00").replace("T", " ")
        if self.kind == "e":
            return raw.strip()
        return self._number(raw.strip())

    def _number(self, raw: str) -> str:
        try:
            number = float(raw)
        except ValueError:
            return clean(raw)
        if not math.isfinite(number):
            return raw
        if self.style not in self.dates:
            return number_text(number)
        return self._moment(number)

    def _moment(self, number: float) -> str:
        try:
            moment = self.epoch + datetime.timedelta(days=number)
            # Lotus 1-2-3 thought 1900 a leap year, and Excel kept its days 1 to 59 one too high.
            if self.epoch == EPOCH_1900 and 1 <= number < 60:
                moment += datetime.timedelta(days=1)
        except OverflowError:
            return self._out_of_calendar(number)
        if number < 0:
            return self._out_of_calendar(number)
        if number < 1 and self.epoch == EPOCH_1900:
            return moment_text(
                (moment + datetime.timedelta(microseconds=500_000)).time().replace(microsecond=0)
            )
        return moment_text(moment)

    def _out_of_calendar(self, number: float) -> str:
        self._report(
            Problem(
                number_text(number),
                say(_("this number is shown as a date, and no calendar has it.")),
                say(_("Type the date again.")),
            )
        )
        return " "

    def _end_row(self) -> None:
        if not self.cells:
            return
        last = max(self.cells)
        self.meter.count(self.row, last + 1)
        self.grid.rows.append((self.row, [self.cells.get(place, "").strip() for place in range(last + 1)]))

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        corners = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)
        if corners[0] and corners[1]:
            self.grid.merged.append(
                (
                    int(corners[0].group(2)),
                    column_place(corners[0].group(1)),
                    int(corners[1].group(2)),
                    column_place(corners[1].group(1)),
                )
            )


def column_place(letters: str) -> int:
    """Return the place (from 0) of the column with these letters: A is 0, AA is 26."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return min(place, FARTHEST_COLUMN) - 1


def unescaped(text: str) -> str:
    """Return a text with Office's ``_x000D_`` escapes resolved (ECMA-376, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return ESCAPED_CHARACTER.sub(lambda found: chr(int(found.group(1), 16)), text)
