"""The matching over the API shows what its pages show, and no more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.matching.models import FirstChat, Proposal, Scenario
from alongside.programmes.models import Programme
from tests.accounts.test_api import api_client
from tests.cast import Cast
from tests.matching.cohort import drafted, enrol, published

HOME = "/api/v1/o/northfield"


@pytest.fixture
def team(cast: Cast) -> Client:
    return api_client(cast.manager)


def post(client: Client, address: str, body: dict[str, object] | None = None) -> object:
    return client.post(f"{HOME}{address}", body or {}, content_type="application/json")


def make_people(programme: Programme, cast: Cast) -> None:
    enrolment = enrol(programme, "Somebody", "learner", wants=("Delegating",))
    programme.enrolments.filter(pk=enrolment.pk).update(person=cast.mentee)
    enrol(programme, "Lars Holm", "guide", offers=("Delegating",))


def test_a_run_is_drafted_read_and_published(programme: Programme, cast: Cast, team: Client) -> None:
    make_people(programme, cast)
    address = f"/programmes/{programme.public_id}/matching-runs"
    started = post(team, address, {"objective": "people"})
    assert started.status_code == 201
    assert (started.json()["state"], started.json()["pairs"]) == ("draft", None)
    scenario = drafted(programme, cast.manager)
    read = team.get(f"{HOME}/matching-runs/{scenario.public_id}").json()
    assert (read["state"], read["pairs"], read["gap"]) == ("solved", 1, 0)
    [pair] = team.get(f"{HOME}/matching-runs/{scenario.public_id}/pairs").json()["items"]
    assert pair["learner"]["name"] == "Amara Okafor"
    assert 0 <= pair["fit"] <= 1
    for _ in range(2):
        assert post(team, f"/matching-runs/{scenario.public_id}/publication").json()["state"] == "published"
    assert Proposal.objects.count() == 1
    assert team.get(f"{HOME}{address}").json()["count"] == 2


def test_a_suggestion_is_read_without_a_number_and_accepted(programme: Programme, cast: Cast) -> None:
    make_people(programme, cast)
    [proposal] = published(programme, cast.manager)
    client = api_client(cast.mentee)
    [row] = client.get(f"{HOME}/suggestions").json()["items"]
    assert row["person"]["name"] == "Lars Holm"
    assert "fit" not in row
    accepted = post(client, f"/suggestions/{proposal.public_id}/acceptance").json()
    assert (accepted["you_accepted"], accepted["state"]) == (True, "offered")


def test_a_refusal_is_answered_to_the_team_alone(programme: Programme, cast: Cast, team: Client) -> None:
    make_people(programme, cast)
    [proposal] = published(programme, cast.manager)
    answer = post(
        api_client(cast.mentee), f"/suggestions/{proposal.public_id}/refusal", {"reason": "No time."}
    )
    assert answer.json()["state"] == "declined"
    assert "No time." not in answer.text
    [row] = team.get(f"{HOME}/programmes/{programme.public_id}/suggestions").json()["items"]
    assert row["decline_reason"] == "No time."


def test_others_find_neither_runs_nor_suggestions(programme: Programme, cast: Cast) -> None:
    make_people(programme, cast)
    [proposal] = published(programme, cast.manager)
    scenario = Scenario.objects.get()
    for person in (cast.mentee, cast.admin, cast.stranger):
        client = api_client(person)
        for address in (
            f"/programmes/{programme.public_id}/matching-runs",
            f"/programmes/{programme.public_id}/suggestions",
            f"/matching-runs/{scenario.public_id}",
            f"/matching-runs/{scenario.public_id}/pairs",
        ):
            assert client.get(f"{HOME}{address}").status_code == 404
    assert api_client(cast.manager).get(f"{HOME}/suggestions/{proposal.public_id}").status_code == 404


def test_a_broken_rule_is_409_with_the_cure(programme: Programme, cast: Cast, team: Client) -> None:
    make_people(programme, cast)
    scenario = drafted(programme, cast.manager)
    programme.enrolments.update(state="withdrawn")
    answer = post(team, f"/matching-runs/{scenario.public_id}/publication")
    assert answer.status_code == 409
    assert "Run the matching again" in answer.json()["detail"]


def test_a_first_chat_over_the_api_from_asking_to_the_choice(programme: Programme, cast: Cast) -> None:
    Programme.objects.filter(pk=programme.pk).update(kind="coaching", way="chats")
    learner, guide = enrol(programme, "Somebody", "learner"), enrol(programme, "Lars Holm", "guide")
    programme.enrolments.filter(pk=learner.pk).update(person=cast.mentee)
    programme.enrolments.filter(pk=guide.pk).update(person=cast.mentor)
    asking, answering = api_client(cast.mentee), api_client(cast.mentor)
    soon = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    address = f"/programmes/{programme.public_id}/guides/{guide.public_id}/first-chat"
    asked = post(asking, address, {"message": "Delegating", "times": [soon.isoformat()]})
    assert asked.status_code == 201
    chat = f"/first-chats/{asked.json()['id']}"
    [row] = answering.get(f"{HOME}/first-chats").json()["items"]
    assert (row["person"]["name"], row["waits_for_you"]) == ("Amara Okafor", True)
    assert post(answering, f"{chat}/agreement", {"starts_at": row["times"][0]}).json()["state"] == "agreed"
    assert post(asking, f"{chat}/choice").status_code == 409
    FirstChat.objects.update(starts_at=timezone.now() - timedelta(hours=1))
    assert post(asking, f"{chat}/holding").json()["state"] == "held"
    assert post(answering, f"{chat}/choice").status_code == 403
    assert post(asking, f"{chat}/choice").json()["state"] == "offered"
    assert api_client(cast.coach).get(f"{HOME}{chat}").status_code == 404


def test_a_run_is_named_over_the_api_once(programme: Programme, cast: Cast, team: Client) -> None:
    make_people(programme, cast)
    runs = f"/programmes/{programme.public_id}/matching-runs"
    first = post(team, runs, {"objective": "fairest", "name": "Fairest"}).json()
    assert first["name"] == "Fairest"
    second = post(team, runs, {"objective": "places"}).json()
    assert second["name"] == "Draft 2"
    address = f"{HOME}/matching-runs/{second['id']}/name"
    assert (
        team.put(address, {"name": "Best total"}, content_type="application/json").json()["name"]
        == "Best total"
    )
    refused = team.put(address, {"name": "fairest"}, content_type="application/json")
    assert refused.status_code == 409
    assert "Another run is called" in refused.json()["detail"]
