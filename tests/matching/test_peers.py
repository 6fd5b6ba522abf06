"""Peers: one pool without sides, from the run to the pairs, adjusted, answered and compared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.activity import jobs
from alongside.activity.actions import RuleBroken
from alongside.matching.actions import (
    accept_proposal,
    apply_cure,
    ask_guide,
    draft_matching,
    forbid_pair,
    lock_pair,
    publish_scenario,
    swap_pairs,
)
from alongside.matching.apart import kept_apart
from alongside.matching.comparing.people import people_beside, turns
from alongside.matching.models import Proposal, Scenario
from alongside.matching.otherwise import Told, otherwise_of
from alongside.matching.overview import stats
from alongside.matching.places import places_left
from alongside.matching.swapping import swaps_for
from alongside.matching.wishes.actions import close_wishes, open_wishes, say_wishes
from alongside.matching.wishes.models import Shortlist
from alongside.programmes.actions.enrolments import enrol as add
from alongside.programmes.models import Criterion, Enrolment, Programme, Rule
from alongside.programmes.reasons import reason_sentences
from tests.cast import Cast, make_programme
from tests.matching.cohort import drafted, enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    made = make_programme(cast.organisation, cast.manager, "peer", "Northfield Peers")
    Criterion.objects.create(programme=made, kind="skills", weight=1)
    return made


def peer(programme: Programme, name: str, wants: str = "", offers: str = "", **more: object) -> Enrolment:
    return enrol(
        programme,
        name,
        "both",
        wants=(wants,) if wants else (),
        offers=(offers,) if offers else (),
        **more,
    )


def names(scenario: Scenario) -> set[frozenset[str]]:
    pairs = scenario.pairs.select_related("learner__person", "guide__person")
    return {frozenset({pair.learner.person.name, pair.guide.person.name}) for pair in pairs}


def four(programme: Programme) -> list[Enrolment]:
    """Ana and Ben help each other; so do Cleo and Dan, and Ana could help Dan a little."""
    return [
        peer(programme, "Ana", wants="Law", offers="Art"),
        peer(programme, "Ben", wants="Art", offers="Law"),
        peer(programme, "Cleo", wants="Tax", offers="Sums"),
        peer(programme, "Dan", wants="Sums", offers="Tax"),
    ]


def test_everybody_is_in_one_pair_and_nobody_in_two(programme: Programme, cast: Cast) -> None:
    four(programme)
    scenario = drafted(programme, cast.manager)
    assert names(scenario) == {frozenset({"Ana", "Ben"}), frozenset({"Cleo", "Dan"})}
    assert scenario.result["gap"] == 0
    assert stats(scenario)["matched"] == 4


def test_each_is_told_what_the_other_can_help_with(programme: Programme, cast: Cast) -> None:
    four(programme)
    pair = drafted(programme, cast.manager).pairs.get(learner__person__name="Ana")
    said = {
        reader: reason_sentences(pair.reasons, learner="Ana", guide="Ben", reader=reader)
        for reader in ("learner", "guide", "team")
    }
    assert said["learner"] == [
        "Ben can help with Law, which you want to learn.",
        "You can help with Art, which Ben wants to learn.",
    ]
    assert said["guide"] == [
        "You can help with Law, which Ana wants to learn.",
        "Ana can help with Art, which you want to learn.",
    ]
    assert said["team"][1] == "Ana can help with Art, which Ben wants to learn."


def test_what_only_one_gains_counts_half(programme: Programme, cast: Cast) -> None:
    peer(programme, "Ana", wants="Law")
    peer(programme, "Ben", wants="Art", offers="Law")
    pair = drafted(programme, cast.manager).pairs.get()
    assert 0.5 <= pair.fit < 0.8
    assert pair.fit == pytest.approx(sum(row["points"] for row in pair.contributions))


def test_of_an_odd_number_one_is_left_with_a_cure_that_works(programme: Programme, cast: Cast) -> None:
    programme.guides_per_learner = 2
    programme.save()
    four(programme)
    peer(programme, "Eve", wants="Law", offers="Art")
    scenario = drafted(programme, cast.manager)
    left = scenario.unmatched.get()
    assert left.reason["key"] == "all_have_somebody"
    assert left.cure["one_more_place"]
    again = apply_cure(left, by=cast.manager)
    jobs.run(again.job.pk)
    again.refresh_from_db()
    assert not again.unmatched.exists()
    assert again.pairs.count() == 3


def test_somebody_whom_a_rule_keeps_from_all_is_told_by_which(programme: Programme, cast: Cast) -> None:
    Rule.objects.create(programme=programme, kind="shared_language")
    peer(programme, "Ana", languages=["en"])
    peer(programme, "Ben", languages=["en"])
    peer(programme, "Cleo", languages=["fr"])
    left = drafted(programme, cast.manager).unmatched.get()
    assert left.reason == {"key": "nobody_allowed", "rule": "0", "forbidden": 2, "others": 2}
    assert left.cure["rules"] == ["0"]


def test_a_lock_counts_whichever_way_round_it_was_said(programme: Programme, cast: Cast) -> None:
    ana, _ben, _cleo, dan = four(programme)
    lock_pair(programme, by=cast.manager, learner=dan, guide=ana)
    lock_pair(programme, by=cast.manager, learner=ana, guide=dan)
    assert programme.pair_constraints.count() == 1
    scenario = drafted(programme, cast.manager)
    assert frozenset({"Ana", "Dan"}) in names(scenario)
    assert scenario.pairs.filter(is_locked=True).count() == 1


def test_two_who_are_kept_apart_are_so_both_ways(programme: Programme, cast: Cast) -> None:
    ana, ben, *_others = four(programme)
    forbid_pair(programme, by=cast.manager, learner=ben, guide=ana)
    people = ana.person_id, ben.person_id
    assert kept_apart(programme)[people] == kept_apart(programme)[people[::-1]] == "apart"
    assert frozenset({"Ana", "Ben"}) not in names(drafted(programme, cast.manager))


def test_a_swap_exchanges_two_pairs_and_says_its_cost(programme: Programme, cast: Cast) -> None:
    _ana, _ben, cleo, _dan = four(programme)
    scenario = drafted(programme, cast.manager)
    pair = scenario.pairs.with_people().select_related("scenario__programme").get(learner__person__name="Ana")
    options = swaps_for(pair)
    assert {each.guide.enrolment.person.name for each in options} == {"Cleo", "Dan"}
    assert all(each.change < 0 for each in options)
    swap_pairs(pair, by=cast.manager, guide=cleo)
    assert names(scenario) == {frozenset({"Ana", "Cleo"}), frozenset({"Ben", "Dan"})}
    assert all(each.learner_id < each.guide_id for each in scenario.pairs.all())


def test_ending_a_pair_costs_what_the_two_new_ones_are_worth_less(programme: Programme, cast: Cast) -> None:
    four(programme)
    scenario = drafted(programme, cast.manager)
    pair = scenario.pairs.with_people().select_related("scenario__programme").get(learner__person__name="Ana")
    told = otherwise_of(pair)
    assert isinstance(told, Told)
    assert told.together == "Keeping them together costs nothing today."
    assert told.apart[0].startswith("Keeping them apart costs")
    assert "Ana would have" in told.apart[1]
    assert "Ben would have" in told.apart[2]


def test_both_say_yes_and_neither_has_a_place_left(programme: Programme, cast: Cast) -> None:
    ana, ben, *_others = four(programme)
    scenario = drafted(programme, cast.manager)
    publish_scenario(scenario, by=cast.manager)
    proposal = Proposal.objects.get(learner=ana, guide=ben)
    accept_proposal(proposal, by=ana.person)
    accept_proposal(proposal, by=ben.person)
    places = places_left(Enrolment.objects.filter(pk__in=[ana.pk, ben.pk]))
    assert {(left.as_learner, left.as_guide) for left in places.values()} == {(0, 0)}
    again = drafted(programme, cast.manager)
    assert not again.pairs.exists()


def test_who_was_asked_and_says_yes_has_asked_nobody_any_more(programme: Programme, cast: Cast) -> None:
    programme.way = "choice"
    programme.save()
    ana, ben, cleo, _dan = four(programme)
    asked = ask_guide(cleo, by=ben.person, message="")
    wish = Proposal.objects.create(
        programme=programme,
        learner=ana,
        guide=ben,
        is_request=True,
        expires_at=asked.expires_at,
        learner_accepted_at=asked.offered_at,
    )
    accept_proposal(wish, by=ben.person)
    asked.refresh_from_db()
    assert asked.state == Proposal.State.EXPIRED


def test_two_runs_are_compared_person_by_person(programme: Programme, cast: Cast) -> None:
    ana, _ben, _cleo, dan = four(programme)
    first = drafted(programme, cast.manager)
    lock_pair(programme, by=cast.manager, learner=ana, guide=dan)
    second = drafted(programme, cast.manager)
    [told] = turns([first, second])
    assert told.count("changing") == 4
    assert told.count("losing") == 4
    [row] = people_beside([first, second], [{"learner": dan.pk}])
    assert [cell.guides for cell in row.cells] == [["Cleo"], ["Ana"]]


def test_the_fairest_run_has_the_best_worst_pair(programme: Programme, cast: Cast) -> None:
    four(programme)
    scenario = draft_matching(programme, by=cast.manager, objective="fairest")
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    assert scenario.result["floor_is_best"]


def test_a_stable_run_is_refused_with_why(programme: Programme, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="no sides"):
        draft_matching(programme, by=cast.manager, objective="stable")


def test_whoever_is_added_takes_both_sides(programme: Programme, cast: Cast) -> None:
    assert add(programme, by=cast.manager, person=cast.mentee, role="learner").role == "both"


def test_everybody_has_one_short_list_without_themselves_and_wishes_move_pairs(
    programme: Programme, cast: Cast
) -> None:
    programme.way = "wishes"
    programme.save()
    ana, ben, cleo, dan = four(programme)
    held = open_wishes(programme, by=cast.manager, closes_on=timezone.localdate() + timedelta(days=3))
    jobs.run(held.job.pk)
    lists = {each.enrolment_id: each for each in Shortlist.objects.filter(round=held)}
    assert set(lists) == {ana.pk, ben.pk, cleo.pk, dan.pk}
    for owner, partner in ((ana, ben), (ben, ana), (cleo, dan), (dan, cleo)):
        said = {wish.other_id: wish.public_id for wish in lists[owner.pk].wishes.all()}
        assert owner.pk not in said
        rather_not = said.pop(partner.pk)
        say_wishes(lists[owner.pk], by=owner.person, order=[*said.values()], rather_not=[rather_not])
    close_wishes(held, by=cast.manager)
    assert not {frozenset({"Ana", "Ben"}), frozenset({"Cleo", "Dan"})} & names(
        drafted(programme, cast.manager)
    )
