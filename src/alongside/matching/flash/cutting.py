"""Cutting a stretch of a day, on one day or every week, into slots. Pure: days and times in, moments out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

WEEK = timedelta(days=7)


def cut(day: date, begins: time, ends: time, *, minutes: int, weeks: int, zone: tzinfo) -> Iterator[datetime]:
    """When each slot begins, in order, as moments in UTC.

    ``begins`` and ``ends`` are what the clock on the wall shows in ``zone``: a slot on Tuesdays at two stays at
    two when the clocks change, and a stretch in which they change is longer or shorter by that hour. A time that
    the clocks skip begins as much later. What is left at the end of a stretch is no slot.
    """
    length = timedelta(minutes=minutes)
    for week in range(weeks):
        on = day + week * WEEK
        starts_at = _moment(on, begins, zone)
        until = _moment(on, ends, zone) if ends else starts_at + length
        while starts_at + length <= until:
            yield starts_at
            starts_at += length


def _moment(day: date, wall: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)
