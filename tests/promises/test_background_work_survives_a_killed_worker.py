"""A worker that is killed in the middle leaves nothing half done, and its work is taken up again."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.killing import in_a_worker_that_is_killed

from alongside.activity import channels
from alongside.activity.actions import Message, record
from alongside.activity.jobs import SILENCE, recover, report, run, work
from alongside.activity.models import Delivery, Event, Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Cast:
    return make_cast()


def count_to_three(job: Job, between: Callable[[], None]) -> dict[str, Any]:
    """Three steps, each done once however often the work is run; something happens after the second."""
    for step in range(1, 4):
        Event.objects.get_or_create(organisation=job.organisation, verb=f"test.step_{step}")
        report(job, done=step, total=3)
        if step == 2:
            between()
    return {"counted": 3}


def test_a_job_is_run_again_and_each_step_is_done_once(people: Cast) -> None:
    job = Job.objects.create(
        organisation=people.organisation, started_by=people.manager, kind="test.killed", input={}
    )

    def first_time(wait_to_be_killed: Callable[[], None]) -> None:
        work("test.killed")(lambda taken: count_to_three(taken, wait_to_be_killed))
        run(job.pk)

    in_a_worker_that_is_killed(first_time)
    job.refresh_from_db()
    assert (job.state, job.done) == ("running", 2)
    recover()
    assert Job.objects.get().state == "running"  # its worker was heard of a moment ago

    work("test.killed")(lambda taken: count_to_three(taken, lambda: None))
    Job.objects.update(seen_at=timezone.now() - SILENCE - timedelta(seconds=1))
    recover()
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", {"counted": 3}, 2)
    assert Event.objects.filter(verb__startswith="test.step").count() == 3


def test_a_mail_goes_out_although_its_worker_was_killed_over_it(
    people: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after sending and before noting it, it goes out twice, so recognisably that it is read once."""
    message = Message(people.mentee, "Hello", "Something happened.")
    event = record("test.told", by=people.manager, subject=people.manager)
    Delivery.objects.create(
        event=event, recipient=message.to, address=message.to.email, subject="Hello", text="Hello"
    )
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=tmp_path):

        def killed_before_it_is_noted(wait_to_be_killed: Callable[[], None]) -> None:
            monkeypatch.setattr(Delivery, "save", lambda *_args, **_kwargs: wait_to_be_killed())
            channels.send_waiting()

        in_a_worker_that_is_killed(killed_before_it_is_noted)
        assert Delivery.objects.get().state == Delivery.State.SENDING
        assert channels.send_waiting() == 0  # another worker may still be at it
        long_ago = timezone.now() - channels.LONGEST_SENDING - timedelta(seconds=1)
        Delivery.objects.update(claimed_at=long_ago)
        assert channels.send_waiting() == 1
    assert Delivery.objects.get().state == Delivery.State.SENT
    sent = [message_from_bytes(file.read_bytes()) for file in tmp_path.iterdir()]
    assert len(sent) == 2
    assert len({mail["Message-ID"] for mail in sent}) == 1
