"""Short meetings in the API: what the pages let one do, and no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from alongside.accounts.actions import create_api_token
from alongside.accounts.models import Person
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast
from tests.matching.flash import make_flash_programme, next_month

pytestmark = pytest.mark.django_db

QUESTION = {"question": "Stay or go?"}


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_flash_programme(cast.organisation, cast.manager)
    for person, role in ((cast.mentee, "learner"), (cast.mentor, "guide")):
        Enrolment.objects.create(programme=programme, person=person, role=role, state="approved")
    return programme


class Caller:
    """Somebody with a token."""

    def __init__(self, person: Person) -> None:
        _token, secret = create_api_token(person, by=person, name="Test", scopes=["read", "write"])
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})
        self.base = f"/api/v1/o/{person.organisation.slug}/"

    def get(self, path: str, status: int = 200) -> Any:
        return self._answer(self.client.get(self.base + path), status)

    def post(self, path: str, body: object, status: int = 200) -> Any:
        return self._answer(self.client.post(self.base + path, body, "application/json"), status)

    def _answer(self, answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content
        return answer.json()


def test_offering_booking_and_cancelling(cast: Cast, programme: Programme) -> None:
    mentor, mentee = Caller(cast.mentor), Caller(cast.mentee)
    starts = [next_month().isoformat(), (next_month() + timedelta(minutes=30)).isoformat()]
    place = f"programmes/{programme.public_id}"
    first, second = mentor.post(f"{place}/own-slots", {"starts": starts}, 201)
    assert [slot["id"] for slot in mentee.get(f"{place}/slots")["items"]] == [first["id"], second["id"]]
    booked = mentee.post(f"slots/{first['id']}/booking", QUESTION, 201)
    assert mentor.get("bookings")["items"][0]["question"] == "Stay or go?"
    assert mentee.get(f"{place}/slots")["items"] == [{**second, "guide": second["guide"]}]
    mentor.post(f"slots/{first['id']}/withdrawal", {}, 409)
    mentor.post(f"slots/{second['id']}/withdrawal", {})
    mentee.post(f"slots/{second['id']}/booking", QUESTION, 404)
    cancelled = mentee.post(f"bookings/{booked['id']}/cancellation", {})
    assert cancelled["state"] == "cancelled"
    assert mentee.post(f"bookings/{booked['id']}/holding", {}, 409)
    assert [slot["id"] for slot in mentee.get(f"{place}/slots")["items"]] == [first["id"]]


def test_each_side_finds_only_its_own(cast: Cast, programme: Programme) -> None:
    place = f"programmes/{programme.public_id}"
    mentor, mentee, manager = Caller(cast.mentor), Caller(cast.mentee), Caller(cast.manager)
    [slot] = mentor.post(f"{place}/own-slots", {"starts": [next_month().isoformat()]}, 201)
    booked = mentee.post(f"slots/{slot['id']}/booking", QUESTION, 201)
    numbers = manager.get(f"{place}/short-meetings")
    assert set(numbers) == {"guides", "guides_with_times", "free", "booked", "held", "cancelled"}
    for who, path in (
        (manager, f"bookings/{booked['id']}"),
        (manager, f"{place}/slots"),
        (mentor, f"{place}/slots"),
        (mentee, f"{place}/own-slots"),
        (mentee, f"{place}/short-meetings"),
    ):
        who.get(path, 404)


@pytest.mark.parametrize(
    "starts", [[], ["2026-01-01T10:00:00"], ["0001-01-01T00:00:00Z", "9999-12-31T23:59:00Z"]]
)
def test_times_that_make_no_sense_are_refused(cast: Cast, programme: Programme, starts: list[str]) -> None:
    body = {"starts": starts}
    answer = Caller(cast.mentor).client.post(
        f"/api/v1/o/northfield/programmes/{programme.public_id}/own-slots", body, "application/json"
    )
    assert answer.status_code in {409, 422}
