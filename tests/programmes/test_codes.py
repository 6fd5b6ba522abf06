"""Printed codes let people in who have no mailbox at work: once, for a time, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.cast import Cast

from alongside.accounts.models import Person
from alongside.activity.models import Delivery
from alongside.programmes.actions.codes import make_codes, stop_codes
from alongside.programmes.models import Enrolment, JoiningCode

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    cache.clear()


def one_code(cast: Cast) -> str:
    return make_codes(cast.mentoring, by=cast.manager, count=1, days=30)[0]


def join(cast: Cast, code: str, address: str = "nadia@home.example") -> Any:
    given = {"code": code, "name": "Nadia Haddad", "address": address, "role": "learner"}
    return cast.client(None).post(cast.address(f"join/{cast.mentoring.public_id}/with-code/"), given)


def test_the_sheet_shows_codes_that_are_kept_as_digests_only(cast: Cast) -> None:
    address = cast.address(f"programmes/{cast.mentoring.public_id}/codes/")
    sheet = cast.client("manager").post(address, {"count": 3, "days": 30})
    codes = sheet.context["codes"]
    assert all(code in sheet.content.decode() for code in codes)
    kept = "".join(JoiningCode.objects.values_list("digest", flat=True))
    assert len(kept) == 3 * 64
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    again = cast.client("manager").get(address).content.decode()
    assert not any(code in again for code in codes)


def test_a_code_a_name_and_a_private_address_sign_somebody_up(cast: Cast) -> None:
    page = join(cast, one_code(cast).replace("-", "").lower())
    assert b"Look in your mail" in page.content
    enrolment = Enrolment.objects.get(person__email="nadia@home.example")
    assert (enrolment.state, enrolment.role) == ("applied", "learner")
    mail = Delivery.objects.get(event__verb="invitation.sent")
    assert mail.address == "nadia@home.example"
    link = next(word for word in mail.text.split() if "/invitations/" in word or "/invitation/" in word)
    client = cast.client(None)
    client.post("/" + link.split("/", 3)[3], {"password": ""})
    assert client.get(cast.address(f"sign-ups/{enrolment.public_id}/")).status_code == 200


def test_a_code_works_once(cast: Cast) -> None:
    code = one_code(cast)
    join(cast, code)
    assert b"does not work" in join(cast, code, "omar@home.example").content
    assert not Person.objects.filter(email="omar@home.example").exists()


def test_an_old_a_stopped_and_a_strange_code_do_not_work(cast: Cast) -> None:
    code = one_code(cast)
    JoiningCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert b"does not work" in join(cast, code).content
    stopped = one_code(cast)
    assert stop_codes(cast.mentoring, by=cast.manager) == 1
    assert b"does not work" in join(cast, stopped, "b@home.example").content
    elsewhere = make_codes(cast.coaching, by=cast.manager, count=1, days=30)[0]
    assert b"does not work" in join(cast, elsewhere, "c@home.example").content
    assert not Person.objects.filter(email__endswith="@home.example").exists()


def test_a_code_lets_nobody_act_for_somebody_of_the_directory(cast: Cast) -> None:
    code = one_code(cast)
    told = join(cast, code, cast.stranger.email)
    assert b"Look in your mail" in told.content
    assert not Enrolment.objects.filter(person=cast.stranger).exists()
    assert JoiningCode.objects.open().count() == 1
    assert Delivery.objects.get().event.verb == "link.sent"


def test_a_code_opens_a_programme_that_is_for_other_departments(cast: Cast) -> None:
    cast.mentoring.departments = ["Nursing"]
    cast.mentoring.save()
    join(cast, one_code(cast))
    assert Enrolment.objects.filter(person__email="nadia@home.example").exists()


def test_trying_many_codes_is_stopped(cast: Cast) -> None:
    answers = [join(cast, "WRONG", f"n{number}@home.example").status_code for number in range(25)]
    assert answers[0] == 200
    assert answers[-1] == 429
