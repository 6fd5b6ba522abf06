"""Nobody gets in where the table does not let them, and no address is outside the table."""

import pytest
from django.db import transaction
from django.test import Client
from tests.cast import Cast
from tests.routes import Known, know, tenant_routes

from alongside.privacy.routes import ROUTES, Audience

EVERYBODY = ("mentee", "mentor", "coachee", "coach", "manager", "admin", "stranger")
PARTS: dict[Audience, frozenset[str]] = {
    Audience.ANYBODY: frozenset(EVERYBODY),
    Audience.MEMBERS: frozenset(EVERYBODY),
    Audience.OWNER: frozenset({"mentee"}),
    Audience.PARTICIPANTS: frozenset({"mentee", "mentor"}),
    Audience.PARTICIPANTS_OR_TEAM: frozenset({"mentee", "mentor", "manager"}),
    Audience.OFFERED: frozenset({"mentee", "mentor"}),
    Audience.CHOOSING: frozenset({"mentee"}),
    Audience.OFFERING: frozenset({"mentor"}),
    Audience.ACQUAINTED: frozenset({"mentee", "mentor", "manager", "admin"}),
    Audience.OWNER_OR_TEAM: frozenset({"mentee", "manager"}),
    Audience.OWNER_OR_ADMIN: frozenset({"mentee", "admin"}),
    Audience.TEAM: frozenset({"manager"}),
    Audience.STARTERS: frozenset({"manager"}),
    Audience.DIRECTORY: frozenset({"manager", "admin"}),
    Audience.ADMINS: frozenset({"admin"}),
}
NOT_THIS_WAY = 405


def status(client: Client, method: str, address: str, answers: dict[str, str]) -> int:
    """What the client is answered; whatever it did is undone."""
    with transaction.atomic():
        code = getattr(client, method)(address, answers if method == "post" else {}).status_code
        transaction.set_rollback(True)
    return code


def wrongs(known: Known, name: str, audience: Audience, clients: dict[str | None, Client]) -> list[str]:
    """What is wrong with one address, for everybody and both ways of asking."""
    address, found = known.address(name), []
    for part, client in clients.items():
        for method in ("get", "post"):
            code = status(client, method, address, known.answers.get(name, {}))
            if code >= 500 or not is_right(part, code, audience):
                found.append(f"{method} {name} as {part or 'nobody'}: {code}")
    return found


def is_right(part: str | None, code: int, audience: Audience) -> bool:
    """Whether an answer is what the table says."""
    if code == NOT_THIS_WAY:
        return True
    if audience is Audience.ANYBODY:
        return code < 400
    if audience is Audience.LINK:
        return code not in {403, 404}
    if part is None:
        return code == 302
    if part == "outsider":
        return code == 404
    is_in = code not in {403, 404}
    return is_in == (part in PARTS[audience])


def test_every_address_stands_in_the_table() -> None:
    assert {name for name, _pattern in tenant_routes()} == set(ROUTES)


@pytest.mark.django_db
def test_everybody_tries_every_address(cast: Cast) -> None:
    known = know(cast)
    clients: dict[str | None, Client] = {part: cast.client(part) for part in (*EVERYBODY, "outsider")}
    clients[None] = cast.client(None)
    found = [wrong for name, audience in ROUTES.items() for wrong in wrongs(known, name, audience, clients)]
    assert not found, "\n".join(found)
