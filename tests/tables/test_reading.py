"""Reading keeps what people wrote, where they wrote it."""

from __future__ import annotations

import collections
import datetime
import io
import sys

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from alongside.tables import Limits, TableError, read, write_xlsx
from tests.tables.broken import ANN, BEN, HEADINGS, PEOPLE, csv_of, repacked, sheet_xml, workbook


def only_row(**cells: object) -> tuple[str, ...]:
    book = Workbook()
    book.active.append(list(cells))
    book.active.append(list(cells.values()))
    content = io.BytesIO()
    book.save(content)
    return read(content.getvalue()).rows[0].values


def test_rows_keep_the_number_that_the_spreadsheet_shows() -> None:
    data = b'Our people\n\nName,E-mail\nAnn,ann@x.example\n\n"Ben\nB",ben@x.example\nCem,c@x.example\n'
    assert [row.number for row in read(data).rows] == [4, 6, 7]


def test_numbers_and_dates_come_as_people_write_them() -> None:
    values = only_row(
        Whole=3.0,
        Fraction=0.1 + 0.2,
        Phone=441234567890.0,
        Day=datetime.date(2026, 11, 23),
        Moment=datetime.datetime(2026, 11, 23, 14, 30),  # noqa: DTZ001 (a cell has no time zone)
        Hour=datetime.time(9, 5),
        Truth=True,
    )
    assert values == ("3", "0.3", "441234567890", "2026-11-23", "2026-11-23 14:30", "09:05", "TRUE")


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Name", "Day"])
    book.active.append(["Ann", datetime.date(2026, 11, 23)])
    content = io.BytesIO()
    book.save(content)
    assert read(content.getvalue()).column("Day") == ["2026-11-23"]


@pytest.mark.parametrize(("serial", "day"), [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01")])
def test_the_first_days_of_1900_are_as_excel_shows_them(serial: int, day: str) -> None:
    book = Workbook()
    book.active.append(["Name", "Day"])
    book.active.append(["Ann", serial])
    book.active["B2"].number_format = "dd.mm.yyyy"
    content = io.BytesIO()
    book.save(content)
    assert read(content.getvalue()).column("Day") == [day]


def test_the_stored_value_of_a_formula_is_read() -> None:
    heading = '<row r="1"><c r="A1" t="str"><v>Name</v></c></row>'
    cells = heading + '<row r="2"><c r="A2" t="str"><f>B1</f><v>Ann</v></c></row>'
    table = read(repacked(workbook(), xl__worksheets__sheet1_xml=sheet_xml(cells)))
    assert (table.column("Name"), table.errors) == (["Ann"], [])


def test_a_formula_without_a_value_is_named_by_its_place() -> None:
    table = read(workbook(rows=(HEADINGS, ANN, ("=A2", *BEN[1:]))))
    assert [(error.row, error.column) for error in table.errors] == [(3, "Name")]


def test_a_named_sheet_is_read_instead_of_the_first() -> None:
    def fill(_sheet, book) -> None:
        other = book.create_sheet("Mentors")
        other.append(["Mentor"])
        other.append(["Dora"])

    assert read(workbook(fill), sheet="Mentors").column("Mentor") == ["Dora"]
    assert read(workbook(fill)).sheets == ["People", "Mentors"]


def test_which_sheets_were_left_out_is_said() -> None:
    table = read(workbook(lambda _sheet, book: book.create_sheet("Notes")))
    assert [str(notice) for notice in table.notices] == ["The sheet “People” was read. Left out: Notes."]


def test_reading_aids_of_japanese_names_are_not_part_of_the_name() -> None:
    texts = b"<sst><si><t>Name</t></si><si><t>\xe5\xb1\xb1\xe7\x94\xb0</t><rPh><t>yamada</t></rPh></si></sst>"
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
    data = repacked(workbook(), xl__sharedStrings_xml=texts, xl__worksheets__sheet1_xml=sheet_xml(cells))
    assert read(data).column("Name") == ["山田"]


def test_a_column_without_a_heading_is_called_by_its_letter() -> None:
    table = read(csv_of(*PEOPLE, headings=("Name", "E-mail", "", "Manager e-mail", "Capacity")))
    assert table.columns[2] == "(C)"
    assert "Column C has no heading" in str(table.notices[0])


def test_a_list_of_one_column_needs_no_delimiter() -> None:
    assert read(b"E-mail\nann@x.example\nben@x.example\n").column("E-mail") == [
        "ann@x.example",
        "ben@x.example",
    ]


def test_numbers_with_decimal_commas_do_not_hide_the_semicolons() -> None:
    table = read(b"Name;Share;Note\r\nAnn;1,5;a, b\r\nBen;2,5;c, d\r\n")
    assert table.column("Share") == ["1,5", "2,5"]


def test_numbers_that_excel_quotes_as_formulas_are_texts() -> None:
    assert read(b'Name,Number\r\nAnn,"=""00123"""\r\n').column("Number") == ["00123"]


def test_the_encoding_can_be_said() -> None:
    assert read("Name\nДмитрий\n".encode("cp1251"), encoding="cp1251").column("Name") == ["Дмитрий"]


def test_a_file_larger_than_allowed_is_not_read() -> None:
    with pytest.raises(TableError, match="larger than 1 MB"):
        read(io.BytesIO(b"a" * 1_000_001), limits=Limits(file_bytes=1_000_000))


def test_sentences_are_translated_by_whoever_shows_them() -> None:
    with pytest.raises(TableError) as refused:
        read(b"")
    german = {"This file is empty.": "Diese Datei ist leer."}
    assert refused.value.translated(lambda text: german.get(text, text)).startswith("Diese Datei ist leer.")


def test_ten_times_the_rows_are_at_most_ten_times_the_work() -> None:
    assert steps_to_read(rows=4_000) < 10.5 * steps_to_read(rows=400)


def steps_to_read(rows: int) -> int:
    """How many calls it takes to read a workbook of so many rows."""
    people = [[f"Person {number}", f"p{number}@x.example", "Senior", number % 5] for number in range(rows)]
    data = write_xlsx(["Name", "E-mail", "Level", "Capacity"], people, "People")
    steps = collections.Counter[str]()
    sys.setprofile(lambda _frame, event, _what: steps.update([event]))
    try:
        table = read(data)
    finally:
        sys.setprofile(None)
    assert len(table.rows) == rows
    return steps["call"] + steps["c_call"]
