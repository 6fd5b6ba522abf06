"""However many book or plan at once: no slot twice, nobody in two meetings, nobody past a limit, no question told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.cast import Cast, make_cast
from tests.matching.cohort import enrol
from tests.matching.flash import make_flash_programme, next_month, offered
from tests.promises.test_nobody_is_overfilled import at_the_same_moment
from tests.promises.test_secrets_stay_secret import lists_of_the_api, text_of
from tests.routes import know

from alongside.accounts.actions import create_api_token
from alongside.activity.actions import RuleBroken
from alongside.activity.models import Delivery, Event
from alongside.matching.flash.booking import book_slot, cancel_booking
from alongside.matching.flash.models import Booking, Slot
from alongside.matching.flash.offering import take_back_slot
from alongside.privacy.routes import ROUTES
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import move_session, plan_session
from alongside.relationships.models import Session

AT_ONCE = 6
QUESTION = "Quillfeather, and whether to stay"
ELSE_IN_THE_PROGRAMME = ("coachee", "coach", "manager")
at_once = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> Cast:
    return make_cast()


@pytest.fixture
def programme(people: Cast) -> Programme:
    return make_flash_programme(people.organisation, people.manager)


def learners(programme: Programme, number: int) -> list[Enrolment]:
    return [enrol(programme, f"Noor {each}", "learner", languages=["en"]) for each in range(number)]


def guides(programme: Programme, number: int) -> list[Enrolment]:
    return [enrol(programme, f"Lars {each}", "guide", languages=["en"]) for each in range(number)]


def booking(slot: Slot, learner: Enrolment) -> Callable[[], object]:
    return lambda: book_slot(Slot.objects.get(pk=slot.pk), by=learner.person, question=QUESTION)


def refused(results: list[object]) -> int:
    return len([result for result in results if isinstance(result, RuleBroken)])


@at_once
def test_one_slot_that_many_book_at_once_is_booked_once(programme: Programme) -> None:
    [slot] = offered(*guides(programme, 1), next_month())
    results = at_the_same_moment(*(booking(slot, each) for each in learners(programme, AT_ONCE)))
    assert refused(results) == AT_ONCE - 1
    assert Booking.objects.standing().count() == 1
    assert Session.objects.filter(relationship__programme=programme).count() == 1


@at_once
def test_one_press_that_arrives_many_times_is_one_booking(programme: Programme) -> None:
    [slot], [noor] = offered(*guides(programme, 1), next_month()), learners(programme, 1)
    results = at_the_same_moment(*[booking(slot, noor)] * AT_ONCE)
    assert refused(results) == 0
    assert Booking.objects.count() == 1


@at_once
def test_nobody_is_in_two_meetings_at_once(programme: Programme) -> None:
    [noor] = learners(programme, 1)
    slots = [
        offered(guide, next_month() + timedelta(minutes=5 * number))[0]
        for number, guide in enumerate(guides(programme, 5))
    ]
    results = at_the_same_moment(*(booking(slot, noor) for slot in slots))
    assert refused(results) == len(slots) - 1
    assert Booking.objects.standing().count() == 1


@at_once
def test_a_meeting_planned_or_moved_while_a_time_is_booked_is_never_at_that_time(people: Cast) -> None:
    """The mentee plans with their mentor of long while somebody books that mentor, a little later in every round."""
    programme = make_flash_programme(people.organisation, people.manager, monthly_as_guide=31)
    henrik = Enrolment.objects.create(
        programme=programme, person=people.mentor, role="guide", state="approved"
    )
    for number, noor in enumerate(learners(programme, 8)):
        [slot] = offered(henrik, next_month(10 + number))
        at_the_same_moment(booking(slot, noor), lambda slot=slot, number=number: _meet(people, slot, number))
        with_henrik = Session.objects.filter(relationship__participants__person=people.mentor)
        near = with_henrik.filter(
            starts_at__gt=slot.starts_at - timedelta(hours=1), starts_at__lt=slot.ends_at
        )
        assert near.values("relationship").distinct().count() == 1


def _meet(people: Cast, slot: Slot, moves: int) -> None:
    """Plan a meeting for the day before, move it about, and then to the time of the slot."""
    starts_at = slot.starts_at - timedelta(days=1)
    session = plan_session(
        people.pair, by=people.mentee, starts_at=starts_at + timedelta(hours=2), minutes=60
    )
    for each in range(moves):
        move_session(session, by=people.mentee, starts_at=starts_at + timedelta(hours=3 + each))
    move_session(session, by=people.mentee, starts_at=slot.starts_at - timedelta(minutes=30))


@at_once
def test_limits_of_a_month_hold_on_both_sides(programme: Programme) -> None:
    """A mentor gives four, a mentee books two; both are asked for more at the same moment."""
    [lars, *others], [noor, *askers] = guides(programme, 5), learners(programme, 7)
    of_lars = offered(lars, *(next_month(day) for day in range(10, 16)))
    at_the_same_moment(*(booking(slot, each) for slot, each in zip(of_lars, askers, strict=True)))
    assert Booking.objects.standing().filter(slot__guide=lars).count() == 4
    elsewhere = [offered(guide, next_month(20 + number))[0] for number, guide in enumerate(others)]
    at_the_same_moment(*(booking(slot, noor) for slot in elsewhere))
    assert Booking.objects.standing().filter(learner=noor).count() == 2


@at_once
@pytest.mark.parametrize("_again", range(3))
def test_a_time_that_is_taken_back_and_booked_at_once_is_one_of_both(
    programme: Programme, _again: int
) -> None:
    [lars], [noor] = guides(programme, 1), learners(programme, 1)
    [slot] = offered(lars, next_month())
    results = at_the_same_moment(
        booking(slot, noor), lambda: take_back_slot(Slot.objects.get(pk=slot.pk), by=lars.person)
    )
    assert refused(results) == 1
    assert Slot.objects.offered().count() == Booking.objects.standing().count()


@at_once
@pytest.mark.parametrize("_again", range(3))
def test_a_time_that_both_cancel_while_others_book_is_booked_once(programme: Programme, _again: int) -> None:
    [lars], [noor, *others] = guides(programme, 1), learners(programme, 4)
    [slot] = offered(lars, next_month())
    first = book_slot(slot, by=noor.person, question=QUESTION)
    at_the_same_moment(
        lambda: cancel_booking(Booking.objects.with_people().get(pk=first.pk), by=noor.person),
        lambda: cancel_booking(Booking.objects.with_people().get(pk=first.pk), by=lars.person),
        *(booking(slot, each) for each in others),
    )
    first.refresh_from_db()
    assert first.cancelled_at is not None
    standing = Booking.objects.standing().filter(slot=slot)
    planned = Session.objects.filter(relationship__programme=programme, state="planned")
    assert standing.count() == planned.count() <= 1


@pytest.mark.django_db
@pytest.mark.any_database
@pytest.mark.parametrize("part", ELSE_IN_THE_PROGRAMME)
def test_a_question_is_read_by_the_two_and_by_nobody_else(people: Cast, part: str) -> None:
    """The coachee books in the same programme, and the coach offers times in it."""
    known = know(people)
    booked = Booking.objects.get()
    Booking.objects.update(question=QUESTION)
    for person, role in ((people.coachee, "learner"), (people.coach, "guide")):
        Enrolment.objects.create(programme=booked.slot.programme, person=person, role=role, state="approved")
    client, person = people.client(part), people.everybody()[part]
    for name in ROUTES:
        assert QUESTION not in text_of(client.get(known.address(name), {"q": QUESTION[:5]})), name
    _token, secret = create_api_token(person, by=person, name="reading", scopes=["read", "write"])
    reading = {"Authorization": f"Bearer {secret}"}
    places = [*lists_of_the_api(), f"/api/v1/o/{{organisation}}/bookings/{booked.public_id}"]
    places += [f"/api/v1/o/{{organisation}}/programmes/{booked.slot.programme.public_id}/short-meetings"]
    for path in places:
        answer = people.client(None).get(path.format(organisation=person.organisation.slug), headers=reading)
        assert QUESTION not in text_of(answer), path


@pytest.mark.django_db
def test_the_two_read_the_question_and_no_mail_or_event_repeats_it(
    people: Cast, programme: Programme
) -> None:
    [lars], [noor] = guides(programme, 1), learners(programme, 1)
    [slot] = offered(lars, next_month())
    booked = book_slot(slot, by=noor.person, question=QUESTION)
    assert set(Booking.objects.visible_to(lars.person)) == set(Booking.objects.visible_to(noor.person))
    cancel_booking(booked, by=noor.person)
    told = [each.subject + each.text for each in Delivery.objects.all()]
    told += [str(sorted(event.items())) for event in Event.objects.values()]
    assert len(told) > 4
    assert not [text for text in told if "Quillfeather" in text]
