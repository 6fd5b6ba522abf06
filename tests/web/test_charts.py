"""Marks stay inside their lane, whatever the numbers."""

import re

from hypothesis import given
from hypothesis import strategies as st

from alongside.web.charts import bar, marks, meter, per_cent

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


def test_numbers_have_a_point_in_every_language() -> None:
    assert 'width="33.33%"' in meter(1 / 3)
