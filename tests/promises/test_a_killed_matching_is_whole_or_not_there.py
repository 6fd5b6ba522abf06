"""Whenever a process is killed while it solves or publishes: afterwards a run is unpublished or wholly published."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.killing import kill_after_each_write
from tests.matching.cohort import drafted, enrol, make_matching_programme, published

from alongside.activity import jobs
from alongside.activity.models import Delivery, Event, Job
from alongside.matching.actions import accept_proposal, draft_matching, publish_scenario
from alongside.matching.models import Proposal, Scenario
from alongside.matching.weekly.actions import match_weekly
from alongside.matching.weekly.models import WeeklyMatching
from alongside.programmes.models import Programme
from alongside.relationships.models import Relationship

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 4
PATIENCE = 120
SOURCE = str(Path(__file__).parents[2] / "src")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Four pairs to find, and one who is left over."""
    programme = make_matching_programme(
        cast.organisation, cast.manager, learners_per_guide=1, is_matched_weekly=True
    )
    sign_up(programme, "first")
    enrol(programme, "Left over", "learner")
    return programme


def sign_up(programme: Programme, who: str, pairs: int = PAIRS) -> None:
    for number in range(pairs):
        enrol(programme, f"{who} learner {number}", "learner")
        enrol(programme, f"{who} guide {number}", "guide")


@pytest.fixture
def _no_worker_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work is queued, and done when the test says so."""
    monkeypatch.setattr("alongside.activity.jobs.async_task", lambda *_what: None)
    monkeypatch.setattr("alongside.activity.actions.async_task", lambda *_what: None)


def restart(job: Job) -> None:
    """The next worker finds that the one before is silent, and takes its job up again."""
    long_ago = timezone.now() - jobs.SILENCE - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(seen_at=long_ago)
    jobs.recover()
    jobs.run(job.pk)


def as_if_never_taken_up(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED, attempts=0)


@pytest.mark.usefixtures("_no_worker_yet")
def test_a_run_is_solved_whole_or_not_at_all(programme: Programme, cast: Cast) -> None:
    scenario = draft_matching(programme, by=cast.manager)

    def is_solved() -> bool:
        scenario.refresh_from_db()
        if scenario.state == Scenario.State.DRAFT:
            assert (scenario.pairs.count(), scenario.unmatched.count(), scenario.result) == (0, 0, {})
            as_if_never_taken_up(scenario.job)
        return scenario.state == Scenario.State.SOLVED

    assert kill_after_each_write(lambda: jobs.run(scenario.job.pk), is_through=is_solved) > 5
    for _again in range(2):
        restart(scenario.job)
        assert (scenario.pairs.count(), scenario.unmatched.count()) == (PAIRS, 1)
    scenario.job.refresh_from_db()
    assert scenario.job.state == Job.State.DONE


@pytest.mark.usefixtures("_no_worker_yet")
def test_a_run_is_published_whole_or_not_at_all(programme: Programme, cast: Cast) -> None:
    scenario = drafted(programme, cast.manager)
    before = told()

    def is_published() -> bool:
        scenario.refresh_from_db()
        if scenario.state == Scenario.State.SOLVED:
            assert (scenario.published_at, scenario.proposals.count(), told()) == (None, 0, before)
        return scenario.state == Scenario.State.PUBLISHED

    publish = partial(publish_scenario, scenario, by=cast.manager)
    assert kill_after_each_write(publish, is_through=is_published) > 3
    for _again in range(2):
        assert scenario.proposals.count() == PAIRS
        assert told() == (before[0] + 1, before[1] + 2 * PAIRS)
        publish()


def told() -> tuple[int, int]:
    """Events that a run was published, and mails about suggested matches."""
    mails = Delivery.objects.filter(event__verb="scenario.published").count()
    return Event.objects.filter(verb="scenario.published").count(), mails


@pytest.mark.usefixtures("_no_worker_yet")
def test_a_week_is_matched_whole_or_not_at_all(programme: Programme, cast: Cast) -> None:
    published(programme, cast.manager)
    before = told()
    match_weekly()
    sign_up(programme, "second")
    WeeklyMatching.objects.update(week=F("week") - timedelta(days=7))
    assert match_weekly() == 1
    job = Job.objects.get(kind="matching.weekly")
    weekly = Scenario.objects.filter(is_weekly=True)

    def is_matched() -> bool:
        if not weekly.exists():
            assert told() == before
            assert WeeklyMatching.objects.get().scenario is None
            as_if_never_taken_up(job)
        return weekly.exists()

    assert kill_after_each_write(lambda: jobs.run(job.pk), is_through=is_matched) > 8
    for _again in range(2):
        run = weekly.get()
        assert (run.state, run.pairs.count()) == (Scenario.State.PUBLISHED, PAIRS)
        assert run.proposals.count() == PAIRS
        assert WeeklyMatching.objects.get().scenario == run
        assert told() == (before[0] + 1, before[1] + 2 * PAIRS)
        restart(job)


@pytest.mark.usefixtures("_no_worker_yet")
def test_the_last_yes_makes_a_whole_pair_or_is_not_said(programme: Programme, cast: Cast) -> None:
    proposal = published(programme, cast.manager)[0]
    accept_proposal(proposal, by=proposal.guide.person)

    def is_accepted() -> bool:
        proposal.refresh_from_db()
        if proposal.state == Proposal.State.OFFERED:
            assert proposal.learner_accepted_at is None
            assert not Relationship.objects.filter(programme=programme).exists()
        return proposal.state == Proposal.State.ACCEPTED

    say_yes = partial(accept_proposal, proposal, by=proposal.learner.person)
    assert kill_after_each_write(say_yes, is_through=is_accepted) > 5
    pair = Relationship.objects.get(programme=programme)
    assert (proposal.relationship, pair.participants.count()) == (pair, 2)
    states = set(pair.participants.values_list("enrolment__state", flat=True))
    assert states == {"matched"}


@pytest.fixture
def environment() -> dict[str, str]:
    """What a worker needs to work on the database of this test."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{said['NAME']}"
    else:
        address = f"postgres://{said['USER']}@/{said['NAME']}?host={quote(said['HOST'])}"
    return {
        **os.environ,
        "PYTHONPATH": SOURCE,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "alongside.settings",
    }


