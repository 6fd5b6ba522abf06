"""The addresses outside any organisation are all known, and a stranger gets nothing through them."""

import pytest
from django.urls import get_resolver, reverse
from tests.cast import Cast
from tests.routes import walk

INSIDE = ("o/<slug:organisation>/", "api/v1/o/<slug:organisation>/")

OPEN, AWAY, NOT_THERE, SPENT, ONLY_POSTED = 200, 302, 404, 410, 405
WAYS_IN = {
    # name: what somebody who is not signed in is answered, and somebody who is
    "home": (AWAY, AWAY),
    "patterns": (OPEN, OPEN),
    "openapi-json": (OPEN, OPEN),
    "api-root": (NOT_THERE, NOT_THERE),
    "api_nothing_here": (NOT_THERE, NOT_THERE),
    # In by a link, a passkey, a password, an invitation, the door of the demonstration
    "account_login": (OPEN, AWAY),
    "sign_in_link": (ONLY_POSTED, ONLY_POSTED),
    "link_arrival": (NOT_THERE, NOT_THERE),
    "mfa_login_webauthn": (AWAY, AWAY),
    "account_reset_password": (OPEN, OPEN),
    "account_reset_password_done": (OPEN, OPEN),
    "account_reset_password_from_key": (OPEN, OPEN),
    "account_reset_password_from_key_done": (OPEN, OPEN),
    "account_inactive": (OPEN, OPEN),
    "invitation": (NOT_THERE, NOT_THERE),
    "demo_door": (ONLY_POSTED, ONLY_POSTED),
    "address_confirmation": (SPENT, SPENT),
    "recovery": (OPEN, OPEN),
    "recovery_code": (AWAY, AWAY),
    # Looking after one's own account; what changes how one signs in asks once more who it is
    "account_logout": (AWAY, OPEN),
    "account_change_password": (AWAY, OPEN),
    "account_set_password": (AWAY, AWAY),
    "account_reauthenticate": (AWAY, OPEN),
    "mfa_index": (AWAY, AWAY),
    "mfa_list_webauthn": (AWAY, OPEN),
    "mfa_add_webauthn": (AWAY, AWAY),
    "mfa_edit_webauthn": (AWAY, AWAY),
    "mfa_remove_webauthn": (AWAY, AWAY),
    "mfa_reauthenticate_webauthn": (AWAY, AWAY),
}
ARGUMENTS = {
    "address_confirmation": {"token": "forged"},
    "invitation": {"secret": "guessed"},
    "demo_door": {"public_id": "guessed"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "guessed"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
OF_THE_API = {"openapi-json", "api-root"}


def address(name: str) -> str:
    return reverse(f"api:{name}" if name in OF_THE_API else name, kwargs=ARGUMENTS.get(name))


def test_every_way_in_is_known() -> None:
    every = walk(get_resolver().url_patterns)
    assert {name for pattern, name in every if not pattern.startswith(INSIDE)} == set(WAYS_IN)


@pytest.mark.django_db
def test_every_way_in_answers_as_it_should(cast: Cast) -> None:
    stranger, member = cast.client(None), cast.client("mentee")
    answers = {
        name: (stranger.get(address(name)).status_code, member.get(address(name)).status_code)
        for name in WAYS_IN
    }
    assert answers == WAYS_IN


@pytest.mark.django_db
def test_what_a_stranger_posts_opens_nothing(cast: Cast) -> None:
    client = cast.client(None)
    for name in WAYS_IN:
        answer = client.post(address(name), {"email": "nobody@nowhere.example", "password": "guessed"})
        assert answer.status_code < 500, name
        assert "_auth_user_id" not in client.session, name
