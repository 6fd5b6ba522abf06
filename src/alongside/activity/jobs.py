"""Work in the background: seen, cancelled, restarted, and safe to run twice.

A feature names its work once and starts it by that name::

    @work("people.import")
    def import_people(job: Job) -> dict[str, Any]:
        ...
        report(job, done=200, total=20_000)

    job = start("people.import", by=person, input={"upload": upload.public_id})
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from alongside.activity.actions import RuleBroken, record
from alongside.activity.models import Job

if TYPE_CHECKING:
    from alongside.accounts.models import Person

logger = logging.getLogger(__name__)

Work = Callable[[Job], dict[str, Any]]
_known: dict[str, Work] = {}


class JobCancelled(Exception):
    """The person who started the job asked for it to stop."""


def work(kind: str) -> Callable[[Work], Work]:
    """Register the function that does this kind of work; it returns the result, kept on the row."""

    def register(function: Work) -> Work:
        _known[kind] = function
        return function

    return register


@transaction.atomic
def start(kind: str, *, by: "Person", input: dict[str, Any]) -> Job:  # noqa: A002  the word of the row
    """Queue a job; the worker takes it up once this transaction is committed."""
    job = Job.objects.create(organisation=by.organisation, started_by=by, kind=kind, input=input)
    record("job.started", by=by, subject=job)
    transaction.on_commit(lambda: async_task("alongside.activity.jobs.run", job.pk))
    return job


def cancel(job: Job, *, by: "Person") -> None:
    """Ask a job to stop at its next step; what it had not finished is left as it was."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
        waiting.update(state=Job.State.CANCELLED, finished_at=timezone.now())
        Job.objects.filter(pk=job.pk).update(cancel_requested=True)
        record("job.cancelled", by=by, subject=job)


def report(job: Job, *, done: int, total: int) -> None:
    """Say how far the work is; raises ``JobCancelled`` when it was asked to stop."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total)
    if Job.objects.filter(pk=job.pk, cancel_requested=True).exists():
        raise JobCancelled


def run(pk: int) -> None:
    """Do the job's work and keep its outcome; a job that is over is left alone, so twice is once."""
    job = Job.objects.get(pk=pk)
    if job.is_over:
        return
    Job.objects.filter(pk=pk).update(state=Job.State.RUNNING, started_at=timezone.now())
    try:
        result = _known[job.kind](job)
    except JobCancelled:
        _finish(pk, Job.State.CANCELLED)
    except RuleBroken as problem:
        _finish(pk, Job.State.FAILED, error=str(problem.message))
    except Exception:
        logger.exception("job %s of kind %s failed", job.public_id, job.kind)
        _finish(pk, Job.State.FAILED, error=_("Something went wrong on our side. Nothing was changed."))
    else:
        _finish(pk, Job.State.DONE, result=result)


def _finish(pk: int, state: Job.State, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    Job.objects.filter(pk=pk).update(
        state=state, result=result or {}, error=error, finished_at=timezone.now()
    )
