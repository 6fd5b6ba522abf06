"""The demonstration is believable, alive, and the same every time."""

from datetime import date

import pytest

from alongside.accounts.models import Person
from alongside.demo import build
from alongside.matching.models import Proposal
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Relationship, Session

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def picture() -> list[object]:
    """Enough of the whole to tell two builds apart."""
    return [
        list(Person.objects.order_by("email").values_list("public_id", "name", "email")),
        list(Programme.objects.order_by("name").values_list("public_id", "name", "state")),
        list(Enrolment.objects.order_by("public_id").values_list("public_id", "person__name", "state")),
        list(Proposal.objects.order_by("public_id").values_list("public_id", "guide__person__name", "state")),
        list(Session.objects.order_by("public_id").values_list("public_id", "starts_at", "minutes", "state")),
    ]


def test_two_builds_are_the_same() -> None:
    assert len(list(build.steps(DAY))) == build.STEPS
    first = picture()
    list(build.steps(DAY))
    assert picture() == first


def test_240_people_take_part_in_programmes_of_every_state() -> None:
    list(build.steps(DAY))
    assert Person.objects.count() == 240
    assert set(Programme.objects.values_list("state", flat=True)) == set(Programme.State.values)


def test_a_year_of_sessions_stands_and_the_next_ones_are_planned() -> None:
    list(build.steps(DAY))
    held = Session.objects.filter(state=Session.State.HELD)
    assert held.count() > 300
    assert (DAY - held.earliest("starts_at").starts_at.date()).days > 330
    assert Session.objects.filter(state=Session.State.PLANNED, starts_at__date__gt=DAY).exists()
    assert not held.filter(starts_at__date__gte=DAY).exists()


def test_nobody_is_paired_with_themselves_or_past_their_places() -> None:
    list(build.steps(DAY))
    for enrolment in Enrolment.objects.filter(role=Enrolment.Role.GUIDE):
        active = Relationship.objects.filter(
            participants__enrolment=enrolment, state=Relationship.State.ACTIVE
        ).count()
        assert active <= enrolment.places_as_guide


def test_henrik_has_a_suggested_match_to_answer() -> None:
    list(build.steps(DAY))
    states = Proposal.objects.filter(programme__name="Northfield Forward").values_list("state", flat=True)
    assert {"offered", "declined"} == set(states)
    assert Proposal.objects.get(guide__person__name="Henrik Lindqvist").learner_accepted_at
