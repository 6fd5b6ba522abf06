"""Tell what a file really is by its first bytes, whatever it is called, and refuse what cannot be read."""

from __future__ import annotations

import enum
import re

from alongside.tables.errors import SAVE_AGAIN, TableError, say
from alongside.tables.errors import gettext_noop as _


class Kind(enum.Enum):
    """The two kinds of file that are read."""

    TEXT = "text"
    WORKBOOK = "workbook"


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FOREIGN_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"RIFF", _("a picture")),
    (b"II*\x00", _("a picture")),
    (b"MM\x00*", _("a picture")),
    (b"BM", _("a picture")),
    (b"{\\rtf", _("a text document")),
    (b"\x1f\x8b", _("a compressed file")),
    (b"7z\xbc\xaf", _("a compressed file")),
    (b"Rar!", _("a compressed file")),
    (b"PK\x05\x06", _("an empty archive")),
    (b"PAR1", _("a Parquet file")),
    (b"SQLite format 3", _("a database")),
    (b"BEGIN:VCARD", _("a list of contact cards")),
    (b"\x7fELF", _("a program")),
    (b"MZ\x90", _("a program")),
)
WEB_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"


def recognise(data: bytes) -> Kind:
    """Return the kind of a file from its bytes.

    Raises TableError, naming what the file is and the cure, for everything that is neither a text with
    separated columns nor an archive that may be a workbook.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise TableError(say(_("This file is empty.")), say(_("Choose the file that holds your rows.")))
    if data.startswith(b"PK\x03\x04"):
        return Kind.WORKBOOK
    if data.startswith(OLD_OFFICE):
        raise _old_office(data)
    for beginning, name in FOREIGN_BEGINNINGS:
        if data.startswith(beginning) and not (beginning == b"BM" and _is_plain_text(data)):
            raise TableError(
                say(_("This file is not a spreadsheet, it is something else: %(kind)s."), kind=name),
                SAVE_AGAIN,
            )
    _refuse_markup(data)
    return Kind.TEXT


def _old_office(data: bytes) -> TableError:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return TableError(
            say(_("This workbook is protected by a password.")),
            say(_("Open it, take the password away (File, Info, Protect Workbook), and save it.")),
        )
    return TableError(say(_("This is an old Excel file (.xls), which is not read.")), SAVE_AGAIN)


def _is_plain_text(data: bytes) -> bool:
    return b"\x00" not in data[:512]


def _refuse_markup(data: bytes) -> None:
    beginning = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if XML_SPREADSHEET in beginning:
        raise TableError(say(_("This is an Excel 2003 XML file, which is not read.")), SAVE_AGAIN)
    if WEB_PAGE.match(beginning) or (beginning.startswith(b"<") and WEB_PAGE.search(beginning)):
        raise TableError(say(_("This is a web page with a spreadsheet's name.")), SAVE_AGAIN)
    if beginning.startswith(b"<?xml"):
        raise TableError(say(_("This is an XML file, not a spreadsheet.")), SAVE_AGAIN)
    if beginning.startswith((b"[{", b'{"', b"[\n")):
        raise TableError(say(_("This is a JSON file, not a spreadsheet.")), SAVE_AGAIN)
