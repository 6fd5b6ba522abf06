"""A circle is answered from the mail: only a button acts, and once it is answered the link names nobody."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from tests import accessibility
from tests.cast import Cast
from tests.matching.circles.gathered import WRITING, join, make_circles, offered

from alongside.accounts.actions import create_api_token
from alongside.accounts.models import Person
from alongside.activity.models import Delivery
from alongside.matching.by_link.links import answer_link
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.circles.reminding import remind_of_circles

pytestmark = pytest.mark.django_db


@pytest.fixture
def seats(cast: Cast) -> dict[str, Seat]:
    programme = make_circles(cast.organisation, cast.manager, circle_has_guide=False)
    for name in ("Noor Aal", "Ines Bakker", "Lars Holm", "Mina Ode"):
        join(programme, name, WRITING)
    return offered(programme, cast.manager)


def mailed_to(person: Person) -> str:
    text = Delivery.objects.filter(recipient=person).latest("pk").text
    return re.search(r"https?://[^/\s]+(/o/\S+/answers/[^\s/]+/)", text).group(1)


def press(seat: Seat, answer: str, **fields: str):
    path = mailed_to(seat.enrolment.person)
    return Client().post(f"{path}circles/{seat.public_id}/{answer}/", fields)


def test_a_circle_begins_by_answers_from_the_mail_alone(seats: dict[str, Seat]) -> None:
    page = Client().get(mailed_to(seats["Noor Aal"].enrolment.person))
    assert page.status_code == 200
    assert "We suggest a circle about Writing" in page.text
    assert "Ines Bakker" in page.text
    for seat in seats.values():
        assert press(seat, "acceptance").status_code == 302
    circle = Circle.objects.get()
    assert circle.relationship
    assert circle.relationship.participants.count() == 4


def test_opening_the_link_answers_nothing(seats: dict[str, Seat]) -> None:
    seat = seats["Noor Aal"]
    path = mailed_to(seat.enrolment.person)
    for _ in range(3):
        assert Client().get(path).status_code == 200
        assert Client().get(f"{path}circles/{seat.public_id}/acceptance/").status_code == 405
    seat.refresh_from_db()
    assert seat.state == Seat.State.OFFERED


@pytest.mark.parametrize("ending", ["yes", "no", "late"])
def test_once_it_is_answered_the_link_names_nobody(seats: dict[str, Seat], ending: str) -> None:
    seat = seats["Noor Aal"]
    if ending == "late":
        Circle.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    else:
        press(seat, "acceptance" if ending == "yes" else "refusal")
    page = Client().get(mailed_to(seat.enrolment.person))
    assert page.status_code == 410
    assert not any(word in page.text for word in ("Noor", "Ines", "Lars", "Mina", "Writing"))
    assert press(seat, "acceptance").status_code == 404


def test_whoever_has_not_answered_is_reminded_once_with_a_link(seats: dict[str, Seat]) -> None:
    press(seats["Ines Bakker"], "acceptance")
    assert remind_of_circles() == 0
    now = timezone.now()
    Seat.objects.update(offered_at=now - timedelta(days=8))
    Circle.objects.update(expires_at=now + timedelta(days=1))
    assert (remind_of_circles(), remind_of_circles()) == (3, 0)
    reminders = Delivery.objects.filter(event__verb="seat.reminded")
    assert {each.recipient.name for each in reminders} == {"Noor Aal", "Lars Holm", "Mina Ode"}
    assert not any("Writing" in each.text + each.subject for each in reminders)
    assert press(seats["Noor Aal"], "acceptance").status_code == 302


def test_the_api_tells_and_takes_the_same_answer(cast: Cast, seats: dict[str, Seat]) -> None:
    own = seats["Noor Aal"]
    Seat.objects.filter(pk=own.pk).update(
        enrolment=own.circle.programme.enrolments.create(
            person=cast.stranger, role="learner", state="approved"
        )
    )
    _token, secret = create_api_token(cast.stranger, by=cast.stranger, name="Test", scopes=["read", "write"])
    client, key = Client(), {"Authorization": f"Bearer {secret}"}
    base = f"/api/v1/o/{cast.organisation.slug}/circle-seats"
    [told] = client.get(base, headers=key).json()["items"]
    assert (told["topic"], told["state"], len(told["others"])) == ("Writing", "offered", 3)
    assert client.get(f"{base}/{seats['Lars Holm'].public_id}", headers=key).status_code == 404
    said = client.post(
        f"{base}/{told['id']}/refusal", {"reason": ""}, content_type="application/json", headers=key
    )
    assert (said.json()["state"], said.json()["others"]) == ("declined", [])


def test_nobody_answers_the_seat_of_somebody_else(seats: dict[str, Seat]) -> None:
    path = mailed_to(seats["Noor Aal"].enrolment.person)
    other = seats["Ines Bakker"]
    assert Client().post(f"{path}circles/{other.public_id}/acceptance/").status_code == 404


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_phone_that_never_signed_in_says_no(
    seats: dict[str, Seat], browser: Browser, live_server: LiveServer, width: int
) -> None:
    seat = seats["Noor Aal"]
    page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
    path = "/o/" + answer_link(seat.enrolment.person, seat.circle.programme).split("/o/")[1]
    page.goto(live_server.url + path)
    assert accessibility.wrongs(page) == []
    page.get_by_text("No, rather another circle").press("Enter")
    page.get_by_role("button", name="Decline this circle").press("Enter")
    page.get_by_role("heading", name="Nothing waits for your answer here").wait_for()
    seat.refresh_from_db()
    assert seat.state == Seat.State.DECLINED
