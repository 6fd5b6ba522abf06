"""A stretch of a day is cut into times, every week at the same time of day; and the pages on which that is done."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from alongside.matching.flash.booking import book_slot
from alongside.matching.flash.cutting import cut
from alongside.matching.flash.models import Booking, Slot
from alongside.matching.flash.months import month_of
from alongside.programmes.models import Enrolment, Programme
from tests.cast import Cast
from tests.matching.flash import make_flash_programme, next_month, offered

BERLIN, KOLKATA, NEW_YORK = (ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Kolkata", "America/New_York"))


def walls(starts: list[datetime], zone: ZoneInfo) -> list[str]:
    return [f"{moment.astimezone(zone):%d %b %H:%M}" for moment in starts]


def test_tuesdays_from_two_to_four_stay_so_when_the_clocks_change() -> None:
    starts = list(cut(date(2026, 10, 13), time(14), time(16), minutes=45, weeks=3, zone=BERLIN))
    assert walls(starts, BERLIN) == [
        "13 Oct 14:00",
        "13 Oct 14:45",
        "20 Oct 14:00",
        "20 Oct 14:45",
        "27 Oct 14:00",
        "27 Oct 14:45",
    ]
    assert [moment.hour for moment in starts[::2]] == [12, 12, 13]


def test_a_night_in_which_the_clocks_change_has_an_hour_more_or_less() -> None:
    hours = {
        day: len(list(cut(day, time(1), time(4), minutes=30, weeks=1, zone=BERLIN)))
        for day in (date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25))
    }
    assert list(hours.values()) == [6, 4, 8]


def test_a_time_that_the_clocks_skip_begins_as_much_later() -> None:
    [moment] = cut(date(2026, 3, 29), time(2, 30), None, minutes=30, weeks=1, zone=BERLIN)
    assert walls([moment], BERLIN) == ["29 Mar 03:30"]


@given(
    day=some.dates(date(2026, 1, 1), date(2027, 12, 31)),
    begins=some.times(max_value=time(12)),
    hours=some.integers(1, 11),
    minutes=some.integers(20, 45),
    weeks=some.integers(1, 12),
    zone=some.sampled_from([BERLIN, KOLKATA, NEW_YORK]),
)
def test_times_follow_each_other_inside_their_stretch(
    day: date, begins: time, hours: int, minutes: int, weeks: int, zone: ZoneInfo
) -> None:
    ends = begins.replace(hour=begins.hour + hours)
    starts, length = (
        list(cut(day, begins, ends, minutes=minutes, weeks=weeks, zone=zone)),
        timedelta(minutes=minutes),
    )
    assert all(after - before >= length for before, after in pairwise(starts))
    for moment in starts:
        end = (moment + length).astimezone(zone)
        assert moment.tzinfo is UTC
        assert (moment.astimezone(zone).date() - day).days % 7 == 0
        assert end <= datetime.combine(moment.astimezone(zone), ends, tzinfo=zone)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "UTC"])
def test_a_month_is_the_organisations_own(zone: str) -> None:
    class Home:
        time_zone = zone

    begins, after = month_of(datetime(2026, 12, 31, 12, tzinfo=ZoneInfo(zone)), Home())  # type: ignore[arg-type]
    assert (f"{begins:%Y-%m-%d %H}", f"{after:%Y-%m-%d %H}") == ("2026-12-01 00", "2027-01-01 00")


@pytest.fixture
def programme(cast: Cast) -> Programme:
    programme = make_flash_programme(cast.organisation, cast.manager)
    for person, role in ((cast.mentee, "learner"), (cast.mentor, "guide")):
        Enrolment.objects.create(programme=programme, person=person, role=role, state="approved")
    return programme


def soon(days: int = 10) -> str:
    return f"{timezone.localdate() + timedelta(days=days)}"


@pytest.mark.django_db
def test_a_mentor_offers_an_afternoon_for_four_weeks(cast: Cast, programme: Programme) -> None:
    client, address = cast.client("mentor"), cast.address(f"programmes/{programme.public_id}/own-slots/")
    cast.mentor.time_zone = "Asia/Kolkata"
    cast.mentor.save()
    sent = {"day": soon(), "begins": "14:00", "ends": "16:00", "weeks": "4", "way": "video"}
    page = client.post(address, sent, follow=True)
    assert "16 times are offered." in page.text
    assert {slot.starts_at.astimezone(KOLKATA).hour for slot in Slot.objects.all()} == {14, 15}
    again = client.post(address, {**sent, "begins": "13:45", "ends": "14:45", "weeks": "1"}, follow=True)
    assert "You have something else at all of these times." in again.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ends": "13:00"}, "The end has to come after the beginning"),
        ({"ends": "14:10"}, "too short for a meeting"),
        ({"day": soon(-3)}, "has passed"),
        ({"weeks": "13"}, "12"),
        ({"day": "9999-12-31", "weeks": "4"}, "too far away"),
    ],
)
def test_what_cannot_be_offered_is_said_and_nothing_is_kept(
    cast: Cast, programme: Programme, changed: dict[str, str], said: str
) -> None:
    address = cast.address(f"programmes/{programme.public_id}/own-slots/")
    sent = {"day": soon(), "begins": "14:00", "ends": "16:00", "weeks": "2", "way": "video", **changed}
    page = cast.client("mentor").post(address, sent)
    assert said in page.text
    assert 'value="14:00"' in page.text
    assert not Slot.objects.exists()


@pytest.mark.django_db
def test_a_mentee_finds_books_and_is_thanked(cast: Cast, programme: Programme) -> None:
    guide = programme.enrolments.get(role="guide")
    [slot] = offered(guide, next_month())
    client = cast.client("mentee")
    found = client.get(cast.address(f"programmes/{programme.public_id}/slots/"))
    assert "Henrik Lindqvist" in found.text
    assert f"/slots/{slot.public_id}/" in found.text
    empty = client.post(cast.address(f"slots/{slot.public_id}/booking/"), {"question": " "})
    assert (empty.status_code, Booking.objects.count()) == (422, 0)
    page = client.post(
        cast.address(f"slots/{slot.public_id}/booking/"), {"question": "Stay or go?"}, follow=True
    )
    assert "Stay or go?" in page.text
    assert "Cancel this meeting" in page.text
    assert "You meet Amara" in cast.client("mentor").get(cast.address("bookings/")).text


@pytest.mark.django_db
def test_a_time_that_is_gone_keeps_the_question_and_shows_others(cast: Cast, programme: Programme) -> None:
    guide = programme.enrolments.get(role="guide")
    slot, other = offered(guide, next_month(10), next_month(11))
    Enrolment.objects.create(programme=programme, person=cast.coachee, role="learner", state="approved")
    book_slot(slot, by=cast.coachee, question="First")
    page = cast.client("mentee").post(
        cast.address(f"slots/{slot.public_id}/booking/"), {"question": "Stay or go?"}
    )
    assert page.status_code == 422
    assert "This time is taken." in page.text
    assert "Stay or go?" in page.text
    assert f"/slots/{other.public_id}/" in page.text


@pytest.mark.django_db
def test_the_pages_of_a_pair_lead_to_the_booking(cast: Cast, programme: Programme) -> None:
    [slot] = offered(programme.enrolments.get(role="guide"), next_month())
    booking = book_slot(slot, by=cast.mentee, question="Stay or go?")
    client = cast.client("mentor")
    answer = client.get(cast.address(f"sessions/{booking.session.public_id}/"))
    assert answer.headers["Location"].endswith(f"/bookings/{booking.public_id}/")
    pair = cast.address(f"relationships/{booking.session.relationship.public_id}/")
    assert "Plan a session" not in client.get(pair).text
    assert client.get(f"{pair}sessions/planning/").status_code == 403


@pytest.mark.django_db
def test_the_team_sees_counts_and_times_in_place_of_a_matching(cast: Cast, programme: Programme) -> None:
    slots = offered(programme.enrolments.get(role="guide"), next_month(10), next_month(11))
    book_slot(slots[0], by=cast.mentee, question="Stay or go?")
    client = cast.client("manager")
    page = client.get(cast.address(f"programmes/{programme.public_id}/matching/"), follow=True)
    assert page.redirect_chain[-1][0].endswith("/short-meetings/")
    assert "Amara Okafor" in page.text
    assert "Stay or go?" not in page.text
    assert "See the short meetings" in client.get(cast.address(f"programmes/{programme.public_id}/")).text


@pytest.mark.django_db
def test_the_set_up_asks_how_long_and_how_many(cast: Cast, programme: Programme) -> None:
    address = cast.address(f"programmes/{programme.public_id}/setup/rhythm/")
    client = cast.client("manager")
    sent = {"session_minutes": "25", "monthly_as_guide": "6", "monthly_as_learner": "1"}
    assert "20 to 45" in client.post(address, {**sent, "session_minutes": "50"}).text
    assert client.post(address, sent).status_code == 302
    programme.refresh_from_db()
    assert (programme.session_minutes, programme.monthly_as_guide, programme.monthly_as_learner) == (25, 6, 1)
