"""The manager's word on pairs."""

import pytest

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.actions import forbid_pair, lock_pair, release_pair
from alongside.matching.models import PairConstraint
from alongside.people.models import Conflict
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol


@pytest.fixture
def pair(programme: Programme) -> tuple[Enrolment, Enrolment]:
    return enrol(programme, "Noor", "learner"), enrol(programme, "Lars", "guide")


def test_a_lock_shows_at_once_and_can_be_released(
    programme: Programme, cast: Cast, pair: tuple[Enrolment, Enrolment]
) -> None:
    learner, guide = pair
    scenario = drafted(programme, cast.manager)
    for _ in range(2):
        lock_pair(programme, by=cast.manager, learner=learner, guide=guide)
    assert scenario.pairs.get().is_locked
    assert PairConstraint.objects.count() == 1
    release_pair(programme, by=cast.manager, learner=learner, guide=guide)
    release_pair(programme, by=cast.manager, learner=learner, guide=guide)
    assert not scenario.pairs.get().is_locked


def test_the_last_word_counts(programme: Programme, cast: Cast, pair: tuple[Enrolment, Enrolment]) -> None:
    learner, guide = pair
    lock_pair(programme, by=cast.manager, learner=learner, guide=guide)
    forbid_pair(programme, by=cast.manager, learner=learner, guide=guide)
    assert PairConstraint.objects.get().kind == "forbid"
    assert not drafted(programme, cast.manager).pairs.exists()


def test_two_managers_words_on_two_pairs_are_both_kept(programme: Programme, cast: Cast) -> None:
    one = enrol(programme, "Noor", "learner"), enrol(programme, "Lars", "guide")
    other = enrol(programme, "Jun", "learner"), enrol(programme, "Ruth", "guide")
    for learner, guide in (one, other):
        lock_pair(programme, by=cast.manager, learner=learner, guide=guide)
    assert drafted(programme, cast.manager).pairs.filter(is_locked=True).count() == 2


def test_what_can_never_be_is_said_at_once(
    programme: Programme, cast: Cast, pair: tuple[Enrolment, Enrolment]
) -> None:
    learner, guide = pair
    Conflict.objects.create(organisation=cast.organisation, one=guide.person, other=learner.person)
    with pytest.raises(RuleBroken, match="declared conflict"):
        lock_pair(programme, by=cast.manager, learner=learner, guide=guide)
    with pytest.raises(RuleBroken, match="does not seek anyone"):
        lock_pair(programme, by=cast.manager, learner=guide, guide=learner)


def test_only_those_who_run_the_programme_have_a_word(
    programme: Programme, cast: Cast, pair: tuple[Enrolment, Enrolment]
) -> None:
    learner, guide = pair
    for action in (lock_pair, forbid_pair, release_pair):
        with pytest.raises(NotAllowed):
            action(programme, by=learner.person, learner=learner, guide=guide)
