"""A corpus of spreadsheets as people really send them, each broken in one way and named for it.

Nothing binary is kept in the repository: every file is made on demand, the same every time.
``stage`` says who notices: ``file`` (reading refuses it), ``cell`` (reading reports cells), ``import`` (only
somebody who knows the organisation's people and levels can tell) and ``fine`` (looks odd, and must pass).
``says`` is a part of the sentence that the person reads.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("Name", "E-mail", "Level", "Manager e-mail", "Capacity")
ANN = ("Ann Archer", "ann@northfield.example", "Senior", "", "2")
BEN = ("Ben Böhm", "ben@northfield.example", "Junior", "ann@northfield.example", "0")
CEM = ("Cem Çelik", "cem@northfield.example", "Junior", "ann@northfield.example", "1")
PEOPLE = (ANN, BEN, CEM)
LEVELS = ("Junior", "Senior", "Director")


@dataclass(frozen=True)
class Spreadsheet:
    """One file of the corpus."""

    name: str
    stage: Literal["file", "cell", "import", "fine"]
    says: str
    make: Callable[[], bytes]


CORPUS: dict[str, Spreadsheet] = {}


def spreadsheet(stage: Literal["file", "cell", "import", "fine"], says: str = "", *, ending: str = "csv"):
    """Add what a function makes to the corpus, under the function's name."""

    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        name = f"{make.__name__}.{ending}"
        CORPUS[name] = Spreadsheet(name, stage, says, make)
        return make

    return add


def text(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, delimiter: str = ",") -> str:
    lines = [headings, *rows] if headings else list(rows)
    return "".join(delimiter.join(line) + "\r\n" for line in lines)


def csv_of(*rows: Sequence[str], encoding: str = "utf-8", **options) -> bytes:
    return text(*rows, **options).encode(encoding)


