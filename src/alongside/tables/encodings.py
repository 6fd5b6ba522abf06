"""Turn the bytes of a text file into text, whichever program saved it."""

from __future__ import annotations

import codecs

from alongside.tables.errors import TableError, say
from alongside.tables.errors import gettext_noop as _

# UTF-32's mark begins with UTF-16's, so it is tried first.
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAVE_AS_UTF8 = say(_("Save the file again as “CSV UTF-8” or as .xlsx, and upload that file."))


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text and the name of the encoding it was in.

    Order: the given encoding, a byte order mark, UTF-16 without a mark, UTF-8, then Windows-1252 or
    Mac Roman, whichever makes more letters. Raises TableError for damaged bytes, for NUL bytes, and for a
    file whose lines are in different encodings.
    """
    name = encoding or _marked(data) or _unmarked_utf16(data)
    if name is None:
        _refuse_nul_bytes(data)
        name = "utf-8" if _decodes(data, "utf-8") else _single_byte(data)
    try:
        text = data.decode(name)
    except (UnicodeError, LookupError) as error:
        raise TableError(
            say(_("The letters of this file cannot be read as %(encoding)s."), encoding=name), SAVE_AS_UTF8
        ) from error
    _refuse_nul_bytes(text.encode("utf-8", "replace"))
    return text, name


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in MARKS if data.startswith(mark)), None)


def _unmarked_utf16(data: bytes) -> str | None:
    """Commas, digits and line ends have a zero byte on one side only, in whatever script the rest is."""
    sample = data[:20_000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = max(2, len(sample) // 40)
    if odd >= enough and odd > 10 * even and _decodes(data, "utf-16-le"):
        return "utf-16-le"
    if even >= enough and even > 10 * odd and _decodes(data, "utf-16-be"):
        return "utf-16-be"
    return None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_nul_bytes(data: bytes) -> None:
    place = data.find(b"\x00")
    if place >= 0:
        raise TableError(
            say(
                _("Line %(line)s of this file holds NUL bytes: it is damaged, or not a text."),
                line=_line(data, place),
            ),
            SAVE_AS_UTF8,
        )


def _single_byte(data: bytes) -> str:
    _refuse_mixed_lines(data)
    letters_of_windows = sum(byte >= 0xC0 for byte in data)
    letters_of_mac = sum(0x80 <= byte <= 0x9F for byte in data)
    if letters_of_mac > 2 * letters_of_windows:
        return "mac_roman"
    return "cp1252" if _decodes(data, "cp1252") else "latin-1"


def _refuse_mixed_lines(data: bytes) -> None:
    """A file pasted together from two is UTF-8 in some lines and not in others."""
    first_utf8 = first_other = 0
    for number, line in enumerate(data.splitlines(), start=1):
        if line.isascii():
            continue
        if _decodes(line, "utf-8"):
            first_utf8 = first_utf8 or number
        else:
            first_other = first_other or number
        if first_utf8 and first_other:
            raise TableError(
                say(
                    _("Lines %(first)s and %(second)s of this file are in different encodings."),
                    first=min(first_utf8, first_other),
                    second=max(first_utf8, first_other),
                ),
                SAVE_AS_UTF8,
            )


def _line(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
