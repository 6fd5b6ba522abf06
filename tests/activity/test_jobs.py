"""Work in the background is seen, stopped, taken up again, and done once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast

from alongside.activity import jobs
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.jobs import SILENCE, cancel, place_of, recover, report, run, start, work
from alongside.activity.models import Event, Job

runs: list[str] = []


@work("test.counting", title="Counting", place=lambda job: f"/counted/{job.public_id}/")
def counting(job: Job) -> dict[str, Any]:
    runs.append(job.public_id)
    for step in range(job.input["steps"]):
        report(job, done=step + 1, total=job.input["steps"])
    return {"counted": job.input["steps"]}


@work("test.stopped_by_its_starter")
def stopped_by_its_starter(job: Job) -> dict[str, Any]:
    report(job, done=1, total=3)
    cancel(job, by=job.started_by)  # type: ignore[arg-type]
    report(job, done=2, total=3)
    raise AssertionError("It went on after it was cancelled.")


@work("test.breaking_a_rule")
def breaking_a_rule(job: Job) -> dict[str, Any]:
    raise RuleBroken("Row 3 has no name. Give it one.")


@work("test.breaking_down")
def breaking_down(job: Job) -> dict[str, Any]:
    raise ZeroDivisionError("secret content")


@pytest.fixture(autouse=True)
def nothing_ran_yet() -> None:
    runs.clear()


def started(cast: Cast, kind: str = "test.counting", **input_: Any) -> Job:
    return start(kind, by=cast.manager, input={"steps": 2, **input_})


def done(job: Job) -> Job:
    run(job.pk)
    job.refresh_from_db()
    return job


def test_a_job_keeps_its_progress_and_result(cast: Cast) -> None:
    job = done(started(cast))
    assert (job.state, job.result, job.done, job.total) == ("done", {"counted": 2}, 2, 2)
    assert place_of(job) == f"/counted/{job.public_id}/"


def test_a_job_handed_out_twice_is_done_once(cast: Cast) -> None:
    job = started(cast)
    run(job.pk)
    run(job.pk)
    assert runs == [job.public_id]


def test_a_job_that_another_worker_is_at_is_left_to_it(cast: Cast) -> None:
    job = started(cast)
    Job.objects.update(state="running")
    run(job.pk)
    assert runs == []


def test_a_broken_rule_is_the_error_in_words(cast: Cast) -> None:
    job = done(started(cast, "test.breaking_a_rule"))
    assert (job.state, job.error) == ("failed", "Row 3 has no name. Give it one.")


def test_a_breakdown_says_nothing_of_its_inside(cast: Cast) -> None:
    job = done(started(cast, "test.breaking_down"))
    assert job.state == "failed"
    assert "secret" not in job.error


def test_a_running_job_stops_at_its_next_step(cast: Cast) -> None:
    job = done(started(cast, "test.stopped_by_its_starter"))
    assert (job.state, job.done) == ("cancelled", 2)


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(cast: Cast) -> None:
    job = started(cast)
    cancel(job, by=cast.manager)
    cancel(job, by=cast.manager)
    assert done(job).state == "cancelled"
    assert runs == []
    assert Event.objects.filter(verb="job.cancelled").count() == 1


def test_a_job_that_is_over_is_not_cancelled(cast: Cast) -> None:
    job = done(started(cast))
    cancel(job, by=cast.manager)
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == ("done", False)


def test_only_the_starter_cancels(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        cancel(started(cast), by=cast.admin)


def test_a_job_whose_worker_died_is_run_again(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    job = started(cast)
    Job.objects.update(state="running", attempts=1, seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        recover()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_a_job_of_which_is_heard_is_left_alone(cast: Cast) -> None:
    started(cast)
    Job.objects.update(state="running", attempts=1, seen_at=timezone.now())
    recover()
    assert Job.objects.get().state == "running"


def test_a_job_that_no_worker_was_told_of_is_handed_out_again(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    started(cast)
    Job.objects.update(seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        recover()
    assert Job.objects.get().state == "done"


def test_a_job_that_kills_its_workers_is_given_up_with_a_word(cast: Cast) -> None:
    started(cast)
    Job.objects.update(state="running", attempts=3, seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    recover()
    job = Job.objects.get()
    assert job.state == "failed"
    assert "3 times" in job.error


def test_a_cancelled_job_whose_worker_died_is_over(cast: Cast) -> None:
    started(cast)
    long_ago = timezone.now() - SILENCE - timedelta(seconds=1)
    Job.objects.update(state="running", attempts=1, cancel_requested=True, seen_at=long_ago)
    recover()
    assert Job.objects.get().state == "cancelled"


def test_an_old_worker_that_wakes_up_does_not_overwrite_the_new_one(cast: Cast) -> None:
    job = started(cast)

    def another_took_over(taken: Job) -> dict[str, Any]:
        Job.objects.filter(pk=taken.pk).update(attempts=2)
        return {"from": "the old worker"}

    work("test.taken_over")(another_took_over)
    Job.objects.filter(pk=job.pk).update(kind="test.taken_over")
    assert done(job).result == {}
    assert job.state == "running"


@pytest.mark.django_db(transaction=True)
def test_a_worker_at_long_work_is_heard_of(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BEAT", timedelta(milliseconds=20))
    beats: list[int] = []
    monkeypatch.setattr(jobs, "_note_alive", lambda job: beats.append(job.pk))

    def long_work(job: Job) -> dict[str, Any]:
        while len(beats) < 3:
            pass
        return {}

    work("test.long")(long_work)
    assert start("test.long", by=cast.manager, input={}).pk in beats