def workbook(fill: Callable[[Worksheet, Workbook], None] | None = None, rows=(HEADINGS, *PEOPLE)) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "People"
    for row in rows:
        sheet.append(row)
    if fill:
        fill(sheet, book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The archive with some parts replaced or added; ``xl__styles_xml`` stands for ``xl/styles.xml``."""
    replaced = {key.replace("__", "/").replace("_xml", ".xml"): value for key, value in parts.items()}
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replaced.pop(name, old.read(name)))
        for name, part in replaced.items():
            new.writestr(name, part)
    return content.getvalue()


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return content.getvalue()


def sheet_xml(rows: str, before: str = "", after: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>' + before + "<worksheet "
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


# Not a spreadsheet at all


@spreadsheet("file", "empty")
def nothing_in_it() -> bytes:
    return b""


@spreadsheet("file", "empty")
def only_blank_lines() -> bytes:
    return b"\xef\xbb\xbf\r\n\r\n   \r\n"


@spreadsheet("file", "No cell")
def only_delimiters() -> bytes:
    return b",,,,\r\n,,,,\r\n"


@spreadsheet("file", "picture", ending="xlsx")
def picture_renamed() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@spreadsheet("file", "PDF", ending="csv")
def pdf_renamed() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@spreadsheet("file", "web page", ending="xls")
def web_page_renamed() -> bytes:
    return b"<html><body><table><tr><td>Name</td><td>E-mail</td></tr></table></body></html>"


@spreadsheet("file", "XML", ending="xls")
def excel_2003_xml() -> bytes:
    return b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'


@spreadsheet("file", "JSON")
def json_renamed() -> bytes:
    return b'[{"name": "Ann Archer", "email": "ann@northfield.example"}]'


@spreadsheet("file", "old Excel", ending="xls")
def excel_97() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le") + bytes(512)


@spreadsheet("file", "password", ending="xlsx")
def password_protected() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )


@spreadsheet("file", "OpenDocument", ending="xlsx")
def opendocument_renamed() -> bytes:
    return archive(
        mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
        content_dot_xml=b"<office:document-content/>",
    )


@spreadsheet("file", "Numbers", ending="xlsx")
def numbers_renamed() -> bytes:
    return archive(Index__Document_dot_iwa=b"\x00\x01")


@spreadsheet("file", "compressed folder", ending="zip")
def folder_of_files() -> bytes:
    return archive(people_dot_csv=csv_of(*PEOPLE))


@spreadsheet("file", "compressed file", ending="gz")
def gzipped() -> bytes:
    return b"\x1f\x8b\x08\x00" + bytes(40)


# Workbooks that are damaged or dangerous


@spreadsheet("file", "damaged", ending="xlsx")
def truncated_workbook() -> bytes:
    return workbook()[:2000]


@spreadsheet("file", "damaged", ending="xlsx")
def flipped_bytes() -> bytes:
    data = bytearray(workbook())
    place = data.find(b"xl/worksheets/sheet1.xml") + 40
    data[place : place + 60] = b"\x55" * 60
    return bytes(data)


@spreadsheet("file", "damaged", ending="xlsx")
def text_beyond_the_shared_texts() -> bytes:
    return repacked(
        workbook(), xl__worksheets__sheet1_xml=sheet_xml('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')
    )


@spreadsheet("file", "damaged", ending="xlsx")
def unclosed_xml() -> bytes:
    return repacked(workbook(), xl__worksheets__sheet1_xml=sheet_xml('<row r="1"><c r="A1">'))


@spreadsheet("file", "unpacks", ending="xlsx")
def zip_bomb() -> bytes:
    return repacked(workbook(), xl__media__bomb=bytes(300_000_000))


@spreadsheet("file", "unpacks", ending="xlsx")
def dense_zip_bomb() -> bytes:
    return repacked(workbook(), xl__worksheets__sheet1_xml=b" " * 30_000_000)


@spreadsheet("file", "unpacks", ending="xlsx")
def ten_thousand_parts() -> bytes:
    return repacked(workbook(), **{f"xl__media__{number}": b"" for number in range(10_000)})


@spreadsheet("file", "declarations", ending="xlsx")
def entity_bomb() -> bytes:
    entities = '<!ENTITY a "lol">' + "".join(
        f'<!ENTITY {chr(98 + number)} "{f"&{chr(97 + number)};" * 10}">' for number in range(10)
    )
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&k;</t></is></c></row>'
    return repacked(
        workbook(), xl__worksheets__sheet1_xml=sheet_xml(row, before=f"<!DOCTYPE worksheet [{entities}]>")
    )


@spreadsheet("file", "declarations", ending="xlsx")
def entity_that_reads_a_file() -> bytes:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row>'
    declaration = '<!DOCTYPE worksheet [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    return repacked(workbook(), xl__worksheets__sheet1_xml=sheet_xml(row, before=declaration))


@spreadsheet("file", "columns", ending="xlsx")
def cell_far_to_the_right() -> bytes:
    row = '<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="ZZZZ1" t="str"><v>far</v></c></row>'
    return repacked(workbook(), xl__worksheets__sheet1_xml=sheet_xml(row))


@spreadsheet("file", "no rows", ending="xlsx")
def workbook_without_rows() -> bytes:
    return workbook(rows=())


@spreadsheet("file", "hidden", ending="xlsx")
def rows_on_a_hidden_sheet() -> bytes:
    def fill(sheet: Worksheet, book: Workbook) -> None:
        sheet.sheet_state = "hidden"
        book.create_sheet("Empty")

    return workbook(fill)


@spreadsheet("file", "merged", ending="xlsx")
def merged_headings() -> bytes:
    def fill(sheet: Worksheet, _book: Workbook) -> None:
        sheet.merge_cells("B1:C1")

    return workbook(fill)


# Texts that are damaged


@spreadsheet("file", "columns")
def a_million_columns() -> bytes:
    return (",".join(f"c{number}" for number in range(1_000_000)) + "\r\n").encode()


@spreadsheet("file", "rows")
def too_many_rows() -> bytes:
    return b"Name,E-mail\r\n" + b"".join(
        b"P,p%d@northfield.example\r\n" % number for number in range(100_001)
    )


@spreadsheet("file", "NUL")
def nul_bytes() -> bytes:
    return csv_of(*PEOPLE).replace(b"Ann Archer", b"Ann\x00Archer")


@spreadsheet("file", "different encodings")
def two_encodings_in_one_file() -> bytes:
    return csv_of(ANN, BEN) + text(CEM, headings=()).encode("cp1252")


@spreadsheet("file", "quotation mark")
def quotation_mark_never_closed() -> bytes:
    return csv_of(ANN, ('"Ben Böhm', *BEN[1:]), CEM)


@spreadsheet("file", "quotation mark")
def quotation_mark_closed_in_the_middle() -> bytes:
    return csv_of(ANN, ('"Ben" Böhm', *BEN[1:]))


@spreadsheet("file", "another character")
def two_delimiters_mixed() -> bytes:
    return csv_of(ANN, BEN) + text(CEM, headings=(), delimiter=";").encode()


@spreadsheet("file", "no rows below")
def headings_only() -> bytes:
    return csv_of()


@spreadsheet("file", "looks like data")
def data_without_headings() -> bytes:
    return csv_of(*PEOPLE, headings=())


@spreadsheet("file", "same heading")
def same_heading_twice() -> bytes:
    return csv_of(*PEOPLE, headings=("Name", "E-mail", "Level", "e-mail", "Capacity"))


# Cells that cannot be read


@spreadsheet("cell", "formula", ending="xlsx")
def formulas_without_values() -> bytes:
    return workbook(rows=(HEADINGS, ANN, ('=A2&" junior"', *BEN[1:])))


@spreadsheet("cell", "formula")
def formula_in_text() -> bytes:
    return csv_of(("=HYPERLINK(1)", *ANN[1:]), BEN)


@spreadsheet("cell", "#REF!", ending="xlsx")
def error_of_a_formula() -> bytes:
    def fill(sheet: Worksheet, _book: Workbook) -> None:
        sheet["C2"] = "#REF!"
        sheet["C2"].data_type = "e"

    return workbook(fill)


@spreadsheet("cell", "#N/A")
def error_of_a_formula_in_text() -> bytes:
    return csv_of(ANN, ("Ben Böhm", "ben@northfield.example", "#N/A", "", "1"))


@spreadsheet("cell", "merged", ending="xlsx")
def merged_cells_in_the_rows() -> bytes:
    def fill(sheet: Worksheet, _book: Workbook) -> None:
        sheet.merge_cells("C2:C4")

    return workbook(fill)


@spreadsheet("cell", "more cells")
def more_cells_than_headings() -> bytes:
    return csv_of(ANN, (*BEN, "one too many"))


@spreadsheet("cell", "characters")
def very_long_cell() -> bytes:
    return csv_of(("A" * 40_000, *ANN[1:]), BEN)


@spreadsheet("cell", "control character")
def control_characters() -> bytes:
    return csv_of(("Ann\x07 Archer", *ANN[1:]), BEN)


@spreadsheet("cell", "letter was lost")
def replacement_characters() -> bytes:
    return csv_of(ANN, ("Ben B�hm", *BEN[1:]))


@spreadsheet("cell", "no calendar", ending="xlsx")
def date_before_the_calendar() -> bytes:
    def fill(sheet: Worksheet, _book: Workbook) -> None:
        sheet["E2"] = -5
        sheet["E2"].number_format = "yyyy-mm-dd"

    return workbook(fill)


# Rows that only the import can judge


@spreadsheet("import", "Email address")
def no_column_with_addresses() -> bytes:
    return csv_of(("Ann Archer", "Senior"), ("Ben Böhm", "Junior"), headings=("Name", "Level"))


@spreadsheet("import", "twice")
def same_person_twice() -> bytes:
    return csv_of(ANN, BEN, ("Ann A.", *ANN[1:]))


@spreadsheet("import", "twice")
def same_address_in_different_case() -> bytes:
    return csv_of(ANN, ("Anna", "ANN@Northfield.example", "Junior", "", "1"))


@spreadsheet("import", "circle")
def circle_of_managers() -> bytes:
    return csv_of((*ANN[:3], "cem@northfield.example", "1"), BEN, (*CEM[:3], "ben@northfield.example", "1"))


@spreadsheet("import", "own manager")
def own_manager() -> bytes:
    return csv_of((*ANN[:3], "ANN@northfield.example", "1"), BEN)


@spreadsheet("import", "manager")
def unknown_manager() -> bytes:
    return csv_of(ANN, (*BEN[:3], "nobody@northfield.example", "1"))


@spreadsheet("import", "level")
def unknown_level() -> bytes:
    return csv_of(ANN, (*BEN[:2], "Archduke", "", "1"))


@spreadsheet("import", "0")
def negative_capacity() -> bytes:
    return csv_of((*ANN[:4], "-2"), BEN)


@spreadsheet("import", "number")
def capacity_in_words() -> bytes:
    return csv_of((*ANN[:4], "a few"), BEN)


@spreadsheet("import", "address")
def address_without_at() -> bytes:
    return csv_of(("Ann Archer", "ann.northfield.example", "Senior", "", "1"), BEN, CEM)


@spreadsheet("import", "address")
def address_missing() -> bytes:
    return csv_of(("Ann Archer", "", "Senior", "", "1"), BEN)


@spreadsheet("import", "address")
def address_with_spaces() -> bytes:
    return csv_of(("Ann Archer", "ann archer@northfield.example", "Senior", "", "1"), BEN)


@spreadsheet("import", "address")
def address_with_a_foreign_letter() -> bytes:
    return csv_of(("Ann Archer", "аnn@northfield.example", "Senior", "", "1"), BEN)


@spreadsheet("import", "address")
def two_addresses_in_one_cell() -> bytes:
    return csv_of(("Ann Archer", "ann@northfield.example; a@x.example", "Senior", "", "1"), BEN)


@spreadsheet("import", "characters")
def name_of_300_letters() -> bytes:
    return csv_of(("A" * 300, *ANN[1:]), BEN)


@spreadsheet("import", "name")
def name_missing() -> bytes:
    return csv_of(ANN, ("", *BEN[1:]))


@spreadsheet("import", "time zone")
def unknown_time_zone() -> bytes:
    return csv_of((*ANN[:2], "Mars/Olympus"), headings=("Name", "E-mail", "Time zone"))


@spreadsheet("import", "language")
def unknown_language() -> bytes:
    return csv_of((*ANN[:2], "Klingonish"), headings=("Name", "E-mail", "Languages"))


# Odd, and fine


@spreadsheet("fine", ending="xlsx")
def plain_workbook() -> bytes:
    return workbook()


@spreadsheet("fine")
def windows_encoding() -> bytes:
    return csv_of(*PEOPLE, encoding="cp1252")


@spreadsheet("fine")
def mac_encoding() -> bytes:
    return csv_of(*PEOPLE, encoding="mac_roman")


@spreadsheet("fine")
def utf8_with_mark() -> bytes:
    return csv_of(*PEOPLE, encoding="utf-8-sig")


@spreadsheet("fine")
def utf16_with_mark() -> bytes:
    return csv_of(*PEOPLE, encoding="utf-16", delimiter="\t")


@spreadsheet("fine")
def utf16_without_mark() -> bytes:
    return csv_of(*PEOPLE, encoding="utf-16-le")


@spreadsheet("fine")
def excel_names_the_delimiter() -> bytes:
    return b"sep=;\r\n" + csv_of(*PEOPLE, delimiter=";")


@spreadsheet("fine")
def vertical_bars() -> bytes:
    return csv_of(*PEOPLE, delimiter="|")


@spreadsheet("fine")
def old_mac_line_ends() -> bytes:
    return csv_of(*PEOPLE).replace(b"\r\n", b"\r")


@spreadsheet("fine")
def line_breaks_in_cells() -> bytes:
    return csv_of(('"Ann\nArcher"', *ANN[1:]), BEN, CEM)


@spreadsheet("fine")
def title_above_the_headings() -> bytes:
    return b"Northfield people,,,,\r\n\r\nas of May,,,,\r\n" + csv_of(*PEOPLE)


@spreadsheet("fine", ending="xlsx")
def two_sheets() -> bytes:
    return workbook(lambda _sheet, book: book.create_sheet("Notes").append(["to do"]))


@spreadsheet("fine", ending="xlsx")
def empty_sheet_first() -> bytes:
    return workbook(lambda _sheet, book: book.create_sheet("Empty", 0))


@spreadsheet("fine", ending="xlsx")
def blank_rows_and_columns() -> bytes:
    def spread(row: Sequence[str]) -> list[str | None]:
        return [None, *row[:2], None, *row[2:]]

    return workbook(rows=[spread(row) if row else [] for row in (HEADINGS, (), ANN, (), (), BEN, CEM)])


@spreadsheet("fine", ending="xlsx")
def link_to_another_workbook() -> bytes:
    target = b'<Relationships><Relationship Id="x" TargetMode="External" Target="http://127.0.0.1/"/></Relationships>'
    return repacked(workbook(), xl__externalLinks___rels__externalLink1_xml=target)


@spreadsheet("fine", ending="xlsm")
def with_macros() -> bytes:
    return repacked(workbook(), xl__vbaProject=struct.pack("<I", 0xCC61FFFF) * 10)


@spreadsheet("fine")
def names_in_many_scripts() -> bytes:
    return csv_of(
        ("Zoë 🦉 Owl", *ANN[1:]),
        ("محمد بن سلمان", *BEN[1:]),
        ("山田 太郎", *CEM[1:]),
    )
