"""Programmes and sign-ups through the API: the same scopes, the same actions, the same words unsaid."""

from typing import Any

import pytest
from tests.accounts.test_api import api_client
from tests.cast import Cast

from alongside.programmes.actions import enrolments, questions
from alongside.programmes.models import Enrolment, Programme
from alongside.questionnaires.models import Question

pytestmark = pytest.mark.django_db
BASE = "/api/v1/o/northfield"


def post(client: Any, address: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(f"{BASE}{address}", body or {}, content_type="application/json")


def ask(cast: Cast, text: str, kind: str, **fields: Any) -> None:
    questions.add_question(cast.mentoring, by=cast.manager, text=text, kind=kind, **fields)


def applied(cast: Cast) -> Enrolment:
    return enrolments.apply(cast.mentoring, by=cast.stranger, role="learner", answers={})


def test_the_list_holds_what_one_runs_is_in_or_can_join(cast: Cast) -> None:
    def seen(part: str) -> set[str]:
        answer = api_client(getattr(cast, part)).get(f"{BASE}/programmes").json()
        return {row["name"] for row in answer["items"]}

    assert seen("manager") == {"Northfield Forward", "Northfield Coaching"}
    assert seen("mentee") == {"Northfield Forward"}
    assert seen("stranger") == set()
    Programme.objects.filter(pk=cast.coaching.pk).update(state="open")
    assert seen("stranger") == {"Northfield Coaching"}


def test_a_programme_goes_from_draft_to_closed(cast: Cast) -> None:
    client = api_client(cast.manager)
    made = post(client, "/programmes", {"name": "Next", "kind": "coaching"})
    assert (made.status_code, made.json()["state"]) == (201, "draft")
    address = f"/programmes/{made.json()['id']}"
    assert post(client, f"{address}/opening").status_code == 409
    Programme.objects.filter(name="Next").update(setup_step=4)
    assert post(client, f"{address}/opening").json()["state"] == "open"
    assert post(client, f"{address}/start").json()["state"] == "running"
    assert post(client, f"{address}/closing").json()["state"] == "closed"


def test_only_who_may_start_programmes_begins_one(cast: Cast) -> None:
    assert post(api_client(cast.mentee), "/programmes", {"name": "Mine"}).status_code == 403


def test_signing_up_checks_each_answer_against_its_question(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(state="open")
    ask(cast, "Hours", "number", key="hours", is_required=True)
    ask(cast, "Topics", "choices", key="topics", options=["Leading", "Writing"])
    client, address = api_client(cast.stranger), f"/programmes/{cast.mentoring.public_id}/enrolments"
    for wrong in (
        {},
        {"hours": "many"},
        {"hours": True},
        {"hours": 2, "topics": ["Flying"]},
        {"hours": 2, "topics": "Leading"},
        {"hours": 2, "shoe_size": 40},
    ):
        assert post(client, address, {"answers": wrong}).status_code == 422
    right = post(client, address, {"answers": {"hours": 2, "topics": ["Leading"]}})
    assert (right.status_code, right.json()["state"]) == (201, "applied")
    own = client.get(f"{BASE}/enrolments/{right.json()['id']}").json()
    assert own["answers"] == {"hours": 2.0, "topics": ["Leading"]}


def test_what_nobody_reads_is_not_in_the_api_either(cast: Cast) -> None:
    Programme.objects.filter(pk=cast.mentoring.pk).update(state="open")
    cast.mentoring.refresh_from_db()
    ask(cast, "Identity", "short_text", key="identity", reader=Question.Reader.NOBODY)
    given = {"identity": "Deaf"}
    enrolment = enrolments.apply(cast.mentoring, by=cast.stranger, role="learner", answers=given)
    address = f"{BASE}/enrolments/{enrolment.public_id}"
    assert api_client(cast.stranger).get(address).json()["answers"] == given
    assert api_client(cast.manager).get(address).json()["answers"] == {}
    assert api_client(cast.mentor).get(address).status_code == 404


def test_decisions_are_the_programme_teams(cast: Cast) -> None:
    enrolment = applied(cast)
    address = f"/enrolments/{enrolment.public_id}"
    assert post(api_client(cast.stranger), f"{address}/approval").status_code == 403
    client = api_client(cast.manager)
    assert post(client, f"{address}/waiting").json()["state"] == "waiting"
    assert post(client, f"{address}/approval").json()["state"] == "approved"
    assert post(client, f"{address}/refusal", {"reason": "Next time"}).json()["state"] == "declined"
    assert api_client(cast.stranger).get(f"{BASE}{address}").json()["decline_reason"] == "Next time"
    assert client.get(f"{BASE}{address}").json()["decline_reason"] is None


def test_one_leaves_without_a_reason(cast: Cast) -> None:
    enrolment = applied(cast)
    answer = post(api_client(cast.stranger), f"/enrolments/{enrolment.public_id}/withdrawal")
    assert answer.json()["state"] == "withdrawn"


def test_who_takes_part_is_for_the_programme_team(cast: Cast) -> None:
    address = f"{BASE}/programmes/{cast.mentoring.public_id}/enrolments"
    found = api_client(cast.manager).get(f"{address}?role=guide").json()
    assert [row["name"] for row in found["items"]] == ["Henrik Lindqvist"]
    assert api_client(cast.mentee).get(address).status_code == 403
    assert api_client(cast.admin).get(address).status_code == 404
