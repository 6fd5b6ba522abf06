"""Whoever is in a circle can leave it, and the others go on."""

import pytest
from django.core import mail
from tests.cast import Cast, make_person

from alongside.programmes.actions.enrolments import withdraw
from alongside.programmes.models import Enrolment
from alongside.relationships.actions import add_action, begin_relationship, end_relationship, write_note
from alongside.relationships.models import Relationship


@pytest.fixture
def circle(cast: Cast) -> Relationship:
    """Lars with Noor, Jun and Sam."""
    programme = cast.mentoring
    programme.kind = "group"
    programme.save()
    guide = enrolled(cast, "Lars", "guide")
    for name in ("Noor", "Jun", "Sam"):
        learner = enrolled(cast, name, "learner")
        circle = begin_relationship(programme, learner=learner, guide=guide, reasons=[], by=cast.manager)
    return circle


def enrolled(cast: Cast, name: str, role: str) -> Enrolment:
    person = make_person(cast.organisation, name)
    return Enrolment.objects.create(programme=cast.mentoring, person=person, role=role, state="approved")


def of(circle: Relationship, name: str) -> Enrolment:
    return circle.programme.enrolments.select_related("person").get(person__name=name)


def test_one_who_leaves_does_not_end_the_circle_for_all(
    circle: Relationship, django_capture_on_commit_callbacks
) -> None:
    noor = of(circle, "Noor")
    with django_capture_on_commit_callbacks(execute=True):
        left = end_relationship(circle, by=noor.person, match_again=True)
    circle.refresh_from_db()
    assert circle.is_open
    assert sorted(person.name for person in circle.people) == ["Jun", "Lars", "Sam"]
    assert (left.state, [person.name for person in left.people]) == ("ended_early", ["Noor"])
    assert of(circle, "Noor").state == "approved"
    assert of(circle, "Jun").state == "matched"
    subjects = {message.subject for message in mail.outbox if "begin" not in message.subject}
    assert subjects == {"Noor has left your circle", "You have left your circle"}


def test_the_guide_may_leave_too(circle: Relationship) -> None:
    end_relationship(circle, by=of(circle, "Lars").person)
    circle.refresh_from_db()
    assert circle.is_open
    assert circle.participants.count() == 3


def test_the_last_two_end_together(circle: Relationship) -> None:
    for name in ("Noor", "Jun", "Sam"):
        end_relationship(circle, by=of(circle, name).person)
    circle.refresh_from_db()
    assert circle.state == "ended_early"
    assert circle.participants.count() == 2


def test_the_programme_team_ends_the_whole_circle(cast: Cast, circle: Relationship) -> None:
    end_relationship(circle, by=cast.manager)
    circle.refresh_from_db()
    assert circle.state == "ended_early"
    assert circle.participants.count() == 4


def test_whoever_leaves_the_programme_leaves_the_circle_alone(circle: Relationship) -> None:
    noor = of(circle, "Noor")
    withdraw(noor, by=noor.person)
    circle.refresh_from_db()
    assert circle.is_open
    assert circle.participants.count() == 3


def test_ones_own_stays_ones_own(circle: Relationship) -> None:
    noor = of(circle, "Noor").person
    note = write_note(circle, by=noor, body="For me", audience="me")
    shared = write_note(circle, by=noor, body="For us", audience="pair")
    step = add_action(circle, by=noor, text="Read it", owner=noor)
    left = end_relationship(circle, by=noor)
    for row in (note, shared, step):
        row.refresh_from_db()
    assert (note.relationship, shared.relationship, step.relationship) == (left, circle, left)
    assert not Relationship.objects.visible_to(noor).filter(pk=circle.pk).exists()
