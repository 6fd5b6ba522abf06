"""Finding somebody for one person now: the best of whoever is free, and nobody else is moved."""

import pytest
from django.utils import timezone

from alongside.activity import jobs
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.actions import find_for, publish_scenario
from alongside.matching.models import Proposal, Scenario
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast, make_pair
from tests.matching.cohort import enrol, make_matching_programme, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cast: Cast) -> Programme:
    """Tom waits for an answer of Lars; Noor, who ended early with Ines, and Jun look for somebody."""
    programme = make_matching_programme(cast.organisation, cast.manager, learners_per_guide=1)
    enrol(programme, "Tom", "learner", wants=("Delegating",))
    enrol(programme, "Lars", "guide", offers=("Delegating",))
    published(programme, cast.manager)
    noor = enrol(programme, "Noor", "learner", wants=("Budgets",))
    ines = enrol(programme, "Ines", "guide", offers=("Budgets",))
    pair = make_pair(programme, noor.person, ines.person)
    pair.state, pair.ended_at = "ended_early", timezone.now()
    pair.save()
    enrol(programme, "Jun", "learner", wants=("Budgets",))
    enrol(programme, "Ruth", "guide", offers=("Budgets",))
    enrol(programme, "Owen", "guide", offers=("Delegating",))
    return programme


def of(programme: Programme, name: str) -> Enrolment:
    return programme.enrolments.select_related("person", "programme").get(person__name=name)


def found_for(programme: Programme, cast: Cast, name: str) -> Scenario:
    scenario = find_for(of(programme, name), by=cast.manager)
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    return scenario


def test_the_best_who_is_free_is_found_and_not_whom_it_ended_with(programme: Programme, cast: Cast) -> None:
    scenario = found_for(programme, cast, "Noor")
    [pair] = scenario.pairs.select_related("learner__person", "guide__person")
    assert (pair.learner.person.name, pair.guide.person.name) == ("Noor", "Ruth")
    assert not scenario.unmatched.exists()
    assert scenario.result["learners"] == 1


def test_it_is_published_at_once_and_moves_nobody_else(programme: Programme, cast: Cast) -> None:
    before = set(Proposal.objects.values_list("pk", flat=True))
    publish_scenario(found_for(programme, cast, "Noor"), by=cast.manager)
    [new] = Proposal.objects.exclude(pk__in=before).select_related("learner__person")
    assert new.learner.person.name == "Noor"
    assert Proposal.objects.waiting().filter(pk__in=before).count() == len(before)


def test_who_has_nobody_left_to_look_for_is_said_so(programme: Programme, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="nobody left to look for"):
        find_for(of(programme, "Tom"), by=cast.manager)
    with pytest.raises(RuleBroken, match="does not look for anybody"):
        find_for(of(programme, "Ruth"), by=cast.manager)


def test_where_nobody_is_free_the_run_says_why(programme: Programme, cast: Cast) -> None:
    programme.enrolments.filter(person__name__in=["Ruth", "Owen"]).update(state="withdrawn")
    scenario = found_for(programme, cast, "Noor")
    assert not scenario.pairs.exists()
    left = scenario.unmatched.get()
    assert left.enrolment.person.name == "Noor"
    assert left.reason


def test_only_the_team_looks(programme: Programme, cast: Cast) -> None:
    noor = of(programme, "Noor")
    with pytest.raises(NotAllowed):
        find_for(noor, by=noor.person)


def test_a_peer_finds_another_peer_and_never_themselves(programme: Programme, cast: Cast) -> None:
    programme.enrolments.update(role="both")
    programme.kind = "peer"
    programme.save()
    [pair] = found_for(programme, cast, "Jun").pairs.select_related("guide__person")
    assert pair.guide.person.name != "Jun"


def test_the_page_of_a_person_starts_it_and_the_studio_says_for_whom(
    programme: Programme, cast: Cast
) -> None:
    noor, team = of(programme, "Noor"), cast.client("manager")
    assert "Find somebody for Noor" in team.get(cast.address(f"sign-ups/{noor.public_id}/")).text
    started = team.post(cast.address(f"programmes/{programme.public_id}/matching/for/{noor.public_id}/"))
    scenario = programme.scenarios.get(only=noor)
    jobs.run(scenario.job.pk)
    assert "This run looked for Noor alone." in team.get(started.url).text
    publication = f"programmes/{programme.public_id}/matching/runs/{scenario.public_id}/publication/"
    assert team.get(cast.address(publication)).status_code == 200


def test_whoever_a_published_run_left_over_has_the_button_beside_the_smallest_change(cast: Cast) -> None:
    programme = make_matching_programme(cast.organisation, cast.manager, learners_per_guide=1)
    for name in ("Tom", "Jun"):
        enrol(programme, name, "learner", wants=("Delegating",))
    enrol(programme, "Lars", "guide", offers=("Delegating",))
    published(programme, cast.manager)
    left = programme.scenarios.get().unmatched.get()
    assert left.cure, "Lars could take one more"
    run = f"programmes/{programme.public_id}/matching/runs/{left.scenario.public_id}/"
    page = cast.client("manager").get(cast.address(run)).text
    assert f"matching/for/{left.enrolment.public_id}/" in page
