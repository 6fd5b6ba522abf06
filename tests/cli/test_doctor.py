"""The doctor hears whether a worker is at work, from what the worker itself leaves in the database."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import Task
from tests.cast import Cast

from alongside.activity.models import Job
from alongside.cli.doctor import check_worker

pytestmark = pytest.mark.django_db


def finished(*, ago: timedelta) -> None:
    """What a worker leaves behind of a piece of work."""
    then = timezone.now() - ago
    Task.objects.create(id="a" * 32, name="recover", func="recover", started=then, stopped=then, success=True)


def test_a_worker_that_was_never_started_is_said_with_the_cure() -> None:
    finding = check_worker()
    assert not finding.is_well
    assert finding.words.startswith("none was ever heard of. Run: ./run serve --data")


def test_a_worker_that_finished_something_just_now_is_well() -> None:
    finished(ago=timedelta(seconds=20))
    finding = check_worker()
    assert finding.is_well
    assert finding.words.startswith("last heard of 2")


def test_a_worker_that_fell_silent_is_said_with_its_age_in_words() -> None:
    finished(ago=timedelta(hours=2, minutes=5))
    finding = check_worker()
    assert not finding.is_well
    assert "last heard of 2 hours, 5 minutes ago. Run: ./run serve --data" in finding.words


def test_a_worker_that_is_at_a_long_job_is_well_though_it_finished_nothing_for_an_hour(cast: Cast) -> None:
    finished(ago=timedelta(hours=1))
    Job.objects.create(
        organisation=cast.organisation, started_by=cast.manager, kind="matching.solve", state="running"
    )
    assert check_worker().is_well


def test_a_job_that_nobody_took_up_is_no_sign_of_life(cast: Cast) -> None:
    Job.objects.create(organisation=cast.organisation, started_by=cast.manager, kind="matching.solve")
    assert not check_worker().is_well
