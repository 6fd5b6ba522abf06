"""Whoever joins later is matched every week: once, without disturbing what stands, and who waited goes first."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, make_matching_programme, published

from alongside.activity import jobs
from alongside.activity.models import Delivery, Event, Job
from alongside.matching.actions import accept_proposal
from alongside.matching.models import PairConstraint, Proposal, Scenario
from alongside.matching.weekly.actions import match_weekly
from alongside.matching.weekly.models import WeeklyMatching
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Noor and Lars have a suggested match of the first run; Jun found no place. Every week from now on."""
    programme = make_matching_programme(cast.organisation, cast.manager, is_matched_weekly=True)
    enrol(programme, "Noor", "learner", wants=("Delegating",))
    enrol(programme, "Jun", "learner")
    enrol(programme, "Lars", "guide", offers=("Delegating",))
    published(programme, cast.manager)
    assert match_weekly() == 0, "the week in which it is switched on is over"
    Delivery.objects.all().delete()
    return programme


def a_week_later() -> None:
    """Monday morning: the clock calls as often as it likes, and the worker does what is queued."""
    WeeklyMatching.objects.update(week=F("week") - timedelta(days=7))
    for _call in range(3):
        match_weekly()
        for job in Job.objects.filter(kind="matching.weekly", state=Job.State.QUEUED):
            jobs.run(job.pk)


def suggested(programme: Programme) -> list[tuple[str, str]]:
    rows = Proposal.objects.filter(programme=programme, state=Proposal.State.OFFERED)
    return sorted(rows.values_list("learner__person__name", "guide__person__name"))


def test_whoever_joined_is_matched_and_the_team_gets_one_mail(programme: Programme, cast: Cast) -> None:
    enrol(programme, "Ines", "guide")
    a_week_later()
    assert suggested(programme) == [("Jun", "Ines"), ("Noor", "Lars")]
    [told] = Delivery.objects.filter(recipient=cast.manager)
    run = Scenario.objects.get(is_weekly=True)
    assert told.subject == "1 pair was suggested in Northfield Onwards this week"
    assert run.public_id in told.text
    assert not any(name in told.text for name in ("Jun", "Ines"))
    assert set(Delivery.objects.values_list("recipient__name", flat=True)) == {
        cast.manager.name,
        "Jun",
        "Ines",
    }


def test_a_week_is_matched_once_whatever_is_run_again(programme: Programme) -> None:
    enrol(programme, "Ines", "guide")
    a_week_later()
    Job.objects.filter(kind="matching.weekly").update(state=Job.State.QUEUED)
    jobs.run(Job.objects.get(kind="matching.weekly").pk)
    enrol(programme, "Maya", "learner")
    enrol(programme, "Paulo", "guide")
    assert match_weekly() == 0
    assert Scenario.objects.filter(is_weekly=True).count() == 1
    assert len(suggested(programme)) == 2


def test_pairs_suggestions_and_locks_stay_as_they_are(programme: Programme) -> None:
    waiting = Proposal.objects.get()
    for side in (waiting.learner, waiting.guide):
        accept_proposal(Proposal.objects.get(), by=side.person)
    ines, paulo = enrol(programme, "Ines", "guide"), enrol(programme, "Paulo", "guide")
    maya = enrol(programme, "Maya", "learner")
    PairConstraint.objects.create(programme=programme, kind="lock", learner=maya, guide=paulo)
    pair = Relationship.objects.get(programme=programme)
    a_week_later()
    pair.refresh_from_db()
    assert pair.is_active
    assert suggested(programme) == [("Jun", ines.person.name), ("Maya", "Paulo")]


def test_a_week_with_nobody_to_match_leaves_no_trace(programme: Programme) -> None:
    events = set(Event.objects.values_list("pk", flat=True))
    a_week_later()
    assert not Scenario.objects.filter(is_weekly=True).exists()
    assert not Job.objects.filter(kind="matching.weekly").exists()
    assert set(Event.objects.values_list("pk", flat=True)) == events
    assert not Delivery.objects.exists()


