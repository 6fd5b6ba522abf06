"""The pages of accounts work, and answer only those whom they concern."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast

from alongside.accounts.actions import invite
from alongside.accounts.models import ApiToken, Invitation, Person

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


def newcomers(cast: Cast, number: int) -> None:
    Person.objects.bulk_create(
        Person(organisation=cast.organisation, name=f"Newcomer {n}", email=f"newcomer{n}@northfield.example")
        for n in range(number)
    )


def test_an_admin_invites_everybody_without_an_account_once(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    newcomers(cast, 3)
    invite(Person.objects.get(name="Newcomer 0"), by=cast.admin)
    client = cast.client("admin")
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(cast.address("invitations/"))
    assert "Done" in client.get(answer["Location"]).content.decode()
    assert sorted(Invitation.objects.open().values_list("person__name", flat=True)) == [
        "Newcomer 0",
        "Newcomer 1",
        "Newcomer 2",
    ]


def test_only_an_admin_invites_everybody(cast: Cast) -> None:
    assert cast.client("manager").post(cast.address("invitations/")).status_code == 403


def test_a_withdrawn_invitation_no_longer_works(cast: Cast) -> None:
    newcomers(cast, 1)
    person = Person.objects.get(name="Newcomer 0")
    invite(person, by=cast.admin)
    page = cast.client("admin").post(
        cast.address(f"accounts/{person.public_id}/invitation/withdrawal/"), follow=True
    )
    assert "no longer works" in page.content.decode()
    assert not Invitation.objects.open().exists()


def test_the_accounts_take_the_same_queries_however_many(cast: Cast, django_assert_num_queries: Any) -> None:
    client = cast.client("admin")
    with CaptureQueriesContext(connection) as few:
        client.get(cast.address("accounts/"))
    newcomers(cast, 300)
    with django_assert_num_queries(len(few)):
        client.get(cast.address("accounts/"))


def test_an_admin_renames_the_organisation(cast: Cast) -> None:
    given = {"name": "Northfield Trust", "time_zone": "Europe/Oslo"}
    page = cast.client("admin").post(cast.address("organisation/"), given, follow=True)
    assert "Northfield Trust" in page.content.decode()
    assert cast.client("manager").get(cast.address("organisation/")).status_code == 403


def test_a_token_works_for_as_long_as_it_was_made_for(cast: Cast) -> None:
    given = {"name": "My script", "scopes": ["read"], "days": "30"}
    cast.client("mentee").post(cast.address("settings/tokens/"), given)
    expires_at = ApiToken.objects.get().expires_at
    assert expires_at is not None
    assert (expires_at - timezone.now()).days == 29


def test_pages_of_no_organisation_keep_ones_own_around_them(cast: Cast) -> None:
    assert "Northfield Health" in cast.client("mentee").get("/account/passkeys/").content.decode()


@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/change/", "reauthenticate/"])
def test_no_field_of_the_library_has_a_placeholder_for_a_label(cast: Cast, path: str) -> None:
    client = cast.client(None if path in {"login/", "password/reset/"} else "mentee")
    page = client.get(f"/account/{path}").content.decode()
    assert "placeholder=" not in page
    assert page.count("<label") >= 1
