"""Open the archive that a workbook is, without ever unpacking more than the limits allow."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from alongside.tables.errors import SAVE_AGAIN, TableError, say
from alongside.tables.errors import gettext_noop as _
from alongside.tables.table import Limits

CHUNK = 1 << 16
SMALL_ENOUGH_FOR_ANY_RATIO = 5_000_000
FOREIGN_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", _("a binary workbook (.xlsb)")),
    ("Index/Document.iwa", _("a Numbers document")),
    ("Index.zip", _("a Numbers document")),
    ("content.xml", _("an OpenDocument file (.ods)")),
    ("word/document.xml", _("a Word document")),
    ("ppt/presentation.xml", _("a presentation")),
)


class Archive:
    """The parts of a workbook, read in bounded pieces."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self.opened = opened
        self.names = frozenset(opened.namelist())

    def parse(
        self, name: str, start: Callable[..., None], end: Callable[..., None], text: Callable[..., None]
    ) -> None:
        """Send one XML part through the three handlers; a document type (home of entity bombs) is refused."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        with self.opened.open(name) as part:
            while chunk := part.read(CHUNK):
                parser.Parse(chunk)
            parser.Parse(b"", True)  # noqa: FBT003 (expat takes its arguments by place)


@contextmanager
def open_archive(data: bytes, limits: Limits) -> Iterator[Archive]:
    """Open a workbook's archive after checking its size, ratio and number of parts.

    Raises TableError for damaged and protected archives, for bombs, and, inside the block, for parts that
    turn out to be damaged while they are read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            _refuse_bombs(opened, limits)
            archive = Archive(opened)
            _refuse_other_documents(archive.names)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        expat.ExpatError,
        OSError,
        KeyError,
    ) as error:
        raise damaged() from error
    except RuntimeError as error:  # zipfile's word for a part that wants a password
        raise TableError(
            say(_("This file is protected by a password.")),
            say(_("Take the password away, and upload it again.")),
        ) from error


def damaged() -> TableError:
    """Return the error of a workbook whose inside cannot be read."""
    return TableError(
        say(_("This workbook is damaged or incomplete.")),
        say(_("Download it once more, or open it in your spreadsheet program and save it as .xlsx.")),
    )


def _refuse_bombs(opened: zipfile.ZipFile, limits: Limits) -> None:
    parts = opened.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    too_many = len(parts) > limits.archive_entries
    too_large = unpacked > limits.unpacked_bytes
    too_dense = unpacked > SMALL_ENOUGH_FOR_ANY_RATIO and unpacked / packed > limits.packing_ratio
    if too_many or too_large or too_dense:
        raise TableError(
            say(_("This file unpacks to far more than a list of people needs, and was not opened.")),
            say(_("Copy the rows into a new workbook, and upload that one.")),
        )


def _refuse_other_documents(names: frozenset[str]) -> None:
    if "xl/workbook.xml" in names or (
        "_rels/.rels" in names and not names & {part for part, kind in FOREIGN_PARTS}
    ):
        return
    for part, kind in FOREIGN_PARTS:
        if part in names:
            raise TableError(
                say(_("This file is not a spreadsheet that is read here, it is %(kind)s."), kind=kind),
                SAVE_AGAIN,
            )
    if "_rels/.rels" in names:
        return
    raise TableError(
        say(_("This is a compressed folder, not a spreadsheet.")),
        say(_("Unpack it, and upload the file inside.")),
    )


def _refuse_document_type(*_arguments: object) -> None:
    raise TableError(
        say(_("This workbook holds XML declarations that no spreadsheet program writes. It was not opened.")),
        say(_("Copy the rows into a new workbook, and upload that one.")),
    )
