"""Short meetings: offered, found, booked with a question, cancelled, and over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.activity import jobs
from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Delivery, Job
from alongside.matching.actions import draft_matching
from alongside.matching.flash.booking import book_slot, cancel_booking, say_met
from alongside.matching.flash.finding import bookable, find_times, recommended_times
from alongside.matching.flash.models import Booking, Slot
from alongside.matching.flash.offering import offer_slots, take_back_slot
from alongside.matching.places import places_left
from alongside.matching.recommending import recommend_everywhere
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import (
    cancel_session,
    close_short_relationships,
    end_relationship,
    move_session,
    plan_session,
)
from alongside.relationships.models import Relationship, Session
from tests.cast import Cast
from tests.matching.cohort import enrol
from tests.matching.flash import make_flash_programme, next_month, offered

pytestmark = pytest.mark.django_db

QUESTION = "How do I say no to a good project?"
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def programme(cast: Cast) -> Programme:
    return make_flash_programme(cast.organisation, cast.manager)


@pytest.fixture
def noor(programme: Programme) -> Enrolment:
    return enrol(programme, "Noor Al-Sayed", "learner", wants=("Delegating",), languages=["en"])


@pytest.fixture
def lars(programme: Programme) -> Enrolment:
    return enrol(programme, "Lars Holm", "guide", offers=("Delegating",), languages=["en"])


def book(slot: Slot, learner: Enrolment) -> Booking:
    return book_slot(slot, by=learner.person, question=QUESTION)


def over(booking: Booking, days: float = 0.05) -> Booking:
    """The booking as it stands some time after its meeting."""
    then = timezone.now() - timedelta(days=days)
    Slot.objects.filter(pk=booking.slot_id).update(starts_at=then, ends_at=then + HALF_AN_HOUR)
    Session.objects.filter(pk=booking.session_id).update(starts_at=then)
    Relationship.objects.filter(pk=booking.session.relationship_id).update(created_at=then)
    return Booking.objects.with_people().get(pk=booking.pk)


def test_a_booking_is_a_planned_meeting_of_a_short_relationship(lars: Enrolment, noor: Enrolment) -> None:
    [slot] = offered(lars, next_month())
    booking = book(slot, noor)
    session = booking.session
    assert (session.state, session.minutes, session.topic) == ("planned", 30, "")
    assert set(session.relationship.people) == {noor.person, lars.person}
    assert book(slot, noor) == booking
    assert Session.objects.filter(relationship__programme=slot.programme).count() == 1


def test_both_are_told_when_and_with_whom_and_never_what(lars: Enrolment, noor: Enrolment) -> None:
    book(*offered(lars, next_month()), noor)
    told = {each.recipient: f"{each.subject} {each.text}" for each in Delivery.objects.all()}
    assert set(told) == {noor.person, lars.person}
    assert "Noor Al-Sayed would like to meet you" in told[lars.person]
    assert not [text for text in told.values() if QUESTION in text]


def test_a_question_comes_first(lars: Enrolment, noor: Enrolment) -> None:
    with pytest.raises(RuleBroken, match="Write your question first"):
        book_slot(*offered(lars, next_month()), by=noor.person, question="  ")


def test_a_mentee_books_no_more_in_a_month_than_they_may(lars: Enrolment, noor: Enrolment) -> None:
    slots = offered(lars, *(next_month(day) for day in (10, 11, 12)), next_month(months=2))
    first = book(slots[0], noor)
    book(slots[1], noor)
    assert list(bookable(noor)) == [slots[3]]
    with pytest.raises(RuleBroken, match="all the meetings you may"):
        book(slots[2], noor)
    book(slots[3], noor)
    cancel_booking(first, by=noor.person)
    book(slots[2], noor)


def test_a_mentor_is_booked_no_more_in_a_month_than_they_give(programme: Programme, lars: Enrolment) -> None:
    slots = offered(lars, *(next_month(day) for day in range(10, 16)))
    askers = [enrol(programme, f"Asker {number}", "learner", languages=["en"]) for number in range(5)]
    for slot, asker in zip(slots[:4], askers, strict=False):
        book(slot, asker)
    assert not bookable(askers[4]).exists()
    with pytest.raises(RuleBroken, match="gives no more meetings"):
        book(slots[4], askers[4])


def test_nobody_is_in_two_meetings_at_once(programme: Programme, lars: Enrolment, noor: Enrolment) -> None:
    ruth = enrol(programme, "Ruth Adeyemi", "guide", languages=["en"])
    [mine] = offered(lars, next_month())
    [clashing, after] = offered(ruth, next_month() + timedelta(minutes=15), next_month() + timedelta(hours=1))
    book(mine, noor)
    assert list(bookable(noor)) == [after]
    with pytest.raises(RuleBroken, match="another meeting at this time"):
        book(clashing, noor)


def test_a_mentor_with_another_meeting_then_cannot_be_booked(
    cast: Cast, programme: Programme, noor: Enrolment
) -> None:
    henrik = Enrolment.objects.create(programme=programme, person=cast.mentor, role="guide", state="approved")
    [slot] = offered(henrik, next_month())
    plan_session(cast.pair, by=cast.mentor, starts_at=next_month() - timedelta(minutes=45), minutes=60)
    assert not bookable(noor).exists()
    with pytest.raises(RuleBroken, match="cannot at this time"):
        book(slot, noor)
    assert offered(henrik, next_month(), next_month(11))[0] == slot
    with pytest.raises(RuleBroken, match="something else at all"):
        offered(henrik, next_month() - timedelta(minutes=30))


@pytest.mark.parametrize("minutes_before", [-29, 0, 59])
def test_nobody_plans_or_moves_a_meeting_over_one_that_is_booked(
    cast: Cast, programme: Programme, noor: Enrolment, minutes_before: int
) -> None:
    henrik = Enrolment.objects.create(programme=programme, person=cast.mentor, role="guide", state="approved")
    booking = book(*offered(henrik, next_month()), noor)
    starts_at = next_month() - timedelta(minutes=minutes_before)
    with pytest.raises(RuleBroken, match="You have another meeting at this time"):
        plan_session(cast.pair, by=cast.mentor, starts_at=starts_at, minutes=60)
    with pytest.raises(RuleBroken, match=r"Henrik .* cannot meet at this time"):
        plan_session(cast.pair, by=cast.mentee, starts_at=starts_at, minutes=60)
    planned = plan_session(cast.pair, by=cast.mentee, starts_at=next_month() - timedelta(hours=1), minutes=60)
    with pytest.raises(RuleBroken, match="cannot meet"):
        move_session(planned, by=cast.mentee, starts_at=starts_at)
    with pytest.raises(RuleBroken, match="cannot meet"):
        move_session(planned, by=cast.mentee, starts_at=planned.starts_at, minutes=61)
    cancel_booking(booking, by=noor.person)
    assert move_session(planned, by=cast.mentee, starts_at=starts_at).starts_at == starts_at


@pytest.mark.parametrize("side", ["learner", "guide"])
def test_either_side_cancels_and_the_time_is_free_again(lars: Enrolment, noor: Enrolment, side: str) -> None:
    [slot] = offered(lars, next_month())
    booking = book(slot, noor)
    by = noor.person if side == "learner" else lars.person
    Delivery.objects.all().delete()
    cancel_booking(booking, by=by)
    assert cancel_booking(booking, by=by).cancelled_by == by
    assert list(bookable(noor)) == [slot]
    told = Delivery.objects.get()
    assert told.recipient == (lars.person if side == "learner" else noor.person)
    assert QUESTION not in told.text
    assert book(slot, noor) != booking


def test_a_mentor_who_cancels_may_keep_the_time(lars: Enrolment, noor: Enrolment) -> None:
    booking = book(*offered(lars, next_month()), noor)
    cancel_booking(booking, by=lars.person, offer_again=False)
    assert not bookable(noor).exists()


def test_whatever_calls_a_meeting_off_frees_its_time(lars: Enrolment, noor: Enrolment) -> None:
    slots = offered(lars, next_month(10), next_month(11))
    cancel_session(book(slots[0], noor).session, by=noor.person)
    assert slots[0] in bookable(noor)
    end_relationship(book(slots[1], noor).session.relationship, by=noor.person)
    assert slots[1] in bookable(Enrolment.objects.get(pk=noor.pk))
    assert not Booking.objects.standing().exists()


def test_once_it_has_begun_nobody_cancels(lars: Enrolment, noor: Enrolment) -> None:
    booking = over(book(*offered(lars, next_month()), noor))
    with pytest.raises(RuleBroken, match="has begun"):
        cancel_booking(booking, by=noor.person)
    with pytest.raises(RuleBroken, match="has begun"):
        cancel_session(booking.session, by=noor.person)
    assert say_met(booking, by=noor.person).state == "held"


def test_nobody_plans_or_moves_past_what_is_offered(lars: Enrolment, noor: Enrolment) -> None:
    session = book(*offered(lars, next_month()), noor).session
    with pytest.raises(NotAllowed):
        plan_session(session.relationship, by=noor.person, starts_at=next_month(20), minutes=30)
    with pytest.raises(RuleBroken, match="is not moved"):
        move_session(session, by=noor.person, starts_at=next_month(20))


def test_only_free_times_are_taken_back(lars: Enrolment, noor: Enrolment) -> None:
    free, taken = offered(lars, next_month(10), next_month(11))
    book(taken, noor)
    take_back_slot(free, by=lars.person)
    take_back_slot(free, by=lars.person)
    with pytest.raises(RuleBroken, match="Somebody has booked"):
        take_back_slot(taken, by=lars.person)
    assert list(Slot.objects.offered()) == [taken]
    assert offered(lars, next_month(10))[0] != free


def test_the_same_times_offered_twice_are_offered_once(lars: Enrolment) -> None:
    first = offered(lars, next_month(10), next_month(11))
    assert offered(lars, next_month(10), next_month(11)) == first
    with pytest.raises(RuleBroken, match="something else"):
        offered(lars, next_month(10) + timedelta(minutes=10))


@pytest.mark.parametrize("ahead", [timedelta(hours=-1), timedelta(days=400)])
def test_times_gone_by_or_far_away_are_refused(lars: Enrolment, ahead: timedelta) -> None:
    with pytest.raises(RuleBroken):
        offer_slots(lars, by=lars.person, starts=[timezone.now() + ahead])
    assert not Slot.objects.exists()


def test_a_mentor_who_leaves_frees_everybody(lars: Enrolment, noor: Enrolment) -> None:
    slots = offered(lars, next_month(10), next_month(11))
    booking = book(slots[0], noor)
    withdraw(lars, by=lars.person)
    booking.refresh_from_db()
    assert booking.cancelled_at is not None
    assert not Slot.objects.offered().exists()


def test_the_rules_of_the_programme_hold(programme: Programme, noor: Enrolment) -> None:
    alone = enrol(programme, "Ines Silva", "guide", languages=["pt"])
    with pytest.raises(RuleBroken, match="rules of this programme"):
        book(*offered(alone, next_month()), noor)


def test_short_meetings_take_no_place_elsewhere(lars: Enrolment, noor: Enrolment) -> None:
    lars.person.profile.capacity = 1
    lars.person.profile.save()
    before = places_left(Enrolment.objects.filter(pk=lars.pk))
    book(*offered(lars, next_month()), noor)
    assert places_left(Enrolment.objects.filter(pk=lars.pk)) == before


def test_the_pages_of_a_short_relationship_close_after_a_week(lars: Enrolment, noor: Enrolment) -> None:
    booking = over(book(*offered(lars, next_month()), noor), days=2)
    say_met(booking, by=lars.person)
    assert close_short_relationships() == 0
    over(booking, days=8)
    assert close_short_relationships() == 1
    assert close_short_relationships() == 0
    relationship = Relationship.objects.get(pk=booking.session.relationship_id)
    assert relationship.state == "completed"
    assert Enrolment.objects.get(pk=noor.pk).state == "approved"
    assert book(*offered(lars, next_month(12)), noor).session.relationship != relationship


def test_a_meeting_ahead_keeps_them_open(lars: Enrolment, noor: Enrolment) -> None:
    booking = book(*offered(lars, next_month()), noor)
    Relationship.objects.update(created_at=timezone.now() - timedelta(days=30))
    assert close_short_relationships() == 0
    assert Booking.objects.get(pk=booking.pk).cancelled_at is None


def test_who_was_booked_least_stands_first(programme: Programme, lars: Enrolment, noor: Enrolment) -> None:
    ruth = enrol(programme, "Ruth Adeyemi", "guide", offers=("Statistics",), languages=["en"])
    slots = offered(lars, next_month(10), next_month(11))
    offered(ruth, next_month(10))
    other = enrol(programme, "Jun Park", "learner", languages=["en"])
    book(slots[0], other)
    assert find_times(noor, {}) == [ruth.pk, lars.pk]
    assert find_times(noor, {"skill": "Delegating"}) == [lars.pk]
    assert find_times(noor, {"q": "stat"}) == [ruth.pk]


def test_equals_stand_in_another_order_for_everybody(programme: Programme) -> None:
    for number in range(6):
        guide = enrol(programme, f"Guide {number}", "guide", languages=["en"])
        offered(guide, next_month(10) + number * HALF_AN_HOUR)
    askers = [enrol(programme, f"Asker {number}", "learner", languages=["en"]) for number in range(8)]
    first = {find_times(asker, {})[0] for asker in askers}
    assert len(first) > 1


def test_whom_the_matching_recommends_stands_above_with_reasons(lars: Enrolment, noor: Enrolment) -> None:
    offered(lars, next_month())
    assert recommend_everywhere() == 1
    jobs.run(Job.objects.get(kind="matching.recommend").pk)
    [found] = recommended_times(noor)
    assert found.guide == lars
    assert "Lars can help with Delegating, which you want to learn." in found.reasons


def test_nobody_drafts_a_matching(cast: Cast, programme: Programme) -> None:
    with pytest.raises(RuleBroken, match="book a time themselves"):
        draft_matching(programme, by=cast.manager)
