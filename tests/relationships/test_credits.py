"""Session credits and what sessions cost: counted from what was held and planned, and never below zero."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.accounts.test_api import api_client
from tests.cast import Cast, make_pair, make_person

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.programmes.coaching.actions import set_coach_terms
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import log_session, mark_held, mark_missed, plan_session
from alongside.relationships.credits.actions import grant_sessions
from alongside.relationships.credits.counting import Credits, credits_between, spending_of
from alongside.relationships.credits.models import SessionFee, SessionGrant
from alongside.relationships.models import Relationship, Session

pytestmark = pytest.mark.django_db

FEE = Decimal("150.10")


@pytest.fixture
def pair(cast: Cast) -> Relationship:
    """The coaching pair, with two sessions for each coachee and a coach from outside."""
    Programme.objects.filter(pk=cast.coaching.pk).update(session_credits=2, budget=Decimal(1000))
    set_coach_terms(coach_of(cast), by=cast.manager, is_external=True, fee=FEE)
    return Relationship.objects.get(pk=cast.coaching_pair.pk)


def coach_of(cast: Cast) -> Enrolment:
    return Enrolment.objects.select_related("programme").get(programme=cast.coaching, person=cast.coach)


def coachee_of(cast: Cast) -> Enrolment:
    return Enrolment.objects.select_related("programme").get(programme=cast.coaching, person=cast.coachee)


def log(pair: Relationship, cast: Cast, days_ago: int) -> Session:
    when = timezone.now() - timedelta(days=days_ago)
    return log_session(pair, by=cast.coachee, starts_at=when, minutes=60)


def plan(pair: Relationship, cast: Cast, days: int) -> Session:
    when = timezone.now() + timedelta(days=days)
    return plan_session(pair, by=cast.coachee, starts_at=when, minutes=60)


def spent(cast: Cast) -> tuple[Decimal, Decimal]:
    found = spending_of(Programme.objects.get(pk=cast.coaching.pk))
    return found.held, found.planned


def test_each_held_session_uses_one_and_a_planned_one_keeps_one(pair: Relationship, cast: Cast) -> None:
    log(pair, cast, 3)
    plan(pair, cast, 3)
    assert credits_between(pair) == Credits(granted=2, held=1, planned=1)
    with pytest.raises(RuleBroken, match="All 2 sessions"):
        plan(pair, cast, 4)
    log(pair, cast, 2)
    with pytest.raises(RuleBroken, match="All 2 sessions"):
        log(pair, cast, 1)
    assert credits_between(pair) == Credits(granted=2, held=2, planned=1)


def test_logging_the_same_session_twice_uses_one(pair: Relationship, cast: Cast) -> None:
    held = log(pair, cast, 3)
    log_session(pair, by=cast.coach, starts_at=held.starts_at, minutes=60)
    mark_held(held, by=cast.coach)
    assert Session.objects.filter(state="held").count() == 1


def test_a_session_that_did_not_take_place_gives_its_credit_and_its_fee_back(
    pair: Relationship, cast: Cast
) -> None:
    held = log(pair, cast, 3)
    assert spent(cast) == (FEE, Decimal(0))
    mark_missed(held, by=cast.coachee)
    assert credits_between(pair) == Credits(granted=2, held=0, planned=0)
    assert spent(cast) == (Decimal(0), Decimal(0))


def test_the_team_gives_more_with_a_reason_and_one_press_is_one_grant(pair: Relationship, cast: Cast) -> None:
    log(pair, cast, 3)
    log(pair, cast, 2)
    for _ in range(2):
        grant_sessions(coachee_of(cast), by=cast.manager, sessions=2, reason="A new team to lead")
    assert credits_between(pair) == Credits(granted=4, held=2, planned=0)
    assert log(pair, cast, 1).state == Session.State.HELD
    with pytest.raises(NotAllowed):
        grant_sessions(coachee_of(cast), by=cast.coach, sessions=2, reason="Because")
    with pytest.raises(RuleBroken, match="why"):
        grant_sessions(coachee_of(cast), by=cast.manager, sessions=2, reason=" ")
    with pytest.raises(RuleBroken, match="Only a coachee"):
        grant_sessions(coach_of(cast), by=cast.manager, sessions=2, reason="Because")


def test_a_held_session_keeps_the_fee_of_its_day(pair: Relationship, cast: Cast) -> None:
    log(pair, cast, 3)
    plan(pair, cast, 3)
    set_coach_terms(coach_of(cast), by=cast.manager, is_external=True, fee=Decimal(200))
    assert spent(cast) == (FEE, Decimal(200))


def test_coaches_of_the_organisation_cost_nothing(pair: Relationship, cast: Cast) -> None:
    set_coach_terms(coach_of(cast), by=cast.manager, is_external=False)
    log(pair, cast, 3)
    plan(pair, cast, 3)
    assert spent(cast) == (Decimal(0), Decimal(0))
    assert not SessionFee.objects.exists()


@pytest.mark.parametrize(
    ("budget", "warning"), [(1000, ""), (200, ""), (187, "near"), (150, "over"), (0, "over")]
)
def test_the_team_is_warned_at_80_and_at_100_per_cent(
    pair: Relationship, cast: Cast, budget: int, warning: str
) -> None:
    Programme.objects.filter(pk=cast.coaching.pk).update(budget=Decimal(budget))
    log(pair, cast, 3)
    assert spending_of(Programme.objects.get(pk=cast.coaching.pk)).warning == warning


def test_where_nobody_counts_nothing_is_refused(pair: Relationship, cast: Cast) -> None:
    Programme.objects.filter(pk=cast.coaching.pk).update(session_credits=None)
    unlimited = Relationship.objects.get(pk=pair.pk)
    for days in (4, 3, 2):
        log(unlimited, cast, days)
    assert credits_between(unlimited) is None


def test_the_planning_page_says_kindly_what_to_do_when_none_is_left(pair: Relationship, cast: Cast) -> None:
    client, address = (
        cast.client("coachee"),
        cast.address(f"relationships/{pair.public_id}/sessions/planning/"),
    )
    assert "2 of 2 sessions are left" in client.get(address).content.decode()
    log(pair, cast, 3)
    log(pair, cast, 2)
    page = client.get(address).content.decode()
    assert "write to the programme team" in page
    assert "Plan this session" not in page


def test_the_team_reads_money_and_gives_sessions_on_its_pages(pair: Relationship, cast: Cast) -> None:
    log(pair, cast, 3)
    client, place = cast.client("manager"), cast.address(f"programmes/{cast.coaching.public_id}/")
    assert "150.10 EUR" in client.get(f"{place}coaching/").content.decode()
    grant = f"{place}credits/{coachee_of(cast).public_id}/"
    answer = client.post(grant, {"sessions": 1, "reason": "A hard year"}, follow=True)
    assert "A hard year" in answer.content.decode()
    assert SessionGrant.objects.get().granted_by == cast.manager


def test_the_lists_take_as_many_queries_for_many_as_for_few(pair: Relationship, cast: Cast) -> None:
    client, place = cast.client("manager"), cast.address(f"programmes/{cast.coaching.public_id}/")

    def queries() -> list[int]:
        found = []
        for page in ("coaching/", "credits/"):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(f"{place}{page}").status_code == 200
            found.append(len(captured))
        return found

    queries()
    few = queries()
    for number in range(8):
        coachee, coach = (make_person(cast.organisation, f"{word}{number} Person") for word in ("One", "Two"))
        make_pair(cast.coaching, coachee, coach)
    assert queries() == few


def test_money_and_sessions_over_the_api(pair: Relationship, cast: Cast) -> None:
    log(pair, cast, 3)
    team, home = api_client(cast.manager), f"/api/v1/o/northfield/programmes/{cast.coaching.public_id}"
    assert team.get(f"{home}/spending").json() == {
        "held": "150.10",
        "planned": "0",
        "total": "150.10",
        "budget": "1000.00",
        "currency": "EUR",
        "warning": "",
    }
    coachee = f"{home}/coachees/{coachee_of(cast).public_id}"
    body = {"sessions": 2, "reason": "A hard year"}
    given = team.post(f"{coachee}/grants", body, content_type="application/json").json()
    assert given == {"granted": 4, "held": 1, "planned": 0, "left": 3}
    terms = {"is_external": True, "fee": "99.00", "levels": []}
    address = f"{home}/coaches/{coach_of(cast).public_id}"
    assert team.put(address, terms, content_type="application/json").json()["fee"] == "99.00"
    own = api_client(cast.coachee)
    assert own.get(f"/api/v1/o/northfield/relationships/{pair.public_id}/credits").json()["left"] == 3
    assert {own.get(f"{home}/spending").status_code, own.get(f"{coachee}/credits").status_code} == {403}
