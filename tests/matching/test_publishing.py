"""Publishing offers every pair to both sides, once, as people stand now."""

import pytest

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery
from alongside.matching.actions import forbid_pair, publish_scenario
from alongside.matching.models import Proposal, Scenario
from alongside.people.models import Conflict
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast, make_pair
from tests.matching.cohort import drafted, enrol


@pytest.fixture
def scenario(programme: Programme, cast: Cast) -> Scenario:
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",))
    enrol(programme, "Jun Watanabe", "learner", wants=("Delegating",))
    enrol(programme, "Lars Holm", "guide", places=2, offers=("Delegating",))
    return drafted(programme, cast.manager)


def test_both_sides_get_one_mail_that_something_waits_and_never_with_whom(
    scenario: Scenario, cast: Cast
) -> None:
    publish_scenario(scenario, by=cast.manager)
    assert Proposal.objects.filter(state="offered").count() == 2
    sent = {delivery.recipient.name: delivery for delivery in Delivery.objects.all()}
    assert set(sent) == {"Noor Al-Sayed", "Jun Watanabe", "Lars Holm"}
    assert sent["Lars Holm"].subject == "2 suggested matches wait for you in Northfield Onwards"
    assert not any("Lars" in delivery.text for name, delivery in sent.items() if name != "Lars Holm")


def test_publishing_twice_is_publishing_once(scenario: Scenario, cast: Cast) -> None:
    for _ in range(2):
        assert publish_scenario(scenario, by=cast.manager).state == Scenario.State.PUBLISHED
    assert Proposal.objects.count() == 2
    assert Delivery.objects.count() == 3


def test_only_those_who_run_the_programme_publish(scenario: Scenario, cast: Cast) -> None:
    for person in (cast.admin, cast.mentor, cast.outsider):
        with pytest.raises(NotAllowed):
            publish_scenario(scenario, by=person)


def withdraw(scenario: Scenario, cast: Cast) -> None:
    Enrolment.objects.filter(person__name="Lars Holm").update(state=Enrolment.State.WITHDRAWN)


def fill_elsewhere(scenario: Scenario, cast: Cast) -> None:
    lars = Enrolment.objects.get(person__name="Lars Holm").person
    lars.profile.capacity = 2
    lars.profile.save()
    make_pair(cast.coaching, cast.stranger, lars)


def keep_apart(scenario: Scenario, cast: Cast) -> None:
    pair = scenario.pairs.first()
    forbid_pair(scenario.programme, by=cast.manager, learner=pair.learner, guide=pair.guide)


def declare_conflict(scenario: Scenario, cast: Cast) -> None:
    pair = scenario.pairs.first()
    Conflict.objects.create(organisation=cast.organisation, one=pair.guide.person, other=pair.learner.person)


@pytest.mark.parametrize("change", [withdraw, fill_elsewhere, keep_apart, declare_conflict])
def test_a_run_that_no_longer_holds_is_refused_with_the_names(
    scenario: Scenario, cast: Cast, change: object
) -> None:
    change(scenario, cast)
    with pytest.raises(RuleBroken, match=r"Lars Holm.*Run the matching again"):
        publish_scenario(scenario, by=cast.manager)
    assert not Proposal.objects.exists()
    assert not Delivery.objects.exists()


def test_a_second_run_does_not_offer_the_places_that_wait(scenario: Scenario, cast: Cast) -> None:
    publish_scenario(scenario, by=cast.manager)
    again = drafted(scenario.programme, cast.manager)
    assert not again.pairs.exists()
    with pytest.raises(RuleBroken, match="no pair to publish"):
        publish_scenario(again, by=cast.manager)
