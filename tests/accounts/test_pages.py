"""The pages of accounts work, and answer only those whom they concern."""

import pytest
from tests.cast import Cast

from alongside.accounts.models import ApiToken

pytestmark = pytest.mark.django_db


def test_settings_are_kept(cast: Cast) -> None:
    given = {"name": "Amara O.", "language": "en-gb", "time_zone": "Africa/Lagos", "theme": "dark"}
    answer = cast.client("mentee").post(cast.address("settings/"), given)
    assert answer.status_code == 302
    cast.mentee.refresh_from_db()
    assert (cast.mentee.name, cast.mentee.time_zone, cast.mentee.theme) == (
        "Amara O.",
        "Africa/Lagos",
        "dark",
    )


def test_a_token_is_shown_once_and_kept_as_a_digest(cast: Cast) -> None:
    client = cast.client("mentee")
    page = client.post(cast.address("settings/tokens/"), {"name": "My script", "scopes": ["read"]})
    secret = page.content.decode().split('value="alongside_')[1].split('"')[0]
    assert secret not in client.get(cast.address("settings/")).content.decode()
    assert secret not in ApiToken.objects.get().digest


def test_nobody_revokes_the_token_of_another(cast: Cast) -> None:
    cast.client("mentee").post(cast.address("settings/tokens/"), {"name": "Mine", "scopes": ["read"]})
    token = ApiToken.objects.get()
    revocation = cast.address(f"settings/tokens/{token.public_id}/revocation/")
    assert cast.client("mentor").post(revocation).status_code == 404
    assert cast.client("mentee").post(revocation).status_code == 302
    assert not ApiToken.objects.exists()


def test_only_admins_see_the_accounts(cast: Cast) -> None:
    answers = {
        part: cast.client(part).get(cast.address("accounts/")).status_code for part in cast.everybody()
    }
    assert answers.pop("admin") == 200
    assert answers.pop("outsider") == 404
    assert set(answers.values()) == {403}


def test_the_last_admin_stays_one(cast: Cast) -> None:
    page = cast.client("admin").post(cast.address(f"accounts/{cast.admin.public_id}/roles/"), {})
    assert b"needs at least one admin" in page.content
    cast.admin.refresh_from_db()
    assert cast.admin.is_organisation_admin


@pytest.mark.parametrize(
    "path", ["account/login/", "account/password/reset/", "account/password/change/", "account/passkeys/"]
)
def test_the_pages_of_the_library_wear_our_shell(cast: Cast, path: str) -> None:
    client = cast.client(None if "login" in path or "reset" in path else "mentee")
    page = client.get(f"/{path}", follow=True)
    assert page.status_code == 200
    assert b"web/styles/foundation.css" in page.content


@pytest.mark.parametrize("path", ["signup/", "email/", "2fa/", "2fa/authenticate/", "login/code/confirm/"])
def test_what_the_library_offers_beyond_that_does_not_exist(cast: Cast, path: str) -> None:
    assert cast.client("mentee").get(f"/account/{path}").status_code == 404
