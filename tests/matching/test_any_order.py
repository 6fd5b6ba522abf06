"""Whatever people do in whatever order where they ask for themselves: nobody is over, and nothing is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from alongside.activity.actions import RuleBroken
from alongside.matching.actions import (
    accept_proposal,
    ask_guide,
    decline_proposal,
    expire_proposals,
    join_line,
    leave_line,
    take_back_request,
    tell_first_in_line,
)
from alongside.matching.choosing import MOST_ASKED, in_force
from alongside.matching.models import InLine, Proposal
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme

pytestmark = pytest.mark.django_db

LEARNERS, GUIDES = ("Noor", "Tom", "Zoe"), ("Ruth", "Lars")
DEEDS = (
    "ask",
    "ask",
    "ask",
    "accept",
    "decline",
    "take back",
    "join",
    "leave",
    "tell",
    "time passes",
    "expire",
)


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Three who look for somebody, one of them for two; two guides with three places between them."""
    programme = make_matching_programme(cast.organisation, cast.manager, way="choice", guides_per_learner=2)
    for number, name in enumerate(LEARNERS):
        enrol(programme, name, "learner", places=1 + number % 2)
    for number, name in enumerate(GUIDES):
        enrol(programme, name, "guide", places=1 + number)
    return programme


def do(deed: str, learner: Enrolment, guide: Enrolment) -> None:
    """One deed, whether or not the rules let it happen; answers are to one of those that wait."""
    offered = Proposal.objects.filter(programme=guide.programme, state="offered").order_by("learner", "guide")
    rows = list(offered.select_related("programme", "learner__person", "guide__person"))
    person = learner.person
    deeds: dict[str, Callable[[], object]] = {
        "ask": lambda: ask_guide(guide, by=person, message="Why"),
        "join": lambda: join_line(guide, by=person),
        "leave": lambda: leave_line(guide, by=person),
        "tell": tell_first_in_line,
        "expire": expire_proposals,
        "time passes": lambda: _let_time_pass(offered),
    }
    if rows:
        one = rows[learner.pk % len(rows)]
        deeds |= {
            "accept": lambda: accept_proposal(one, by=one.guide.person),
            "decline": lambda: decline_proposal(one, by=one.guide.person),
            "take back": lambda: take_back_request(one, by=one.learner.person),
        }
    try:
        deeds.get(deed, expire_proposals)()
    except RuleBroken:
        return


def _let_time_pass(proposals: QuerySet[Proposal]) -> None:
    proposals.update(expires_at=timezone.now())
    InLine.objects.exclude(told_at=None).update(told_at=timezone.now() - timedelta(days=9))


def check(programme: Programme) -> None:
    """Nobody is over their places, nobody has asked too many, and no kept place is promised twice."""
    waiting = Proposal.objects.waiting().filter(programme=programme)
    running = Relationship.objects.filter(programme=programme, state="active")
    for guide in programme.enrolments.filter(role="guide"):
        held = waiting.filter(guide=guide).count()
        taken = running.filter(participants__enrolment=guide).count()
        kept = in_force().filter(guide=guide).exclude(told_at=None).count()
        assert held + taken + kept <= guide.places_as_guide
    for learner in programme.enrolments.filter(role="learner"):
        assert running.filter(participants__enrolment=learner).count() <= learner.places_as_learner
        assert waiting.filter(learner=learner).count() <= MOST_ASKED
        if running.filter(participants__enrolment=learner).count() == learner.places_as_learner:
            assert not waiting.filter(learner=learner).exists()


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 2), st.integers(0, 1)), min_size=12, max_size=24
    )
)
def test_places_hold_whatever_people_do(programme: Programme, deeds: list[tuple[str, int, int]]) -> None:
    everybody = {
        each.person.name: each for each in programme.enrolments.select_related("person", "programme")
    }
    with transaction.atomic():
        for deed, learner, guide in deeds:
            do(deed, everybody[LEARNERS[learner]], everybody[GUIDES[guide]])
            check(programme)
        transaction.set_rollback(True)
