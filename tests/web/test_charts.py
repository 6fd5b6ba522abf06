"""Marks stay inside their lane, whatever the numbers."""

import re

from hypothesis import given
from hypothesis import strategies as st

from alongside.web.charts import MOST_UNITS, bar, interval, marks, meter, per_cent, stands_for, units

numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)


def percentages(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'"(-?[\d.]+)%"', svg)]


@given(numbers, numbers, numbers)
def test_a_place_is_between_0_and_100(value: float, lowest: float, highest: float) -> None:
    assert 0 <= per_cent(value, lowest=lowest, highest=highest) <= 100


@given(numbers, numbers)
def test_a_bar_ends_inside_its_lane(share: float, begin: float) -> None:
    start, width = re.findall(r'(?:x|width)="([\d.]+)%"', bar(share, begin=begin))
    assert float(start) + float(width) <= 100.011


@given(st.lists(numbers, max_size=30))
def test_every_value_gets_its_mark(values: list[float]) -> None:
    svg = marks(values, lowest=0, highest=1)
    assert svg.count("whisker") == len(values)
    assert all(0 <= found <= 100 for found in percentages(svg))


@given(st.lists(st.integers(0, MOST_UNITS // 3), min_size=3, max_size=3))
def test_every_one_gets_a_mark_of_its_own_state(numbers: list[int]) -> None:
    svg = units(list(zip(("good", "warn", "bad"), numbers, strict=True)))
    for state, number in zip(("good", "warn", "bad"), numbers, strict=True):
        group = re.search(rf'<g data-state="{state}">(.*?)</g>', svg)
        assert group is not None
        assert len(re.findall(r"<(?:circle|path)", group[1])) == number


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_however_many_there_are_the_drawing_stays_small_and_in_its_frame(good: int, bad: int) -> None:
    svg = units([("good", good), ("bad", bad)])
    assert len(re.findall(r"<(?:circle|path)", svg)) <= MOST_UNITS + 2
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', svg).groups())
    places = re.findall(r'cx="(\d+)" cy="(\d+)"|M(\d+) (\d+)m', svg)
    for circle_x, circle_y, path_x, path_y in places:
        assert int(circle_x or path_x) < width
        assert int(circle_y or path_y) < height


def test_a_mark_stands_for_one_as_long_as_there_is_room() -> None:
    assert [stands_for(total) for total in (0, 1, 392, 393, 3000)] == [1, 1, 1, 2, 8]


def test_numbers_have_a_point_in_every_language() -> None:
    assert 'width="33.33%"' in meter(1 / 3)


def test_an_interval_is_a_line_with_a_dot_and_where_nothing_is() -> None:
    drawn = interval(-0.5, 0.0, 0.5, lowest=-1, highest=1)
    assert 'x1="25%" x2="75%"' in drawn
    assert 'cx="50%"' in drawn
    assert 'class="axis" x1="50%"' in drawn
