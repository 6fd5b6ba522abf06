"""The API does what its OpenAPI document says, whatever it is asked: no crash, no undeclared answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.cast import Cast

from alongside.accounts.actions import create_api_token
from alongside.growth.actions import set_goal
from alongside.relationships.actions import add_action, plan_session, write_note
from alongside.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    ignored_auth,
]

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def real_ids(cast: Cast) -> dict[str, str]:
    """Things that exist, by the word that stands before their id in an address."""
    mentee = cast.mentee
    tomorrow = timezone.now() + timedelta(days=1)
    things: dict[str, Any] = {
        "people": mentee,
        "programmes": cast.mentoring,
        "relationships": cast.pair,
        "readers": cast.mentor,
        "sessions": plan_session(cast.pair, by=mentee, starts_at=tomorrow, minutes=60),
        "notes": write_note(cast.pair, by=mentee, body="What I want to ask."),
        "actions": add_action(cast.pair, by=mentee, owner=mentee, text="Read the plan."),
        "goals": set_goal(by=mentee, title="Lead", measure="A team of my own", due_on=tomorrow.date()),
    }
    return {word: thing.public_id for word, thing in things.items()}


def aim(case: Any, ids: dict[str, str]) -> None:
    """Let a made-up request go to things that exist, so that more than "not found" is tried."""
    for word, parameter in re.findall(r"/([\w-]+)/\{(\w+)\}", case.path):
        if word == "o":
            case.path_parameters[parameter] = "northfield"
        elif word in ids:
            case.path_parameters[parameter] = ids[word]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests share the transaction of the test, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


BETWEEN_TWO = ("/relationships", "/sessions", "/notes", "/actions", "/goals")
"""What a pair keeps to itself, which the team that runs the programme does not get into."""


@dataclass(frozen=True)
class Callers:
    """Tokens to read and write by who asks, and what there is to ask for."""

    secrets: dict[str, str]
    ids: dict[str, str]

    def ask(self, case: Any, *, by: str) -> None:
        """Send one request, and hold the answer to the document."""
        aim(case, self.ids)
        headers = {"Authorization": f"Bearer {self.secrets[by]}"}
        with transaction.atomic():  # each request finds things as the first one did
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)


@pytest.fixture
def callers(cast: Cast) -> Callers:
    """The mentee and the manager, once for each route."""
    secrets = {}
    for part in ("mentee", "manager"):
        person = getattr(cast, part)
        _token, secrets[part] = create_api_token(person, by=person, name="Contract", scopes=["read", "write"])
    return Callers(secrets, real_ids(cast))


def who_gets(case: Any, how_far: str) -> str:
    """Whom the address is for, or who is turned away there."""
    is_between_two = any(word in case.path for word in BETWEEN_TWO)
    return "mentee" if is_between_two is (how_far == "in") else "manager"


# Who asks does not change what a value may be, so its boundaries are tried by whoever gets in.
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("how_far", ["in"])
@schema.parametrize()
@settings(FEW, phases=[Phase.explicit, Phase.generate])
def test_every_boundary_and_whatever_is_asked_has_a_declared_answer(
    case: Any, callers: Callers, how_far: str
) -> None:
    callers.ask(case, by=who_gets(case, how_far))


@pytest.mark.any_database
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("how_far", ["turned away"])
@schema.parametrize()
@settings(FEW, phases=[Phase.generate])
def test_who_is_turned_away_gets_a_declared_answer_too(case: Any, callers: Callers, how_far: str) -> None:
    callers.ask(case, by=who_gets(case, how_far))


def test_every_route_declares_how_it_refuses() -> None:
    for path, operations in Client().get("/api/v1/openapi.json").json()["paths"].items():
        assert path.startswith("/api/v1/o/{organisation}/"), path
        for operation in operations.values():
            assert {"400", "401", "403", "404", "409", "422", "429"} <= set(operation["responses"]), path
            assert operation["security"], path
