"""Weeks begin on Monday at six in the morning, where the organisation is."""

from datetime import UTC, date, datetime

import pytest

from alongside.accounts.models import Organisation
from alongside.matching.weekly.weeks import week_of


@pytest.mark.parametrize(
    ("moment", "zone", "monday"),
    [
        (datetime(2026, 3, 2, 5, 59, tzinfo=UTC), "UTC", date(2026, 2, 23)),
        (datetime(2026, 3, 2, 6, 0, tzinfo=UTC), "UTC", date(2026, 3, 2)),
        (datetime(2026, 3, 8, 23, 59, tzinfo=UTC), "UTC", date(2026, 3, 2)),
        (datetime(2026, 3, 1, 21, 0, tzinfo=UTC), "Asia/Tokyo", date(2026, 3, 2)),
        (datetime(2026, 3, 2, 6, 0, tzinfo=UTC), "America/New_York", date(2026, 2, 23)),
        (datetime(2026, 3, 30, 4, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 30)),
        (datetime(2026, 3, 30, 3, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 23)),
    ],
)
def test_a_week_begins_on_monday_at_six_where_the_organisation_is(
    moment: datetime, zone: str, monday: date
) -> None:
    assert week_of(moment, Organisation(time_zone=zone)) == monday
