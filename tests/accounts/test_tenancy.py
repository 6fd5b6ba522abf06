"""An organisation exists only for its own people."""

from django.utils import timezone
from tests.cast import Cast

from alongside.accounts.models import Person


def test_nobody_sees_people_of_another_organisation(cast: Cast) -> None:
    seen = Person.objects.visible_to(cast.outsider)
    assert set(seen) == {cast.outsider}


def test_an_admin_sees_everyone_of_the_own_organisation(cast: Cast) -> None:
    assert Person.objects.visible_to(cast.admin).count() == 7


def test_a_page_is_kept_by_no_cache(cast: Cast) -> None:
    page = cast.client("mentee").get(cast.address("settings/"))
    assert page["Cache-Control"] == "private, no-store"


def test_the_time_zone_of_one_person_is_not_that_of_the_next(cast: Cast) -> None:
    Person.objects.filter(pk=cast.mentee.pk).update(time_zone="Pacific/Auckland")
    cast.client("mentee").get(cast.address("settings/"))
    cast.client(None).get("/account/login/")
    assert timezone.get_current_timezone_name() == "UTC"


def test_somebody_who_left_finds_nothing_any_more(cast: Cast) -> None:
    client = cast.client("mentee")
    Person.objects.filter(pk=cast.mentee.pk).update(left_at=timezone.now())
    assert client.get(cast.address("settings/")).status_code == 404
    assert "not part of an organisation" in client.get("/").content.decode()


def test_somebody_of_two_organisations_chooses(cast: Cast) -> None:
    Person.objects.create(
        organisation=cast.outsider.organisation,
        user=cast.mentee.user,
        name="Amara",
        email="amara@southgate.example",
    )
    page = cast.client("mentee").get("/").content.decode()
    assert "Northfield Health" in page
    assert "Southgate College" in page
