"""Working hours that people in different time zones share."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.errors import SettingsError
from alongside.pairing.people.answers import Answer

WORKING_DAY_HOURS = 8.0
# Clocks change: a winter and a summer day stand for the year.
WINTER_AND_SUMMER = (date(2026, 1, 15), date(2026, 7, 15))


def check_days(days: Sequence[date]) -> None:
    """Raise SettingsError unless there are days, and every one is a date."""
    if not days or not all(isinstance(day, date) for day in days):
        raise SettingsError("days must be a list of dates, such as [2026-01-15, 2026-07-15].")


def hours_shared(learners: list[Answer], guides: list[Answer]) -> NDArray[np.float64]:
    """Hours in which both work, on the day with the fewest."""
    left, right = np.array(learners, float), np.array(guides, float)
    if not len(left) or not len(right):
        return np.zeros((len(left), len(right)))
    apart = np.abs(left[:, None, :] - right[None, :, :]) % 24
    apart = np.minimum(apart, 24 - apart).max(axis=2)
    return np.clip(WORKING_DAY_HOURS - apart, 0, None)
