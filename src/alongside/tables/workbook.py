"""Read the rows of one sheet of an .xlsx or .xlsm workbook, as values: no formula, macro or link is followed.

The part formats are those of ECMA-376, Office Open XML, part 1, chapter 18. Names of elements are compared
without their namespace, so that both the transitional and the strict form are read.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from alongside.tables.archive import Archive, damaged, open_archive
from alongside.tables.errors import TableError, say
from alongside.tables.errors import gettext_noop as _
from alongside.tables.sheet import SheetReader
from alongside.tables.table import Grid, Limits

# Formats that East Asian versions of Excel number but do not write out (ECMA-376, 18.8.30).
EAST_ASIAN_DATES = frozenset([*range(27, 37), *range(50, 59)])


@dataclass
class SheetName:
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    hidden: bool
    part: str = ""


@dataclass
class Contents:
    """What the workbook says about itself: its sheets, and whether its days count from 1904."""

    sheets: list[SheetName] = field(default_factory=list)
    from_1904: bool = False


def read_workbook(data: bytes, limits: Limits, sheet: str | None = None) -> Grid:
    """Return the rows of the named sheet, or of the first visible one that is not empty.

    Raises TableError for damaged, protected and dangerous files, for a workbook without rows, and where the
    only rows are on a hidden sheet.
    """
    with open_archive(data, limits) as archive:
        contents = _contents(archive)
        texts = _shared_texts(archive)
        dates = _date_styles(archive)
        filled: list[Grid] = []
        for listed in contents.sheets:
            if listed.part not in archive.names or (sheet is not None and listed.name != sheet):
                continue
            if filled and sheet is None:
                continue
            reader = SheetReader(texts=texts, dates=dates, from_1904=contents.from_1904, limits=limits)
            archive.parse(listed.part, reader.start, reader.end, reader.text)
            if reader.grid.rows:
                _refuse_hidden(listed)
                reader.grid.sheet = listed.name
                filled.append(reader.grid)
        return _with_names(filled, contents)


def _with_names(filled: list[Grid], contents: Contents) -> Grid:
    if not filled:
        raise TableError(
            say(_("This workbook has no rows.")), say(_("Choose the file that holds your rows."))
        )
    grid = filled[0]
    grid.sheets = [listed.name for listed in contents.sheets if not listed.hidden]
    others = [name for name in grid.sheets if name != grid.sheet]
    if others:
        grid.notices.append(
            say(
                _("The sheet “%(sheet)s” was read. Left out: %(others)s."),
                sheet=grid.sheet,
                others=", ".join(others[:10]),
            )
        )
    return grid


def _refuse_hidden(listed: SheetName) -> None:
    if listed.hidden:
        raise TableError(
            say(_("The only rows of this workbook are on the hidden sheet “%(sheet)s”."), sheet=listed.name),
            say(_("Show that sheet (right click on the sheet names, Unhide) and save.")),
        )


def local(name: str) -> str:
    """Return an element's name without its namespace prefix."""
    return name.rpartition(":")[2]


def _contents(archive: Archive) -> Contents:
    """Read the list of sheets, visible ones first, with the part that holds each."""
    main = _main_part(archive)
    contents = Contents()

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            contents.sheets.append(SheetName(attributes.get("name", ""), relation, hidden))
        elif local(name) == "workbookPr":
            contents.from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    archive.parse(main, start, _nothing, _nothing)
    folder, file = posixpath.split(main)
    targets = _relations(archive, posixpath.join(folder, "_rels", f"{file}.rels"))
    for listed in contents.sheets:
        target = targets.get(listed.relation, ("", ""))[1]
        listed.part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    contents.sheets.sort(key=lambda listed: listed.hidden)
    return contents


def _main_part(archive: Archive) -> str:
    if "xl/workbook.xml" in archive.names:
        return "xl/workbook.xml"
    for kind, target in _relations(archive, "_rels/.rels").values():
        if kind.endswith("/officeDocument"):
            return target.lstrip("/")
    raise damaged()


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of each relation inside the archive; external links are left out."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            found[attributes.get("Id", "")] = (attributes.get("Type", ""), attributes.get("Target", ""))

    archive.parse(part, start, _nothing, _nothing)
    return found


def _shared_texts(archive: Archive) -> list[str]:
    """Return the texts that cells refer to by number."""
    part = next((name for name in archive.names if name.lower() == "xl/sharedstrings.xml"), None)
    reader = SharedTextReader()
    if part:
        archive.parse(part, reader.start, reader.end, reader.text)
    return reader.texts


class SharedTextReader:
    """Three handlers that collect texts, without the reading aids (rPh) of East Asian scripts."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.path: list[str] = []

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """Begin an element."""
        self.path.append(local(name))

    def end(self, _name: str) -> None:
        """End an element."""
        if self.path.pop() == "si":
            self.texts.append("".join(self.pieces))
            self.pieces.clear()

    def text(self, piece: str) -> None:
        """Take a piece of text between elements."""
        if self.path[-1] == "t" and "rPh" not in self.path:
            self.pieces.append(piece)


def _date_styles(archive: Archive) -> frozenset[int]:
    """Return the numbers of the cell styles that show a number as a date or a time."""
    if "xl/styles.xml" not in archive.names:
        return frozenset()
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    of_styles: list[int] = []
    state = {"in cell styles": False}

    def start(name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "numFmt":
            formats[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            state["in cell styles"] = True
        elif name == "xf" and state["in cell styles"]:
            of_styles.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        if local(name) == "cellXfs":
            state["in cell styles"] = False

    archive.parse("xl/styles.xml", start, end, _nothing)
    return frozenset(style for style, number in enumerate(of_styles) if _is_date(number, formats.get(number)))


def _is_date(number: int, code: str | None) -> bool:
    if number in EAST_ASIAN_DATES and code is None:
        return True
    return bool(is_date_format(code)) and not is_timedelta_format(code)


def _nothing(*_arguments: object) -> None:
    """Ignore what a parser reports."""
