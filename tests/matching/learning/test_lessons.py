"""What is said of how pairs went, and when nothing is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.matching.learning.actions import put_aside_advice, save_advised_criteria, take_advice
from alongside.matching.learning.association import Association
from alongside.matching.learning.lessons import advised_weight, criterion_key, lessons_of, verdict_of
from alongside.matching.learning.models import AdvisedCriteria
from alongside.matching.learning.outcomes import Went, how_it_went, past_pairs
from alongside.programmes.actions.life import set_criteria
from alongside.programmes.models import Programme
from alongside.relationships.models import Relationship
from tests.accounts.test_api import api_client
from tests.cast import Cast
from tests.matching.learning.past import SKILLS, make_past, telling_past

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

State, Reason = Relationship.State, Relationship.EndReason


@pytest.mark.parametrize(
    ("weeks", "held", "state", "reason", "went"),
    [
        (20, 8, State.ACTIVE, "", Went.MET),
        (20, 4, State.ACTIVE, "", Went.SELDOM),
        (20, 0, State.ACTIVE, "", Went.STOPPED),
        (6, 3, State.ACTIVE, "", None),
        (20, 8, State.PAUSED, "", None),
        (6, 3, State.COMPLETED, "", Went.MET),
        (20, 2, State.COMPLETED, "", Went.SELDOM),
        (6, 3, State.ENDED_EARLY, "", Went.STOPPED),
        (6, 3, State.ENDED_EARLY, Reason.NOT_A_FIT, Went.STOPPED),
        (6, 1, State.ENDED_EARLY, Reason.REACHED, Went.MET),
        (6, 3, State.ENDED_EARLY, Reason.LEFT, None),
        (6, 3, State.ENDED_EARLY, Reason.CIRCUMSTANCES, None),
    ],
)
def test_how_a_pair_went_follows_from_meetings_and_ending(
    weeks: int, held: int, state: str, reason: str, went: Went | None
) -> None:
    now = timezone.now()
    pair = Relationship(
        state=state, end_reason=reason, ended_at=None if state in {"active", "paused"} else now
    )
    pair.started_on, pair.held = timezone.localdate() - timedelta(weeks=weeks), held
    assert how_it_went(pair, Programme(rhythm_in_days=14), timezone.localdate()) == went


def test_what_went_with_better_pairs_is_said_and_what_did_not_is_not(programme: Programme) -> None:
    telling_past(programme)
    found = lessons_of(programme)
    assert found.counts == {"pairs": 36, "people": 18, "well": 18, "not_well": 18, "seldom": 10, "stopped": 8}
    skills, department = found.rows
    assert (skills.key, skills.verdict, skills.pairs) == (criterion_key(SKILLS), "better", 36)
    assert (skills.weight, skills.advised, skills.spread) == (3, 4, (37, 93))
    assert department.verdict in {"open", "little"}
    assert department.advised == department.weight == 1
    assert found.clear == [skills]


def test_the_past_is_read_with_as_many_queries_however_many_pairs(
    programme: Programme, django_assert_num_queries: object
) -> None:
    make_past(programme, [(0.5, 1.0)] * 4, [3] * 4)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(past_pairs(programme)) == 4


def test_all_alike_tells_nothing_of_itself(programme: Programme) -> None:
    make_past(programme, [(0.02 * number, 1.0) for number in range(36)], [0, 8] * 18)
    assert {row.verdict for row in lessons_of(programme).rows if row.weight == 1} == {"alike"}


def test_a_criterion_that_counts_no_more_is_told_without_advice(programme: Programme) -> None:
    telling_past(programme)
    set_criteria(programme, [("languages", {}, 2)])
    new, *former = lessons_of(programme).rows
    assert (new.verdict, new.advised) == ("few", 2)
    assert {(row.weight, row.advised) for row in former} == {(None, None)}
    with pytest.raises(RuleBroken, match="no other weights"):
        take_advice(programme, by=programme.managers.get().person)


@pytest.mark.parametrize(
    ("tau", "low", "high", "chance", "corrected", "verdict"),
    [
        (0.4, 0.2, 0.6, 0.001, 0.004, "better"),
        (-0.4, -0.6, -0.2, 0.001, 0.004, "worse"),
        (0.3, 0.02, 0.5, 0.03, 0.12, "perhaps_better"),
        (-0.3, -0.5, -0.02, 0.03, 0.12, "perhaps_worse"),
        (0.05, -0.1, 0.19, 0.5, 1.0, "little"),
        (0.2, -0.1, 0.5, 0.2, 0.8, "open"),
    ],
)
def test_how_sure_one_is_follows_from_the_numbers(
    tau: float, low: float, high: float, chance: float, corrected: float, verdict: str
) -> None:
    assert verdict_of(Association(tau, low, high, chance), corrected) == verdict


def test_advice_is_one_step_and_stays_on_the_scale() -> None:
    steps = [(3, "better"), (5, "better"), (9, "better"), (0, "worse"), (3, "worse"), (3, "perhaps_better")]
    assert [advised_weight(*each) for each in steps] == [4, 5, 9, 0, 2, 3]


def test_advice_is_taken_read_changed_and_saved(cast: Cast, programme: Programme) -> None:
    telling_past(programme)
    draft = take_advice(programme, by=cast.manager)
    assert [(row["weight"], row["advised"]) for row in draft.criteria] == [(3, 4), (1, 1)]
    take_advice(programme, by=cast.manager)
    assert Event.objects.filter(verb="advice.taken").count() == 1
    save_advised_criteria(draft, by=cast.manager, weights=[5, 0])
    assert list(programme.criteria.values_list("kind", "weight")) == [("skills", 5)]
    assert programme.rules.count() == 1
    assert not AdvisedCriteria.objects.exists()


def test_advice_of_a_closed_programme_begins_a_copy(cast: Cast, programme: Programme) -> None:
    telling_past(programme)
    Programme.objects.filter(pk=programme.pk).update(state=Programme.State.CLOSED)
    copy = save_advised_criteria(take_advice(programme, by=cast.manager), by=cast.manager, weights=[4, 1])
    assert copy.pk != programme.pk
    assert list(copy.criteria.values_list("weight", flat=True)) == [4, 1]
    assert list(programme.criteria.values_list("weight", flat=True)) == [3, 1]


def test_what_somebody_else_changed_meanwhile_is_not_lost(cast: Cast, programme: Programme) -> None:
    telling_past(programme)
    draft = take_advice(programme, by=cast.manager)
    set_criteria(programme, [("skills", {}, 2)])
    with pytest.raises(RuleBroken, match="changed since"):
        save_advised_criteria(draft, by=cast.manager, weights=[4, 1])
    put_aside_advice(draft, by=cast.manager)
    put_aside_advice(draft, by=cast.manager)
    assert Event.objects.filter(verb="advice.put_aside").count() == 1


def test_only_the_team_takes_advice(cast: Cast, programme: Programme) -> None:
    telling_past(programme)
    with pytest.raises(NotAllowed):
        take_advice(programme, by=cast.mentor)


def test_the_api_says_what_the_page_says(cast: Cast, programme: Programme) -> None:
    make_past(programme, [(0.5, 1.0)] * 4, [3] * 4)
    address = f"/api/v1/o/northfield/programmes/{programme.public_id}/matching-lessons"
    few = {"met": None, "seldom": None, "stopped": None, "criteria": []}
    assert api_client(cast.manager).get(address).json() == few
    assert api_client(cast.mentor).get(address).status_code == 404


def test_the_api_tells_relations_with_intervals(cast: Cast, programme: Programme) -> None:
    telling_past(programme)
    address = f"/api/v1/o/northfield/programmes/{programme.public_id}/matching-lessons"
    told = api_client(cast.manager).get(address).json()
    assert (told["met"], told["seldom"], told["stopped"]) == (18, 10, 8)
    skills = told["criteria"][0]
    assert skills["says"] == "Pairs with more of it went better."
    assert 0 < skills["low"] < skills["relation"] < skills["high"] < 1
    assert (skills["weight"], skills["advised"]) == (3, 4)
