"""The frame of the API, seen through accounts' own routes."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from alongside.accounts.actions import create_api_token, revoke_api_token
from alongside.accounts.models import ApiToken, IdempotentReply, Invitation, Person
from alongside.activity.models import Event


def api_client(person: Person, scopes: tuple[str, ...] = ("read", "write")) -> Client:
    _token, secret = create_api_token(person, by=person, name="Test", scopes=scopes, days=None)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def patch(client: Client, address: str, body: dict[str, Any], key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.patch(address, body, content_type="application/json", headers=headers)


def test_a_token_opens_what_its_person_may_see(cast: Cast) -> None:
    client = api_client(cast.mentee)
    assert client.get("/api/v1/o/northfield/me").json()["id"] == cast.mentee.public_id
    seen = {row["name"] for row in client.get("/api/v1/o/northfield/people").json()["items"]}
    assert seen == {"Amara Okafor", "Henrik Lindqvist"}


def test_without_a_valid_token_the_answer_is_401_and_says_how(cast: Cast) -> None:
    token, secret = create_api_token(cast.mentee, by=cast.mentee, name="Old", scopes=["read"], days=1)
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    for authorisation in ("", "Bearer", "Bearer wrong", f"Bearer {secret}", f"Basic {secret}"):
        answer = Client().get("/api/v1/o/northfield/me", headers={"Authorization": authorisation})
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_opens_nothing(cast: Cast) -> None:
    client = api_client(cast.mentee)
    revoke_api_token(ApiToken.objects.get(), by=cast.mentee)
    assert client.get("/api/v1/o/northfield/me").status_code == 401


def test_the_token_of_somebody_who_left_opens_nothing(cast: Cast) -> None:
    client = api_client(cast.mentee)
    Person.objects.filter(pk=cast.mentee.pk).update(left_at=timezone.now())
    assert client.get("/api/v1/o/northfield/me").status_code == 401


def test_another_organisation_does_not_exist(cast: Cast) -> None:
    client = api_client(cast.outsider)
    assert client.get("/api/v1/o/northfield/me").status_code == 404
    assert client.get("/api/v1/o/nowhere/me").status_code == 404


def test_a_signed_in_browser_without_a_token_is_not_let_in(cast: Cast) -> None:
    assert cast.client("admin").get("/api/v1/o/northfield/me").status_code == 401


def test_a_token_to_read_cannot_write(cast: Cast) -> None:
    answer = patch(api_client(cast.mentee, ("read",)), "/api/v1/o/northfield/me", {"name": "Somebody"})
    assert answer.status_code == 403
    cast.mentee.refresh_from_db()
    assert cast.mentee.name == "Amara Okafor"


def test_a_token_is_kept_as_a_digest_only(cast: Cast) -> None:
    token, secret = create_api_token(cast.mentee, by=cast.mentee, name="Test", scopes=["read"], days=None)
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())


def test_errors_name_each_value_that_does_not_fit(cast: Cast) -> None:
    answer = api_client(cast.mentee).get("/api/v1/o/northfield/people?limit=0&offset=-1")
    assert answer.status_code == 422
    assert [error["place"] for error in answer.json()["errors"]] == [["query", "limit"], ["query", "offset"]]


def test_a_broken_rule_is_409_with_the_cure(cast: Cast) -> None:
    answer = patch(api_client(cast.mentee), "/api/v1/o/northfield/me", {"time_zone": "Moon/Crater"})
    assert answer.status_code == 409
    assert "Europe/London" in answer.json()["detail"]


def test_a_body_that_is_no_json_is_400(cast: Cast) -> None:
    answer = api_client(cast.mentee).patch("/api/v1/o/northfield/me", "{", content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_an_address_that_no_route_has_is_404_as_a_problem(cast: Cast) -> None:
    answer = Client().get("/api/v1/o/northfield/nothing/of/the/kind")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_too_many_requests_are_429_with_the_time_to_wait(cast: Cast) -> None:
    client = api_client(cast.mentee)
    answers = [client.get("/api/v1/o/northfield/me") for _ in range(1210)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert 0 <= int(refused[0]["Retry-After"]) <= 60


def test_a_list_takes_the_same_queries_however_long(cast: Cast, django_assert_num_queries: Any) -> None:
    client = api_client(cast.admin)
    client.get("/api/v1/o/northfield/me")
    with django_assert_num_queries(3):  # the token, the rows, their number
        client.get("/api/v1/o/northfield/people")
    Person.objects.bulk_create(
        Person(organisation=cast.organisation, name=f"Person {n}", email=f"{n}@northfield.example")
        for n in range(300)
    )
    with django_assert_num_queries(3):
        answer = client.get("/api/v1/o/northfield/people?limit=200&offset=100").json()
    assert (answer["count"], len(answer["items"])) == (307, 200)


def test_a_repeated_write_is_done_once_and_answered_the_same(cast: Cast) -> None:
    client = api_client(cast.mentee)
    first = patch(client, "/api/v1/o/northfield/me", {"name": "Amara O."}, key="one")
    Person.objects.filter(pk=cast.mentee.pk).update(name="Changed since")
    again = patch(client, "/api/v1/o/northfield/me", {"name": "Amara O."}, key="one")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert again["Idempotent-Replayed"] == "true"
    assert Event.objects.filter(verb="account.changed").count() == 1


def test_the_same_key_for_another_request_is_422(cast: Cast) -> None:
    client = api_client(cast.mentee)
    patch(client, "/api/v1/o/northfield/me", {"name": "Amara O."}, key="one")
    answer = patch(client, "/api/v1/o/northfield/me", {"name": "Somebody else"}, key="one")
    assert answer.status_code == 422
    cast.mentee.refresh_from_db()
    assert cast.mentee.name == "Amara O."


def test_a_key_belongs_to_its_token(cast: Cast) -> None:
    patch(api_client(cast.mentee), "/api/v1/o/northfield/me", {"name": "Amara O."}, key="one")
    answer = patch(api_client(cast.mentor), "/api/v1/o/northfield/me", {"name": "Henrik L."}, key="one")
    assert answer.json()["name"] == "Henrik L."


def test_a_write_that_failed_is_not_kept_and_may_be_tried_again(cast: Cast) -> None:
    client = api_client(cast.mentee)
    assert patch(client, "/api/v1/o/northfield/me", {"time_zone": "Moon"}, key="one").status_code == 409
    assert not IdempotentReply.objects.exists()
    assert (
        patch(client, "/api/v1/o/northfield/me", {"time_zone": "Europe/Oslo"}, key="one").status_code == 200
    )


def test_a_character_that_no_database_keeps_is_refused(cast: Cast) -> None:
    client = api_client(cast.mentee)
    assert client.get("/api/v1/o/northfield/people?search=%00").status_code == 400
    assert patch(client, "/api/v1/o/northfield/me", {"name": "Amara\0"}).status_code == 400
    assert client.get("/o/northfield/%00/").status_code == 400


def test_an_admin_invites_and_takes_it_back(cast: Cast) -> None:
    newcomer = Person.objects.create(
        organisation=cast.organisation, name="New", email="new@northfield.example"
    )
    client, address = api_client(cast.admin), f"/api/v1/o/northfield/people/{newcomer.public_id}/invitation"
    assert client.post(address).status_code == 201
    assert Invitation.objects.open().count() == 1
    assert client.delete(address).status_code == 204
    assert not Invitation.objects.open().exists()


def test_somebody_with_an_account_is_not_invited(cast: Cast) -> None:
    answer = api_client(cast.admin).post(f"/api/v1/o/northfield/people/{cast.mentee.public_id}/invitation")
    assert answer.status_code == 409
