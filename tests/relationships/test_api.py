"""Relationships in the API: the same scopes and actions as on the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, make_pair, make_person

from alongside.accounts.actions import create_api_token
from alongside.accounts.models import Person
from alongside.relationships.models import Relationship

HOME = "/api/v1/o/northfield/"


def client_of(person: Person) -> Client:
    _token, secret = create_api_token(person, by=person, name="Test", scopes=["read", "write"], days=None)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, body: dict | None = None):
    return client.post(HOME + path, body or {}, content_type="application/json")


def a_meeting(days: int, **more) -> dict:
    return {"starts_at": (timezone.now() + timedelta(days=days)).isoformat(), "minutes": 50, **more}


def test_one_finds_ones_own_pairs_with_the_reasons(cast: Cast) -> None:
    Relationship.objects.update(reasons=[{"key": "skill", "skills": ["Delegating"]}])
    [pair] = client_of(cast.mentee).get(f"{HOME}relationships").json()["items"]
    assert [person["name"] for person in pair["people"]] == ["Amara Okafor", "Henrik Lindqvist"]
    assert pair["why"] == ["Henrik can help with Delegating, which you want to learn."]


@pytest.mark.parametrize("part", ["coach", "stranger", "manager", "admin"])
def test_a_pair_does_not_exist_for_others(cast: Cast, part: str) -> None:
    client, one = client_of(getattr(cast, part)), f"{HOME}relationships/{cast.pair.public_id}"
    for path in ("", "/sessions", "/notes", "/actions"):
        assert client.get(one + path).status_code == 404


def test_a_session_is_planned_moved_and_cancelled(cast: Cast) -> None:
    client, pair = client_of(cast.mentee), f"relationships/{cast.pair.public_id}"
    answer = post(client, f"{pair}/sessions", a_meeting(3, topic="Rota"))
    assert answer.status_code == 201
    session = f"sessions/{answer.json()['id']}"
    later = {"starts_at": (timezone.now() + timedelta(days=5)).isoformat()}
    moved = client.patch(HOME + session, later, content_type="application/json").json()
    assert moved["minutes"] == 50
    assert post(client, f"{session}/holding").status_code == 409
    assert post(client, f"{session}/cancellation").json()["state"] == "cancelled"


def test_a_session_is_logged_and_corrected(cast: Cast) -> None:
    client, pair = client_of(cast.mentor), f"relationships/{cast.pair.public_id}"
    session = post(client, f"{pair}/held-sessions", a_meeting(-3)).json()
    assert session["state"] == "held"
    assert post(client, f"sessions/{session['id']}/absence").json()["state"] == "missed"
    assert post(client, f"sessions/{session['id']}/holding", {"minutes": 30}).json()["minutes"] == 30
    assert client.get(f"{HOME}{pair}/sessions").json()["count"] == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"starts_at": "2026-01-01T10:00:00"}, 422),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, 409),
        ({"starts_at": "9999-12-31T23:59:59-12:00"}, 409),
        ({"minutes": -1}, 422),
        ({"way": "owl"}, 422),
        ({"topic": "x" * 201}, 422),
    ],
)
def test_a_session_that_cannot_be_is_refused(cast: Cast, wrong: dict, status: int) -> None:
    client, pair = client_of(cast.mentor), f"relationships/{cast.pair.public_id}"
    assert post(client, f"{pair}/held-sessions", a_meeting(-3) | wrong).status_code == status


def test_private_notes_stay_private_in_the_api(cast: Cast) -> None:
    mentee, mentor = client_of(cast.mentee), client_of(cast.mentor)
    notes = f"relationships/{cast.pair.public_id}/notes"
    note = post(mentee, notes, {"body": "I was afraid."}).json()
    assert mentor.get(HOME + notes).json()["count"] == 0
    one = f"notes/{note['id']}"
    change = {"body": "Mine now"}
    assert mentor.patch(HOME + one, change, content_type="application/json").status_code == 404
    assert post(mentee, f"{one}/sharing").json()["audience"] == "pair"
    assert mentor.get(HOME + notes).json()["count"] == 1
    assert mentor.patch(HOME + one, change, content_type="application/json").status_code == 403
    assert mentee.delete(HOME + one).status_code == 204


def test_next_steps_are_added_and_ticked(cast: Cast) -> None:
    client, steps = client_of(cast.mentor), f"relationships/{cast.pair.public_id}/actions"
    step = post(client, steps, {"text": "Ask Noor", "owner_id": cast.mentee.public_id}).json()
    assert step["owner_id"] == cast.mentee.public_id
    assert post(client, f"actions/{step['id']}/completion").json()["done_at"]
    assert post(client, f"actions/{step['id']}/reopening").json()["done_at"] is None
    assert post(client, steps, {"text": "x", "owner_id": cast.stranger.public_id}).status_code == 409
    assert client.delete(f"{HOME}actions/{step['id']}").status_code == 204


def test_it_pauses_goes_on_and_ends_without_a_reason(cast: Cast) -> None:
    client, pair = client_of(cast.mentor), f"relationships/{cast.pair.public_id}"
    assert post(client, f"{pair}/pause").json()["state"] == "paused"
    assert post(client, f"{pair}/sessions", a_meeting(3)).status_code == 409
    assert post(client, f"{pair}/resumption").json()["state"] == "active"
    ended = post(client, f"{pair}/ending").json()
    assert ended["state"] == "ended_early"
    assert "reason" not in ended
    assert post(client, f"{pair}/pause").status_code == 409


def test_a_long_list_takes_no_more_queries(cast: Cast, django_assert_max_num_queries) -> None:
    client = client_of(cast.mentor)
    for number in range(20):
        make_pair(cast.mentoring, make_person(cast.organisation, f"Person{number}"), cast.mentor)
    with django_assert_max_num_queries(12):
        assert client.get(f"{HOME}relationships").json()["count"] == 21
