"""Other guides for a learner, and what each swap costs."""

import pytest

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.actions import lock_pair, publish_scenario, swap_pairs
from alongside.matching.models import Scenario, ScenarioPair
from alongside.matching.swapping import swaps_for
from alongside.people.models import Conflict
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol


@pytest.fixture
def scenario(programme: Programme, cast: Cast) -> Scenario:
    """Noor fits Lars, Jun fits Ruth, and Mina has a place that nobody needs."""
    enrol(programme, "Noor", "learner", wants=("Delegating",))
    enrol(programme, "Jun", "learner", wants=("Statistics",))
    enrol(programme, "Lars", "guide", offers=("Delegating",))
    enrol(programme, "Ruth", "guide", offers=("Statistics",))
    enrol(programme, "Mina", "guide")
    return drafted(programme, cast.manager)


def pair_of(scenario: Scenario, name: str) -> ScenarioPair:
    return scenario.pairs.with_people().get(learner__person__name=name)


def offered(scenario: Scenario, name: str) -> dict[str, int]:
    return {swap.guide.enrolment.person.name: swap.points for swap in swaps_for(pair_of(scenario, name))}


def test_a_free_place_and_an_exchange_are_offered_with_their_cost(scenario: Scenario) -> None:
    assert offered(scenario, "Noor") == {"Mina": -38, "Ruth": -150}


def test_locked_pairs_are_left_alone_and_rules_hold_for_both_new_pairs(
    scenario: Scenario, cast: Cast
) -> None:
    jun = pair_of(scenario, "Jun")
    lock_pair(scenario.programme, by=cast.manager, learner=jun.learner, guide=jun.guide)
    assert "Ruth" not in offered(scenario, "Noor")
    scenario.pairs.update(is_locked=False)
    scenario.programme.pair_constraints.all().delete()
    lars = Enrolment.objects.get(person__name="Lars").person
    Conflict.objects.create(organisation=cast.organisation, one=jun.learner.person, other=lars)
    assert "Ruth" not in offered(scenario, "Noor")


def test_a_swap_to_a_free_place_leaves_the_others_as_they_are(scenario: Scenario, cast: Cast) -> None:
    mina = Enrolment.objects.get(person__name="Mina")
    [made] = swap_pairs(pair_of(scenario, "Noor"), by=cast.manager, guide=mina)
    assert (made.guide, made.is_locked) == (mina, True)
    assert pair_of(scenario, "Jun").guide.person.name == "Ruth"
    assert drafted(scenario.programme, cast.manager).pairs.get(guide=mina).learner == made.learner


def test_a_swap_that_is_not_offered_is_refused(scenario: Scenario, cast: Cast) -> None:
    pair = pair_of(scenario, "Noor")
    with pytest.raises(RuleBroken, match="not possible any more"):
        swap_pairs(pair, by=cast.manager, guide=pair.guide)
    with pytest.raises(NotAllowed):
        swap_pairs(pair, by=cast.mentor, guide=pair.guide)
    publish_scenario(scenario, by=cast.manager)
    with pytest.raises(RuleBroken, match="has changed meanwhile"):
        swap_pairs(pair, by=cast.manager, guide=Enrolment.objects.get(person__name="Mina"))
