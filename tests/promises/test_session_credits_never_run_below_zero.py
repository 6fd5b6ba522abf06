"""However sessions race, nobody has more of them than they were given, and no choice takes a place twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast, make_cast, make_pair, make_person
from tests.matching.cohort import enrol, make_matching_programme
from tests.promises.test_nobody_is_overfilled import AT_ONCE, at_the_same_moment

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken
from alongside.matching.chemistry.asking import ask_for_chat
from alongside.matching.chemistry.models import FirstChat
from alongside.matching.chemistry.talking import choose_guide
from alongside.matching.models import Proposal
from alongside.programmes.models import Programme
from alongside.relationships.actions import log_session, mark_held, plan_session
from alongside.relationships.credits.counting import credits_between
from alongside.relationships.models import Relationship, Session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def pairs_with(cast: Cast, count: int, *, sessions: int) -> list[Relationship]:
    """So many coaches of the one coachee, who has this many sessions in all."""
    Programme.objects.filter(pk=cast.coaching.pk).update(session_credits=sessions)
    for number in range(1, count):
        make_pair(cast.coaching, cast.coachee, make_person(cast.organisation, f"Coach{number} Person"))
    return list(
        Relationship.objects.filter(programme=cast.coaching).select_related("programme").order_by("pk")
    )


def logging(pair: Relationship, coachee: Person, hours_ago: int) -> Callable[[], object]:
    when = timezone.now() - timedelta(hours=hours_ago)
    return lambda: log_session(pair, by=coachee, starts_at=when, minutes=60)


def test_sessions_logged_with_many_coaches_at_once_use_no_more_than_there_are(cast: Cast) -> None:
    pairs = pairs_with(cast, AT_ONCE, sessions=1)
    results = at_the_same_moment(*(logging(pair, cast.coachee, hours) for hours, pair in enumerate(pairs, 2)))
    assert len([each for each in results if isinstance(each, RuleBroken)]) == AT_ONCE - 1
    assert Session.objects.filter(state="held").count() == 1
    assert {credits_between(pair).left for pair in pairs} == {0}


def test_planned_sessions_held_and_new_ones_planned_at_once_stay_within_them(cast: Cast) -> None:
    [pair] = pairs_with(cast, 1, sessions=3)
    now = timezone.now()
    planned = [
        Session.objects.create(relationship=pair, starts_at=now - timedelta(days=day), minutes=60)
        for day in (1, 2, 3, 4)
    ]
    calls: list[Callable[[], object]] = [
        lambda each=each: mark_held(Session.objects.get(pk=each.pk), by=cast.coach) for each in planned
    ]
    soon = now + timedelta(days=1)
    calls += [lambda: plan_session(pair, by=cast.coachee, starts_at=soon, minutes=60)]
    at_the_same_moment(*calls)
    assert Session.objects.filter(relationship=pair, state="held").count() == 3


def test_coachees_who_choose_one_coach_at_once_take_no_more_places_than_there_are(cast: Cast) -> None:
    programme = make_matching_programme(
        cast.organisation, cast.manager, kind="coaching", way="chats", learners_per_guide=1
    )
    ruth = enrol(programme, "Ruth Adeyemi", "guide")
    chats = []
    for number in range(AT_ONCE):
        noor = enrol(programme, f"Noor{number} Al-Sayed", "learner")
        soon = [timezone.now() + timedelta(days=1)]
        chats.append(ask_for_chat(ruth, by=noor.person, message="Delegating", times=soon))
    FirstChat.objects.update(state="held", starts_at=timezone.now())
    results = at_the_same_moment(
        *(
            lambda chat=chat: choose_guide(FirstChat.objects.get(pk=chat.pk), by=chat.learner.person)
            for chat in chats
        )
    )
    assert len([each for each in results if isinstance(each, RuleBroken)]) == AT_ONCE - 1
    assert Proposal.objects.filter(guide=ruth, state="offered").count() == 1


def test_a_fourth_first_chat_is_asked_for_from_no_second_window(cast: Cast) -> None:
    programme = make_matching_programme(cast.organisation, cast.manager, kind="coaching", way="chats")
    noor = enrol(programme, "Noor Al-Sayed", "learner").person
    guides = [enrol(programme, f"Ruth{number} Adeyemi", "guide") for number in range(AT_ONCE)]
    soon = [timezone.now() + timedelta(days=1)]
    at_the_same_moment(
        *(
            lambda guide=guide: ask_for_chat(guide, by=noor, message="Delegating", times=soon)
            for guide in guides
        )
    )
    assert FirstChat.objects.open().count() == 3
