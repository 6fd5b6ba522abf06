"""What is done by the clock."""

import pytest
from django.utils.module_loading import import_string
from django_q.models import Schedule

from alongside.schedule import EVERY, keep_schedule

pytestmark = pytest.mark.django_db


def test_every_piece_of_clockwork_runs_twice_without_harm() -> None:
    for clockwork in EVERY:
        import_string(clockwork.function)()
        import_string(clockwork.function)()


def test_the_schedule_is_exactly_the_list_however_often_it_is_kept() -> None:
    Schedule.objects.create(name="old", func="alongside.old.work", schedule_type=Schedule.MINUTES, minutes=1)
    keep_schedule()
    keep_schedule()
    assert sorted(Schedule.objects.values_list("func", flat=True)) == sorted(
        clockwork.function for clockwork in EVERY
    )
