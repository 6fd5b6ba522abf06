"""Today says what to do now, to each as who they are."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast, make_pair, make_person, make_programme

from alongside.growth.actions import set_goal
from alongside.matching.models import Proposal, Scenario
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import add_action, plan_session
from alongside.relationships.models import Relationship, Session


def today(cast: Cast, part: str) -> str:
    answer = cast.client(part).get(cast.address())
    assert answer.status_code == 200
    return answer.content.decode()


def heading(cast: Cast, part: str) -> str:
    return today(cast, part).split("<h1>")[1].split("</h1>")[0].strip()


def met_recently(cast: Cast) -> None:
    Relationship.objects.update(last_met_on=timezone.localdate() - timedelta(days=3))


def later_today(hours: int = 1) -> timezone.datetime:
    """A time to come on this same day, whatever the hour of the test."""
    now = timezone.now()
    return min(now + timedelta(hours=hours), now.replace(hour=23, minute=59, second=59, microsecond=0))


def test_a_meeting_of_the_day_is_the_answer(cast: Cast) -> None:
    starts_at = later_today()
    plan_session(cast.pair, by=cast.mentee, starts_at=starts_at, minutes=60)
    assert heading(cast, "mentee") == f"You meet Henrik at {starts_at:%H:%M}."
    html = today(cast, "mentor")
    assert "What would make this meeting worth it for you?" in html
    assert "Only you. Not Amara, not the programme team." in html


def test_a_pair_that_never_met_is_asked_to_plan(cast: Cast) -> None:
    assert heading(cast, "mentee") == "Plan your first meeting with Henrik."


def test_a_pair_past_its_rhythm_is_asked_to_plan_the_next(cast: Cast) -> None:
    Relationship.objects.update(last_met_on=timezone.localdate() - timedelta(days=15))
    assert heading(cast, "coach") == "Plan your next meeting with Daniel."


def test_with_the_next_meeting_planned_nothing_is_due(cast: Cast) -> None:
    met_recently(cast)
    plan_session(cast.pair, by=cast.mentee, starts_at=timezone.now() + timedelta(days=3), minutes=60)
    assert heading(cast, "mentee").startswith("Nothing is due. You meet Henrik on ")


def test_a_session_that_nobody_logged_is_asked_about(cast: Cast) -> None:
    plan_session(cast.pair, by=cast.mentee, starts_at=timezone.now() + timedelta(days=3), minutes=60)
    Session.objects.update(starts_at=timezone.now() - timedelta(days=2))
    assert heading(cast, "mentor") == "Did you meet Amara?"


def test_what_is_due_today_is_named(cast: Cast) -> None:
    met_recently(cast)
    add_action(cast.pair, by=cast.mentor, owner=cast.mentee, text="Ask Noor", due_on=timezone.localdate())
    assert heading(cast, "mentee") == "1 next step is due."
    assert "Ask Noor" not in today(cast, "mentor")


def test_a_suggested_match_waits_only_for_those_who_have_not_answered(cast: Cast) -> None:
    met_recently(cast)
    learner = Enrolment.objects.get(person=cast.mentee, programme=cast.mentoring)
    guide = Enrolment.objects.get(person=cast.mentor, programme=cast.mentoring)
    Proposal.objects.create(
        programme=cast.mentoring,
        learner=learner,
        guide=guide,
        guide_accepted_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=3),
    )
    assert heading(cast, "mentee") == "A suggested match waits for your answer."
    assert heading(cast, "mentor") == "Nothing is due today."


def test_a_manager_sees_what_is_stuck(cast: Cast) -> None:
    person = make_person(cast.organisation, "Noor Haddad")
    Enrolment.objects.create(programme=cast.mentoring, person=person, role="learner", state="applied")
    Scenario.objects.create(programme=cast.coaching, number=1, state="solved")
    Relationship.objects.update(started_on=timezone.localdate() - timedelta(days=60))
    html = today(cast, "manager")
    assert "1 person waits for your answer." in html
    assert "A draft matching is ready." in html
    assert "1 pair has not met for longer than agreed." in html


def test_who_may_start_programmes_and_has_none_is_led_to_the_first(cast: Cast) -> None:
    Programme.objects.all().delete()
    assert heading(cast, "manager") == "Start your first programme."
    assert cast.address("imports/") in today(cast, "manager")


def test_a_programme_with_nobody_in_it_asks_for_people(cast: Cast) -> None:
    programme = make_programme(cast.organisation, cast.manager, Programme.Kind.MENTORING, "Northfield Next")
    assert "Bring people into Northfield Next." in today(cast, "manager")
    Programme.objects.filter(pk=programme.pk).update(state="draft")
    assert "Northfield Next is not open yet." in today(cast, "manager")


def test_people_on_both_sides_can_be_matched(cast: Cast) -> None:
    for role, name in (("learner", "Noor Haddad"), ("guide", "Lars Holm")):
        person = make_person(cast.organisation, name)
        Enrolment.objects.create(programme=cast.mentoring, person=person, role=role, state="approved")
    assert "1 person can be matched." in today(cast, "manager")


def test_a_pair_within_its_rhythm_or_paused_is_not_stuck(cast: Cast) -> None:
    Relationship.objects.update(started_on=timezone.localdate() - timedelta(days=90))
    Relationship.objects.filter(pk=cast.pair.pk).update(state="paused")
    Relationship.objects.filter(pk=cast.coaching_pair.pk).update(
        last_met_on=timezone.localdate() - timedelta(days=cast.coaching.rhythm_in_days + 7)
    )
    assert "has not met for longer" not in today(cast, "manager")


def test_who_takes_part_in_nothing_finds_what_is_open(cast: Cast) -> None:
    assert heading(cast, "stranger") == "Nothing is due today."
    Programme.objects.filter(pk=cast.mentoring.pk).update(state="open")
    assert heading(cast, "stranger") == "1 programme is open to you."
    assert "Northfield Forward" in today(cast, "stranger")


@pytest.mark.parametrize(
    ("state", "words"),
    [("applied", "You have signed up."), ("approved", "You are signed up."), ("waiting", "waiting list")],
)
def test_who_waits_for_a_match_is_told_where_it_stands(cast: Cast, state: str, words: str) -> None:
    Enrolment.objects.create(programme=cast.mentoring, person=cast.stranger, role="learner", state=state)
    assert words in heading(cast, "stranger")


def test_days_ahead_stand_in_order(cast: Cast) -> None:
    due_on = timezone.localdate() + timedelta(days=9)
    set_goal(by=cast.mentee, title="Lead a ward", measure="I led one", due_on=due_on)
    plan_session(cast.pair, by=cast.mentee, starts_at=timezone.now() + timedelta(days=20), minutes=60)
    strip = today(cast, "mentee").split('class="strip"')[1]
    assert strip.index("Lead a ward") < strip.index("Henrik, ")


def test_nobody_of_another_organisation_comes_in(cast: Cast) -> None:
    assert cast.client("outsider").get(cast.address()).status_code == 404


def test_queries_do_not_grow_with_what_there_is(cast: Cast, django_assert_max_num_queries) -> None:
    client = cast.client("mentor")
    for number in range(12):
        programme = make_programme(cast.organisation, cast.mentor, "mentoring", f"Programme {number}")
        pair = make_pair(programme, make_person(cast.organisation, f"Person{number}"), cast.mentor)
        plan_session(pair, by=cast.mentor, starts_at=timezone.now() + timedelta(days=number + 1), minutes=60)
        add_action(pair, by=cast.mentor, owner=cast.mentor, text=str(number))
    with django_assert_max_num_queries(25):
        client.get(cast.address())


def test_what_does_not_fit_on_the_page_is_counted(cast: Cast) -> None:
    for number in range(9):
        make_pair(cast.mentoring, make_person(cast.organisation, f"Person{number}"), cast.mentor)
    assert "3 more wait on your pages" in today(cast, "mentor")