def test_a_week_without_a_possible_pair_leaves_no_run(programme: Programme) -> None:
    ines = enrol(programme, "Ines", "guide")
    jun = programme.enrolments.get(person__name="Jun")
    PairConstraint.objects.create(programme=programme, kind="forbid", learner=jun, guide=ines)
    a_week_later()
    assert not Scenario.objects.filter(is_weekly=True).exists()
    assert not Delivery.objects.exists()


def test_the_team_may_look_first(programme: Programme, cast: Cast) -> None:
    Programme.objects.update(is_weekly_published=False)
    enrol(programme, "Ines", "guide")
    a_week_later()
    assert suggested(programme) == [("Noor", "Lars")]
    assert Scenario.objects.get(is_weekly=True).state == Scenario.State.SOLVED
    [told] = Delivery.objects.all()
    assert (told.recipient, told.subject) == (cast.manager, "1 pair waits for you in Northfield Onwards")


def test_whoever_was_left_over_goes_before_a_better_fit_who_came_later(programme: Programme) -> None:
    enrol(programme, "Maya", "learner", wants=("Statistics",))
    enrol(programme, "Ines", "guide", offers=("Statistics",))
    a_week_later()
    assert suggested(programme) == [("Jun", "Ines"), ("Noor", "Lars")]
    run = Scenario.objects.get(is_weekly=True)
    jun = programme.enrolments.get(person__name="Jun")
    assert list(run.result["waiting"]) == [jun.public_id]
    assert run.result["mean"] <= 1


def test_who_waits_reads_on_today_when_and_that_they_are_first(programme: Programme, cast: Cast) -> None:
    Enrolment.objects.filter(person__name="Jun").update(person=cast.stranger)
    page = cast.client("stranger").get(cast.address()).text
    assert "You are first in line for the next matching, on " in page
    assert not Delivery.objects.filter(recipient=cast.stranger).exists()


def test_nobody_is_told_anything_by_itself_before_a_person_has_published(cast: Cast) -> None:
    programme = make_matching_programme(cast.organisation, cast.manager, is_matched_weekly=True)
    enrol(programme, "Noor", "learner")
    enrol(programme, "Lars", "guide")
    drafted(programme, cast.manager)
    match_weekly()
    a_week_later()
    assert not Proposal.objects.exists()
    assert not WeeklyMatching.objects.exists()


def test_the_team_sees_when_the_next_one_is(programme: Programme, cast: Cast) -> None:
    page = cast.client("manager").get(
        cast.address(f"programmes/{programme.public_id}/matching/"), follow=True
    )
    assert "Whoever joined since is matched next on" in page.text


def test_where_locks_and_rules_cannot_be_kept_the_team_reads_so(programme: Programme, cast: Cast) -> None:
    ines, jun = enrol(programme, "Ines", "guide"), programme.enrolments.get(person__name="Jun")
    maya = enrol(programme, "Maya", "learner")
    for learner in (jun, maya):
        PairConstraint.objects.create(programme=programme, kind="lock", learner=learner, guide=ines)
    a_week_later()
    assert not Scenario.objects.filter(is_weekly=True).exists()
    page = cast.client("manager").get(
        cast.address(f"programmes/{programme.public_id}/matching/"), follow=True
    )
    assert "This week nobody could be matched: Ines is locked into 2 pairs" in page.text


def test_switching_it_off_and_on_matches_nobody_before_monday(programme: Programme) -> None:
    enrol(programme, "Ines", "guide")
    WeeklyMatching.objects.update(week=timezone.localdate() - timedelta(days=30))
    Programme.objects.update(is_matched_weekly=False)
    assert match_weekly() == 0
    Programme.objects.update(is_matched_weekly=True)
    assert match_weekly() == 0
    assert not Job.objects.filter(kind="matching.weekly").exists()
