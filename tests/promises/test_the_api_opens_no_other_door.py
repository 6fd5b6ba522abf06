"""What a page does not show or let somebody do, the API does not either, on any of its routes."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from tests.cast import Cast

from alongside.accounts.actions import create_api_token
from alongside.accounts.models import Person
from alongside.growth.actions import set_goal
from alongside.growth.models import Goal
from alongside.people.models import Profile
from alongside.programmes.models import Enrolment
from alongside.relationships.actions import add_action, plan_session, write_note
from alongside.relationships.models import Action, Note, Relationship, Session
from alongside.wsgi import application

pytestmark = pytest.mark.django_db

SECRET, BETWEEN_TWO = "only-the-mentee", "only-the-two"
NOT_INSIDE = ("coachee", "coach", "manager", "admin", "stranger")

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def written(cast: Cast) -> dict[str, str]:
    """What the mentee keeps for herself, what the two share, and the id of each by its word in addresses."""
    mentee, soon = cast.mentee, timezone.now() + timedelta(days=2)
    write_note(cast.pair, by=mentee, body=BETWEEN_TWO, audience=Note.Audience.PAIR)
    things: dict[str, Any] = {
        "people": mentee,
        "relationships": cast.pair,
        "readers": cast.mentor,
        "notes": write_note(cast.pair, by=mentee, body=SECRET),
        "goals": set_goal(by=mentee, title=SECRET, measure=SECRET, due_on=soon.date(), why=SECRET),
        "sessions": plan_session(cast.pair, by=mentee, starts_at=soon, minutes=60, topic=BETWEEN_TWO),
        "actions": add_action(cast.pair, by=mentee, owner=mentee, text=BETWEEN_TWO),
    }
    return {word: thing.public_id for word, thing in things.items()}


def client_of(person: Person) -> Client:
    _token, secret = create_api_token(person, by=person, name="Test", scopes=["read", "write"])
    return Client(headers={"Authorization": f"Bearer {secret}"})


def addressed(path: str, ids: dict[str, str]) -> str:
    """A path of the schema with the mentee's things filled in; what is not hers gets an id of nothing."""
    words = re.compile(r"([\w-]+)/\{\w+\}")
    return words.sub(lambda found: f"{found[1]}/{ids.get(found[1], 'northfield')}", path)


def everything_answered(client: Client, ids: dict[str, str]) -> str:
    """All that the API tells somebody about the mentee and her pair."""
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    readable = [path for path, operations in paths.items() if "get" in operations]
    return "".join(client.get(addressed(path, ids)).content.decode() for path in readable)


def test_the_mentee_finds_in_the_api_what_she_wrote(cast: Cast) -> None:
    ids = written(cast)
    answered = everything_answered(client_of(cast.mentee), ids)
    assert SECRET in answered
    assert BETWEEN_TWO in answered


def test_the_mentor_finds_what_the_two_share_and_nothing_more(cast: Cast) -> None:
    ids = written(cast)
    answered = everything_answered(client_of(cast.mentor), ids)
    assert BETWEEN_TWO in answered
    assert SECRET not in answered


@pytest.mark.parametrize("part", [*NOT_INSIDE, "outsider"])
def test_nobody_else_finds_a_word_of_either(cast: Cast, part: str) -> None:
    ids = written(cast)
    answered = everything_answered(client_of(getattr(cast, part)), ids)
    assert SECRET not in answered
    assert BETWEEN_TWO not in answered


def what_the_pair_has(cast: Cast) -> list[Any]:
    """Everything of the mentee and of her pair, as it stands in the database."""
    theirs = {"relationship": cast.pair}
    rows = [
        Person.objects.filter(pk=cast.mentee.pk),
        Profile.objects.filter(person=cast.mentee),
        Goal.objects.filter(owner=cast.mentee),
        Enrolment.objects.filter(person=cast.mentee),
        Relationship.objects.filter(pk=cast.pair.pk),
        Note.objects.filter(**theirs),
        Session.objects.filter(**theirs),
        Action.objects.filter(**theirs),
    ]
    return [list(queryset.order_by("pk").values()) for queryset in rows]


@schema.include(method=["POST", "PUT", "PATCH", "DELETE"]).parametrize()
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_a_stranger_sends_changes_nothing_of_others(case: Any, cast: Cast) -> None:
    ids = written(cast)
    before = what_the_pair_has(cast)
    body = json.dumps(case.body if isinstance(case.body, dict | list) else {}, default=str)
    client = client_of(cast.coach)
    client.generic(case.method, addressed(case.path, ids), body, content_type="application/json")
    assert what_the_pair_has(cast) == before
