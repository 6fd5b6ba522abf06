"""Chance that falls the same way on every run, and days to hang a history on."""

import base64
import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/London")


def public_id(chance: random.Random) -> str:
    """A public id in the usual form, drawn from the seed: the demonstration guards nothing."""
    return base64.urlsafe_b64encode(chance.randbytes(12)).decode()


def at_nine(day: date, later: int = 0) -> datetime:
    """Nine in the morning, that many days later."""
    return datetime.combine(day + timedelta(days=later), time(9), tzinfo=HOME)


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day
