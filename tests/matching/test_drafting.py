"""Names of runs."""

import pytest

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.matching.actions import draft_matching, rename_scenario
from alongside.programmes.models import Programme
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol


@pytest.fixture(autouse=True)
def people(programme: Programme) -> None:
    enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",))
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",))


def test_a_run_is_called_by_its_number_until_somebody_names_it(programme: Programme, cast: Cast) -> None:
    run = drafted(programme, cast.manager)
    assert run.title == "Draft 1"
    named = rename_scenario(run, by=cast.manager, name="  Highest   average ")
    assert named.title == "Highest average"
    rename_scenario(run, by=cast.manager, name="Highest average")
    assert Event.objects.filter(verb="matching.renamed").count() == 1
    assert rename_scenario(run, by=cast.manager, name="").title == "Draft 1"


def test_two_runs_of_a_programme_are_never_called_the_same(programme: Programme, cast: Cast) -> None:
    first = drafted(programme, cast.manager)
    second = draft_matching(programme, by=cast.manager, objective="fairest", name="Fairest")
    assert second.title == "Fairest"
    for taken in ("fairest", "FAIREST", "Draft 1"):
        other = second if taken == "Draft 1" else first
        with pytest.raises(RuleBroken, match="is called"):
            rename_scenario(other, by=cast.manager, name=taken)


def test_only_the_team_names_a_run(programme: Programme, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        rename_scenario(drafted(programme, cast.manager), by=cast.mentor, name="Mine")


def test_a_name_is_shown_wherever_the_run_is(programme: Programme, cast: Cast) -> None:
    run = drafted(programme, cast.manager)
    client = cast.client("manager")
    address = cast.address(f"programmes/{programme.public_id}/matching/runs/")
    own = f"{address}{run.public_id}/"
    after = client.post(f"{own}name/", {"name": "Without the site rule"}, follow=True)
    assert "This run is called “Without the site rule”." in after.text
    for page in (own, address, f"{own}fairness/", f"{own}publication/"):
        assert "Without the site rule" in client.get(page).text, page
    draft_matching(programme, by=cast.manager, objective="fairest")
    refused = client.post(f"{own}name/", {"name": "Draft 2"})
    assert refused.status_code == 422
    assert "Another run is called “Draft 2” already." in refused.text
