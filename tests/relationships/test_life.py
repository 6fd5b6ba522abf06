"""A relationship begins once, pauses, and ends kindly."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast, make_person, make_programme

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.activity.models import Event
from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.actions import (
    begin_relationship,
    complete_relationship,
    end_relationship,
    end_relationships_of,
    pause_relationship,
    plan_session,
    resume_relationship,
)
from alongside.relationships.models import Participant, Relationship, Session


def enrol(programme: Programme, person, role: str) -> Enrolment:
    return Enrolment.objects.create(programme=programme, person=person, role=role, state="approved")


@pytest.fixture
def two(cast: Cast) -> tuple[Enrolment, Enrolment]:
    learner = make_person(cast.organisation, "Noor Haddad")
    guide = make_person(cast.organisation, "Lars Berg")
    return enrol(cast.mentoring, learner, "learner"), enrol(cast.mentoring, guide, "guide")


def begin(cast: Cast, two: tuple[Enrolment, Enrolment], **more) -> Relationship:
    learner, guide = two
    more = {"by": cast.manager, "reasons": [], **more}
    return begin_relationship(cast.mentoring, learner=learner, guide=guide, **more)


def test_beginning_matches_both_enrolments_and_tells_both(
    cast: Cast, two, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pair = begin(cast, two)
    assert {row.state for row in Enrolment.objects.filter(participations__relationship=pair)} == {"matched"}
    assert sorted(message.to[0] for message in mail.outbox) == [
        "lars@northfield.example",
        "noor@northfield.example",
    ]
    to_noor = next(message for message in mail.outbox if message.to[0].startswith("noor"))
    assert to_noor.subject == "You and Lars can begin"
    assert pair.public_id in to_noor.body


def test_beginning_twice_is_beginning_once(cast: Cast, two) -> None:
    assert begin(cast, two) == begin(cast, two)
    assert Participant.objects.filter(enrolment__in=two).count() == 2
    assert Event.objects.filter(verb="relationship.begun").count() == 1


def test_a_pair_that_ended_may_begin_anew(cast: Cast, two) -> None:
    first = begin(cast, two)
    end_relationship(first, by=cast.manager)
    assert begin(cast, two) != first


def test_a_stranger_cannot_bring_two_people_together(cast: Cast, two) -> None:
    with pytest.raises(NotAllowed):
        begin(cast, two, by=cast.stranger)


def test_a_start_in_the_future_is_refused(cast: Cast, two) -> None:
    with pytest.raises(RuleBroken, match="future"):
        begin(cast, two, started_on=timezone.localdate() + timedelta(days=2))


def test_people_of_different_programmes_are_not_brought_together(cast: Cast, two) -> None:
    elsewhere = enrol(cast.coaching, two[1].person, "guide")
    with pytest.raises(RuleBroken, match="this programme"):
        begin(cast, (two[0], elsewhere))


def test_a_second_mentee_joins_the_circle_of_a_group_mentor(cast: Cast) -> None:
    group = make_programme(cast.organisation, cast.manager, "group", "Circle")
    guide = enrol(group, cast.mentor, "guide")
    circles = {
        begin_relationship(
            group, learner=enrol(group, person, "learner"), guide=guide, reasons=[], by=cast.manager
        )
        for person in (cast.mentee, cast.coachee)
    }
    assert len(circles) == 1
    assert circles.pop().participants.count() == 3


def test_peers_stand_side_by_side(cast: Cast) -> None:
    peers = make_programme(cast.organisation, cast.manager, "peer", "Peers")
    one, other = enrol(peers, cast.mentee, "both"), enrol(peers, cast.coachee, "both")
    pair = begin_relationship(peers, learner=one, guide=other, reasons=[], by=cast.manager)
    assert {participant.role for participant in pair.participants.all()} == {"peer"}


def test_a_pause_can_be_taken_back(cast: Cast) -> None:
    paused = pause_relationship(cast.pair, by=cast.mentee)
    assert paused.state == "paused"
    assert resume_relationship(paused, by=cast.mentor).state == "active"


def test_a_manager_cannot_pause_a_pair(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        pause_relationship(cast.pair, by=cast.manager)


def test_what_has_ended_cannot_be_paused(cast: Cast) -> None:
    end_relationship(cast.pair, by=cast.mentee)
    with pytest.raises(RuleBroken, match="ended"):
        pause_relationship(cast.pair, by=cast.mentee)


def test_ending_cancels_what_was_planned(cast: Cast) -> None:
    plan_session(cast.pair, by=cast.mentee, starts_at=timezone.now() + timedelta(days=1), minutes=60)
    end_relationship(cast.pair, by=cast.mentee)
    assert Session.objects.get().state == "cancelled"


def test_who_ends_it_says_whether_to_be_matched_again(cast: Cast) -> None:
    end_relationship(cast.pair, by=cast.mentee, match_again=False)
    assert cast.mentee.enrolments.get().state == "completed"
    assert cast.mentor.enrolments.get().state == "approved"


def test_a_mentor_with_another_mentee_stays_matched(cast: Cast) -> None:
    other = enrol(cast.mentoring, cast.coachee, "learner")
    mentor = cast.mentor.enrolments.get()
    begin_relationship(cast.mentoring, learner=other, guide=mentor, reasons=[], by=cast.manager)
    end_relationship(cast.pair, by=cast.mentee)
    mentor.refresh_from_db()
    assert mentor.state == "matched"


def test_an_unknown_reason_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="reasons"):
        end_relationship(cast.pair, by=cast.mentee, reason="he is boring")


def test_completing_finishes_both_enrolments(cast: Cast) -> None:
    assert complete_relationship(cast.pair, by=cast.manager).state == "completed"
    assert cast.mentee.enrolments.get().state == "completed"


def test_a_leaver_ends_their_pairs_kindly(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        end_relationships_of(cast.mentor.enrolments.get(), by=cast.admin)
    cast.pair.refresh_from_db()
    assert (cast.pair.state, cast.pair.end_reason) == ("ended_early", "left")
    assert cast.mentee.enrolments.get().state == "approved"
    assert "no fault" in mail.outbox[0].body


def test_withdrawing_from_the_programme_ends_what_ran_in_it(cast: Cast) -> None:
    withdraw(cast.mentee.enrolments.get(), by=cast.mentee)
    cast.pair.refresh_from_db()
    assert cast.pair.state == "ended_early"
    assert cast.mentee.enrolments.get().state == "withdrawn"
    assert cast.mentor.enrolments.get().state == "approved"
