"""Row charts: the marks of one lane of a ``<table class="plot">``, in per cent of its width.

This module knows percentages and words, no domain. A lane stretches with its table, mirrors in
right-to-left, and prints. Marks are told apart by their form as well as by their colour: ``k1`` to
``k5`` in the order k4, k1, k2, k3, k5; ``ka`` is the accent. What a mark shows stands in words in
the row beside it, so the drawing is hidden from screen readers.
"""

from collections.abc import Sequence
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def per_cent(value: float, *, lowest: float = 0, highest: float = 1) -> float:
    """Where a value lies between two ends, 0 to 100; a value outside is put at the nearer end."""
    if highest <= lowest:
        return 0.0
    share = (value - lowest) / (highest - lowest)
    return round(100 * min(1.0, max(0.0, share)), 2)


def bar(share: float, *, tone: str = "k4", begin: float = 0) -> SafeString:
    """A bar over ``share`` of the lane (0 to 1), beginning at ``begin``."""
    start = per_cent(begin)
    width = min(per_cent(share), 100 - start)
    return _lane(
        format_html(
            '<rect class="bar {}" x="{}%" width="{}%" y="28%" height="44%"/>',
            tone,
            _number(start),
            _number(width),
        )
    )


def marks(values: Sequence[float], *, lowest: float, highest: float, tone: str = "k4") -> SafeString:
    """A thin mark for each value, and a needle where they lie on average."""
    each = format_html_join(
        "",
        '<line class="whisker {}" x1="{}%" x2="{}%" y1="30%" y2="70%"/>',
        ((tone, *[_number(per_cent(value, lowest=lowest, highest=highest))] * 2) for value in values),
    )
    if not values:
        return _lane(each)
    mean = _number(per_cent(sum(values) / len(values), lowest=lowest, highest=highest))
    needle = format_html('<line class="needle-a" x1="{}%" x2="{}%" y1="12%" y2="88%"/>', mean, mean)
    return _lane(each + needle)


def interval(low: float, value: float, high: float, *, lowest: float, highest: float) -> SafeString:
    """A line from low to high with a dot at the value, and a thin line at 0 where that lies between the ends."""
    start, middle, end, zero = (
        _number(per_cent(each, lowest=lowest, highest=highest)) for each in (low, value, high, 0)
    )
    return _lane(
        format_html(
            '<line class="axis" x1="{0}%" x2="{0}%" y1="0" y2="100%"/>'
            '<line class="whisker k4" x1="{1}%" x2="{2}%" y1="50%" y2="50%"/>'
            '<circle class="bar k4" cx="{3}%" cy="50%" r="4.5"/>',
            zero,
            start,
            end,
            middle,
        )
    )


UNIT_COLUMNS, MOST_UNITS = 28, 392
_UNITS = {
    "good": '<circle cx="{x}" cy="{y}" r="4"/>',
    "warn": '<path d="M{x} {y}m0-4.5l4.8 8.6h-9.6z"/>',
    "bad": '<path d="M{x} {y}m0-5l5 5-5 5-5-5z"/>',
}


def stands_for(total: int) -> int:
    """How many one mark of ``units`` has to stand for, so that no page draws more than 392 of them."""
    return max(1, ceil(total / MOST_UNITS))


def units(counts: Sequence[tuple[str, int]]) -> SafeString:
    """One mark for each, in columns, state by state: ``[("good", 24), ("warn", 3), ("bad", 2)]``.

    A state has its own form as well as its colour. Beyond 392, a mark stands for ``stands_for(total)``.
    """
    each = stands_for(sum(number for _state, number in counts))
    drawn = [(state, ceil(number / each)) for state, number in counts]
    rows = max(1, ceil(sum(number for _state, number in drawn) / UNIT_COLUMNS))
    groups, begin = [], 0
    for state, number in drawn:
        groups.append((state, _unit_marks(state, range(begin, begin + number), rows)))
        begin += number
    width = 12 * max(UNIT_COLUMNS, ceil(begin / rows))
    inside = format_html_join("", '<g data-state="{}">{}</g>', groups)
    return format_html(
        '<svg class="chart units" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>', width, 12 * rows, inside
    )


def _unit_marks(state: str, places: range, rows: int) -> SafeString:
    at = ({"x": 12 * (place // rows) + 6, "y": 12 * (place % rows) + 6} for place in places)
    return format_html_join("", _UNITS[state], at)


def meter(share: float, *, tone: str = "k4") -> SafeString:
    """A thin bar on a track, beside a number."""
    return format_html(
        '<svg class="meter {}" aria-hidden="true"><rect class="track" width="100%" height="100%" rx="3"/>'
        '<rect class="bar" width="{}%" height="100%" rx="3"/></svg>',
        tone,
        _number(per_cent(share)),
    )


def places(taken: int, most: int) -> SafeString:
    """One mark for each place, filled where it is taken and open where it is free; beside the number in words."""
    kinds = ["bar" if number < taken else "ring" for number in range(most)]
    marks = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="7" r="5"/>',
        ((kind, 16 * number + 7) for number, kind in enumerate(kinds)),
    )
    return format_html(
        '<svg width="{}" height="14" class="places k4" aria-hidden="true">{}</svg>', 16 * most, marks
    )


def _lane(marks: SafeString) -> SafeString:
    return format_html('<svg aria-hidden="true">{}</svg>', marks)


def _number(value: float) -> str:
    """A number as SVG reads it, in every language: a point, no superfluous digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