@contextmanager
def worker(environment: dict[str, str], said: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The real command with all its processes, until they are killed together."""
    with said.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "alongside", "worker"],
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(happened: Callable[[], bool], process: "subprocess.Popen[bytes]", said: Path) -> None:
    for _look in range(100 * PATIENCE):
        if happened():
            return
        assert process.poll() is None, said.read_text()
        time.sleep(0.01)
    pytest.fail(said.read_text())


@pytest.mark.any_database
@pytest.mark.usefixtures("_no_worker_yet")
def test_real_workers_killed_one_after_the_other_solve_a_run_once(
    programme: Programme, cast: Cast, environment: dict[str, str], tmp_path: Path
) -> None:
    said = tmp_path / "said.txt"
    scenario = draft_matching(programme, by=cast.manager)
    for steps_until_killed in (0, 2):
        Job.objects.update(seen_at=timezone.now() - jobs.SILENCE - timedelta(seconds=1))
        with worker(environment, said) as process:
            attempts = Job.objects.get(pk=scenario.job.pk).attempts
            taken_up = Job.objects.filter(
                pk=scenario.job.pk, attempts__gt=attempts, done__gte=steps_until_killed
            )
            wait_until(taken_up.exists, process, said)
        scenario.refresh_from_db()
        is_solved = scenario.state == Scenario.State.SOLVED
        assert scenario.pairs.count() == (PAIRS if is_solved else 0)
    Job.objects.update(seen_at=timezone.now() - jobs.SILENCE - timedelta(seconds=1))
    with worker(environment, said) as process:
        wait_until(Job.objects.filter(pk=scenario.job.pk, state=Job.State.DONE).exists, process, said)
    scenario.refresh_from_db()
    assert (scenario.state, scenario.pairs.count()) == (Scenario.State.SOLVED, PAIRS)
