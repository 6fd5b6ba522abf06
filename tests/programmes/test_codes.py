"""Printed codes let people in who have no mailbox at work: once, for a time, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from alongside.accounts.models import Person
from alongside.activity.models import Delivery
from alongside.programmes.actions.codes import make_codes, stop_codes
from alongside.programmes.actions.enrolments import approve
from alongside.programmes.models import Enrolment, JoiningCode

pytestmark = pytest.mark.django_db

PASSWORD = "a quiet heron by the river"


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
    client = cast.client("manager")
    sheet = client.post(address, {"count": 3, "days": 30}, follow=True)
    codes = sheet.context["codes"]
    assert all(code in sheet.content.decode() for code in codes)
    kept = "".join(JoiningCode.objects.values_list("digest", flat=True))
    assert len(kept) == 3 * 64
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    for page in (address, f"{address}sheet/"):
        again = client.get(page, follow=True).content.decode()
        assert not any(code in again for code in codes)
    assert JoiningCode.objects.count() == 3


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


def test_a_code_lets_nobody_act_for_somebody_of_the_directory_nor_try_out_who_is_in_it(cast: Cast) -> None:
    code = one_code(cast)
    told = join(cast, code, cast.stranger.email)
    assert b"Look in your mail" in told.content
    assert not Enrolment.objects.filter(person=cast.stranger).exists()
    assert JoiningCode.objects.open().count() == 0
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


def join_without_address(cast: Cast, client: Client, code: str, name: str = "Nadia Haddad") -> Any:
    given = {"code": code, "name": name, "address": "", "password": PASSWORD, "role": "learner"}
    return client.post(cast.address(f"join/{cast.mentoring.public_id}/with-code/"), given, follow=True)


def test_without_an_address_a_password_opens_the_account_at_once(cast: Cast) -> None:
    client = cast.client(None)
    page = join_without_address(cast, client, one_code(cast))
    person = Person.objects.get(name="Nadia Haddad")
    assert page.context["sign_in_name"] == person.shown_address
    assert person.user.check_password(PASSWORD)
    assert not Delivery.objects.filter(recipient=person).exclude(state="on_paper").exists()
    assert client.get(cast.address()).status_code == 200


def test_two_people_of_one_name_have_two_sign_in_names(cast: Cast) -> None:
    for _person in range(2):
        join_without_address(cast, cast.client(None), one_code(cast))
    assert len(set(Person.objects.filter(name="Nadia Haddad").values_list("email", flat=True))) == 2


def test_a_weak_password_spends_no_code(cast: Cast) -> None:
    given = {"code": one_code(cast), "name": "Nadia", "password": "short", "role": "learner"}
    page = cast.client(None).post(cast.address(f"join/{cast.mentoring.public_id}/with-code/"), given)
    assert "at least 12 characters" in page.content.decode()
    assert JoiningCode.objects.open().count() == 1


def test_nobody_else_can_open_such_an_account(cast: Cast) -> None:
    join_without_address(cast, cast.client(None), one_code(cast))
    person = Person.objects.get(name="Nadia Haddad")
    before = Delivery.objects.filter(state="queued").count()
    cast.client(None).post("/sign-in/links/", {"email": person.email})
    cast.client(None).post("/account/password/reset/", {"email": person.email})
    page = cast.client("admin").post(cast.address(f"accounts/{person.public_id}/invitation/"), follow=True)
    assert "has an account already" in page.content.decode()
    assert Delivery.objects.filter(state="queued").count() == before


def test_an_address_given_later_takes_the_place_of_the_sign_in_name(cast: Cast) -> None:
    client = cast.client(None)
    join_without_address(cast, client, one_code(cast))
    client.post(cast.address("settings/address/"), {"email": "nadia@home.example"})
    mail = Delivery.objects.get(address="nadia@home.example")
    link = next(word for word in mail.text.split() if "/sign-in/address/" in word)
    client.post("/" + link.split("/", 3)[3])
    person = Person.objects.get(name="Nadia Haddad")
    assert (person.email, person.user.email) == ("nadia@home.example", "nadia@home.example")
    assert person.user.recovery_digest == ""
    assert person.has_mailbox


def test_a_notice_on_paper_tells_that_something_waits_and_never_what(cast: Cast) -> None:
    join_without_address(cast, cast.client(None), one_code(cast))
    person = Person.objects.get(name="Nadia Haddad")
    approve(Enrolment.objects.get(person=person), by=cast.manager)
    client, address = cast.client("manager"), cast.address(f"programmes/{cast.mentoring.public_id}/notices/")
    page = client.get(address).content.decode()
    assert person.shown_address in page
    waiting = Delivery.objects.filter(recipient=person)
    assert "Something waits for you in Alongside." in page
    assert not any(each.text or each.subject in page for each in waiting)
    shown_at = client.get(address).context["shown_at"]
    later = Delivery.objects.create(
        event=waiting[0].event, recipient=person, address="later@no-mail.invalid", state="on_paper"
    )
    client.post(f"{address}handover/", {"shown_at": shown_at})
    assert [one.pk for one in waiting.filter(state="on_paper")] == [later.pk]
    client.post(f"{address}handover/")
    assert "Nothing has to be handed over." in client.get(address).content.decode()


def test_a_whole_ward_signs_up_within_a_minute(cast: Cast) -> None:
    codes = make_codes(cast.mentoring, by=cast.manager, count=6, days=30)
    for number, code in enumerate(codes):
        join_without_address(cast, cast.client(None), code, f"Nurse {number}")
    assert Person.objects.filter(name__startswith="Nurse").count() == 6


def test_one_programmes_codes_are_on_no_other_programmes_sheet(cast: Cast) -> None:
    client = cast.client("manager")
    client.post(cast.address(f"programmes/{cast.mentoring.public_id}/codes/"), {"count": 3, "days": 30})
    other = client.get(cast.address(f"programmes/{cast.coaching.public_id}/codes/sheet/"))
    assert other.status_code == 302


def test_an_address_that_no_mail_reaches_spends_no_code(cast: Cast) -> None:
    assert "No mail reaches this address" in join(cast, one_code(cast), "x@no-mail.invalid").text
    assert JoiningCode.objects.open().count() == 1


def test_whoever_is_signed_in_signs_out_before_somebody_new_signs_up(cast: Cast) -> None:
    client = cast.client("manager")
    page = join_without_address(cast, client, one_code(cast))
    assert "You are signed in already" in page.text
    assert not Person.objects.filter(name="Nadia Haddad").exists()
    assert client.get(cast.address("programmes/")).status_code == 200
