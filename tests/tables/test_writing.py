"""What is written can be opened without running anything, and reads back as it was."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from alongside.tables import read, write_csv, write_xlsx
from alongside.tables.cells import clean, neutralise, restore

ATTACKS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    " =1",
    "'=1",
    "''=cmd|' /C calc'!A0",
]
COLUMNS = ["Name", "Note"]
# What a cell can hold: no control characters, no lone halves of characters, no errors of formulas.
texts = (
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffd\ufffe\uffff")
        | st.sampled_from("\n=+-@'\"; ,|_x"),
        max_size=60,
    )
    .map(clean)
    .filter(lambda text: not text.startswith("#"))
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_cell_is_left_as_a_formula(attack: str) -> None:
    cell = list(csv.reader(io.StringIO(write_csv(COLUMNS, [["Ann", attack]]).decode("utf-8-sig"))))[1][1]
    assert cell.startswith("'")
    sheet = load_workbook(io.BytesIO(write_xlsx(COLUMNS, [["Ann", attack]], "People"))).active
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].value.startswith("'")


@pytest.mark.parametrize("attack", ATTACKS)
def test_headings_are_neutralised_too(attack: str) -> None:
    sheet = load_workbook(io.BytesIO(write_xlsx([attack], [["Ann"]], "People"))).active
    assert sheet["A1"].data_type == "s"


@given(st.text())
def test_what_neutralise_adds_restore_takes_away(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(st.lists(st.tuples(st.sampled_from(["Ann", "Ben"]), texts), min_size=1, max_size=8))
def test_texts_survive_csv(rows: list[tuple[str, str]]) -> None:
    table = read(write_csv(COLUMNS, rows))
    assert [row.values for row in table.rows] == rows
    assert table.errors == []


@given(st.lists(st.tuples(st.sampled_from(["Ann", "Ben"]), texts), min_size=1, max_size=4))
def test_texts_survive_xlsx(rows: list[tuple[str, str]]) -> None:
    table = read(write_xlsx(COLUMNS, rows, "People"))
    assert [row.values for row in table.rows] == rows
    assert table.errors == []


def test_dates_and_numbers_stay_dates_and_numbers() -> None:
    day = datetime.date(2026, 11, 23)
    moment = datetime.datetime(2026, 11, 23, 14, 30, tzinfo=datetime.UTC)
    sheet = load_workbook(
        io.BytesIO(write_xlsx(["Day", "Moment", "Number"], [[day, moment, -3]], "People"))
    ).active
    assert sheet["A2"].is_date
    assert sheet["B2"].value == moment.replace(tzinfo=None)
    assert sheet["C2"].value == -3
    assert read(write_csv(["Day", "Number"], [[day, -3]])).rows[0].values == ("2026-11-23", "-3")


def test_headings_stay_in_sight_and_columns_are_wide_enough() -> None:
    sheet = load_workbook(io.BytesIO(write_xlsx(["Name"], [["A" * 40]], "People: [all]/*"))).active
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width > 40
    assert sheet.title == "People   all"


def test_a_list_without_rows_has_its_headings() -> None:
    assert load_workbook(io.BytesIO(write_xlsx(["Name"], [], ""))).active["A1"].value == "Name"
