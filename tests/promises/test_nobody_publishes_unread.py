"""Nobody publishes a matching before they have read who fares how in it."""

import pytest
from django.utils.html import strip_tags
from tests.cast import Cast
from tests.matching.cohort import enrol, make_matching_programme

from alongside.accounts.actions import create_api_token
from alongside.activity import jobs
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.matching.actions import draft_matching, publish_scenario, read_audit
from alongside.matching.models import Proposal, Scenario
from alongside.programmes.models import ProgrammeManager

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario(cast: Cast) -> Scenario:
    """Eight mentees of Theatres and eight of Estates; three mentors, all of whom help those of Theatres."""
    programme = make_matching_programme(cast.organisation, cast.manager)
    for number in range(8):
        enrol(programme, f"Theatre {number}", "learner", wants=("Delegating",), department="Theatres")
        enrol(programme, f"Estate {number}", "learner", wants=("Plumbing",), department="Estates")
    for number in range(3):
        enrol(programme, f"Mentor {number}", "guide", places=3, offers=("Delegating",), department="Finance")
    scenario = draft_matching(programme, by=cast.manager)
    jobs.run(scenario.job.pk)
    scenario.refresh_from_db()
    return scenario


def address(cast: Cast, scenario: Scenario, rest: str) -> str:
    run = f"programmes/{scenario.programme.public_id}/matching/runs/{scenario.public_id}"
    return cast.address(f"{run}/{rest}/")


def test_the_page_leads_to_the_audit_first(scenario: Scenario, cast: Cast) -> None:
    client, publication = cast.client("manager"), address(cast, scenario, "publication")
    assert client.get(publication).url == address(cast, scenario, "fairness")
    refused = client.post(publication)
    assert refused.status_code == 409
    assert "Read the fairness audit of this run first." in refused.text
    page = client.get(address(cast, scenario, "fairness"))
    assert "Mentees, department Estates: 1 of 8 has a match; others: 8 of 8." in strip_tags(page.text)
    after = client.post(address(cast, scenario, "fairness"), follow=True)
    assert "Publish 9 pairs and tell them" in after.text
    assert client.post(publication).status_code == 302
    assert Proposal.objects.count() == 9


def test_each_of_the_team_reads_it_for_themselves(scenario: Scenario, cast: Cast) -> None:
    ProgrammeManager.objects.create(programme=scenario.programme, person=cast.coach, is_deputy=True)
    read_audit(scenario, by=cast.coach)
    read_audit(scenario, by=cast.coach)
    assert Event.objects.filter(verb="scenario.audit_read").count() == 1
    with pytest.raises(RuleBroken, match="Read the fairness audit"):
        publish_scenario(scenario, by=cast.manager)
    with pytest.raises(NotAllowed):
        read_audit(scenario, by=cast.mentor)


def test_the_api_asks_for_it_too(scenario: Scenario, cast: Cast) -> None:
    _token, secret = create_api_token(cast.manager, by=cast.manager, name="studio", scopes=["read", "write"])
    client, headers = cast.client(None), {"Authorization": f"Bearer {secret}"}
    run = f"/api/v1/o/{cast.organisation.slug}/matching-runs/{scenario.public_id}"
    refused = client.post(f"{run}/publication", headers=headers)
    assert refused.status_code == 409
    told = client.get(f"{run}/audit", headers=headers).json()["learners"]
    estates = told["fields"]["department"]["Estates"]
    assert (estates["people"], estates["matched"]) == (8, 1)
    client.post(f"{run}/audit-reading", headers=headers)
    assert client.post(f"{run}/publication", headers=headers).json()["state"] == "published"


def test_few_people_are_told_of_nowhere(scenario: Scenario, cast: Cast) -> None:
    guides = scenario.result["audit"]["guide"]
    assert guides == {"everyone": {}, "fields": {}}
    enrol(scenario.programme, "Lone Porter", "learner", department="Portering")
    again = draft_matching(scenario.programme, by=cast.manager)
    jobs.run(again.job.pk)
    again.refresh_from_db()
    departments = again.result["audit"]["learner"]["fields"]["department"]
    assert [name for name, figures in sorted(departments.items()) if figures] == ["Theatres"]
