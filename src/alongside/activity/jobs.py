"""Work in the background: seen, cancelled, restarted, and safe to run twice.

A feature names its work once and starts it by that name::

    @work("people.import", title=_("Bringing in people"), place=lambda job: reverse(...))
    def import_people(job: Job) -> dict[str, Any]:
        ...
        report(job, done=200, total=20_000)

    job = start("people.import", by=person, input={"upload": upload.public_id})

The work runs outside any transaction and writes in transactions of its own: a job whose worker died is run
again from the start, so what it finds done it leaves done.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_q.models import Task
from django_q.tasks import async_task

from alongside.activity.actions import RuleBroken, record, require
from alongside.activity.models import Job
from alongside.activity.permissions import can_cancel_job

if TYPE_CHECKING:
    from alongside.accounts.models import Organisation, Person

logger = logging.getLogger(__name__)

BEAT = timedelta(seconds=10)
"""How often a running job says that its worker is alive."""
SILENCE = timedelta(minutes=3)
"""After so long without a word the worker of a running job is taken for dead."""
MOST_ATTEMPTS = 3

Work = Callable[[Job], dict[str, Any]]


@dataclass(frozen=True)
class KindOfWork:
    """What is done, what it is called, and the page where its outcome is seen."""

    function: Work
    title: Any
    place: Callable[[Job], str] | None


_known: dict[str, KindOfWork] = {}


class JobCancelled(Exception):
    """The person who started the job asked for it to stop."""


def work(
    kind: str,
    *,
    title: Any = gettext_lazy("Work in the background"),  # noqa: ANN401, B008  a lazy translation
    place: Callable[[Job], str] | None = None,
) -> Callable[[Work], Work]:
    """Register the function that does this kind of work; it returns the result, kept on the row."""

    def register(function: Work) -> Work:
        _known[kind] = KindOfWork(function, title, place)
        return function

    return register


def title_of(job: Job) -> Any:  # noqa: ANN401  a lazy translation
    """What a job does, in words."""
    return _known[job.kind].title if job.kind in _known else _("Work in the background")


def place_of(job: Job) -> str:
    """The page where a job's outcome is seen; empty where its kind has none."""
    place = _known[job.kind].place if job.kind in _known else None
    return place(job) if place else ""


@transaction.atomic
def start(
    kind: str,
    *,
    by: "Person | None",
    input: dict[str, Any],  # noqa: A002  the word of the row
    organisation: "Organisation | None" = None,
) -> Job:
    """Queue a job; the worker takes it up once this transaction is committed.

    ``organisation`` is whose work it is where the clock starts it, by nobody.
    """
    home = organisation or (by.organisation if by else None)
    if home is None:
        raise ValueError("Work that nobody starts has to name its organisation.")
    job = Job.objects.create(organisation=home, started_by=by, kind=kind, input=input)
    record("job.started", by=by, organisation=home, subject=job)
    _hand_to_worker(job)
    return job


@transaction.atomic
def cancel(job: Job, *, by: "Person") -> None:
    """Ask a job to stop at its next step; what it had not finished is left as it was."""
    require(can_cancel_job(by, job))
    unfinished = Job.objects.filter(
        pk=job.pk, state__in=[Job.State.QUEUED, Job.State.RUNNING], cancel_requested=False
    )
    if not unfinished.update(cancel_requested=True):
        return
    Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, finished_at=timezone.now()
    )
    record("job.cancelled", by=by, subject=job)


def report(job: Job, *, done: int, total: int) -> None:
    """Say how far the work is; raises ``JobCancelled`` when it was asked to stop.

    Call it outside a transaction: what is reported inside one is seen by nobody before its end.
    """
    Job.objects.filter(pk=job.pk).update(done=done, total=total, seen_at=timezone.now())
    if Job.objects.filter(pk=job.pk, cancel_requested=True).exists():
        raise JobCancelled


def run(pk: int) -> None:
    """Do the job's work and keep its outcome; a job that another worker has, or that is over, is left alone."""
    waiting = Job.objects.filter(pk=pk, state=Job.State.QUEUED)
    now = timezone.now()
    if not waiting.update(state=Job.State.RUNNING, started_at=now, seen_at=now, attempts=F("attempts") + 1):
        return
    job = Job.objects.select_related("organisation", "started_by__organisation").get(pk=pk)
    language = job.started_by.language if job.started_by else translation.get_language()
    with _heard_of(job), translation.override(language):
        state, result, error = _outcome(job)
    mine = Job.objects.filter(pk=pk, state=Job.State.RUNNING, attempts=job.attempts)
    mine.update(state=state, result=result, error=error, finished_at=timezone.now())


def recover() -> None:
    """Hand out again what nobody works on: jobs whose worker died, and jobs that no worker was told of.

    One whose workers died three times is given up, with a word to the person who waits for it.
    """
    unfinished = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    for job in unfinished.filter(seen_at__lt=timezone.now() - SILENCE):
        _recover(job)


def last_heard() -> datetime | None:
    """When a worker last gave a sign of life: it finished something, or it is at a job; None if there was none.

    The clockwork of every minute is finished every minute, so a worker that is well is never silent for long.
    """
    finished = Task.objects.aggregate(at=Max("stopped"))["at"]
    beat = Job.objects.filter(state=Job.State.RUNNING).aggregate(at=Max("seen_at"))["at"]
    return max(filter(None, (finished, beat)), default=None)


def _outcome(job: Job) -> tuple[Job.State, dict[str, Any], str]:
    try:
        result = _known[job.kind].function(job)
    except JobCancelled:
        return Job.State.CANCELLED, {}, ""
    except RuleBroken as problem:
        return Job.State.FAILED, {}, str(problem.message)
    except Exception:
        logger.exception("job %s of kind %s failed", job.public_id, job.kind)
        return Job.State.FAILED, {}, _("Something went wrong on our side. Nothing was changed.")
    return Job.State.DONE, result, ""


@contextmanager
def _heard_of(job: Job) -> Iterator[None]:
    """Let a second thread say now and then that this worker is alive, while the first one computes."""
    ended = threading.Event()

    def beat() -> None:
        try:
            while not ended.wait(BEAT.total_seconds()):
                _note_alive(job)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _note_alive(job: Job) -> None:
    try:
        Job.objects.filter(pk=job.pk, attempts=job.attempts).update(seen_at=timezone.now())
    except DatabaseError:  # the work itself may be holding the database; the next beat comes soon
        logger.info("job %s could not be noted as running", job.public_id)


def _recover(job: Job) -> None:
    as_it_was = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, seen_at=job.seen_at)
    if job.cancel_requested:
        as_it_was.update(state=Job.State.CANCELLED, finished_at=timezone.now())
    elif job.attempts >= MOST_ATTEMPTS:
        error = _("This stopped %(count)d times without a word. Ask whoever runs the server to look.") % {
            "count": job.attempts
        }
        as_it_was.update(state=Job.State.FAILED, error=error, finished_at=timezone.now())
    elif as_it_was.update(state=Job.State.QUEUED, done=0, seen_at=timezone.now()):
        _hand_to_worker(job)


def _hand_to_worker(job: Job) -> None:
    # What is not handed over now, because the queue is out of reach, is found by ``recover``.
    transaction.on_commit(lambda: async_task("alongside.activity.jobs.run", job.pk), robust=True)
