"""What people write in cells is understood, and what has no meaning is not guessed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.tables.values import (
    days_come_first,
    parse_date,
    parse_language,
    parse_time_zone,
    parse_whole_number,
    parse_yes_no,
    split_list,
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04",
        "4.3.2026",
        "04/03/2026",
        "4-3-26",
        "4 March 2026",
        "4. März 2026",
        "4 mars 2026",
        "Mar 4, 2026",
        "2026-03-04 09:30",
    ],
)
def test_a_date_is_understood_however_it_is_written(text: str) -> None:
    assert parse_date(text) == datetime.date(2026, 3, 4)


@pytest.mark.parametrize("text", ["30-02-2026", "31.4.2026", "2026-13-01", "soon", "46000", "4/3", ""])
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_one_date_past_the_twelfth_tells_the_order_of_a_column() -> None:
    assert not days_come_first(["3/4/2026", "3/14/2026"])
    assert days_come_first(["3/4/2026", "14/3/2026"])
    assert parse_date("3/4/2026", day_first=False) == datetime.date(2026, 3, 4)


@given(st.dates())
def test_every_iso_date_comes_back(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("3.0", 3), ("-2", -2), ("1 000", 1000), ("1'000", 1000), ("007", 7)]
)
def test_whole_numbers(text: str, number: int) -> None:
    assert parse_whole_number(text) == number


@pytest.mark.parametrize("text", ["", "a few", "3.5", "1e3", "3-5", "٣x"])
def test_what_is_not_a_whole_number(text: str) -> None:
    assert parse_whole_number(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Yes", True), ("ja", True), ("Sí", True), ("✓", True), ("non", False), ("0", False), ("maybe", None)],
)
def test_yes_and_no(text: str, meant: bool | None) -> None:
    assert parse_yes_no(text) is meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "de"),
        ("German", "de"),
        ("DEUTSCH", "de"),
        ("allemand", "de"),
        ("español", "es"),
        ("en-GB", "en"),
        ("中文", "zh"),
        ("Klingonish", None),
    ],
)
def test_languages_are_known_by_code_and_by_name(text: str, code: str | None) -> None:
    assert parse_language(text) == code


def test_time_zones_are_known_in_any_case() -> None:
    assert parse_time_zone("europe/berlin") == "Europe/Berlin"
    assert parse_time_zone("America/New York") == "America/New_York"
    assert parse_time_zone("Mars/Olympus") is None


def test_items_of_a_list_come_once_in_their_order() -> None:
    assert split_list("Python; SQL\n- Writing, python ; ") == ["Python", "SQL", "Writing"]
