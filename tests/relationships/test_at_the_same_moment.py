"""Two people in two windows do the same thing at the same moment: it is done once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from tests.cast import make_cast

from alongside.activity.models import Event
from alongside.relationships.actions import begin_relationship, end_relationship, log_session
from alongside.relationships.models import Participant, Relationship, Session

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*actions: Callable[[], object]) -> None:
    """Run them together, each on its own connection, and raise what they raise."""
    together = Barrier(len(actions))

    def alone(action: Callable[[], object]) -> None:
        together.wait()
        try:
            action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        list(threads.map(alone, actions))


def test_both_log_the_meeting_and_it_is_counted_once() -> None:
    cast, starts_at = make_cast(), timezone.now() - timedelta(hours=2)
    at_once(
        *(
            lambda person=person: log_session(cast.pair, by=person, starts_at=starts_at, minutes=50)
            for person in (cast.mentee, cast.mentor, cast.mentee, cast.mentor)
        )
    )
    assert Session.objects.count() == 1
    assert Event.objects.filter(verb="session.logged").count() == 1


def test_both_end_it_and_everybody_is_told_once() -> None:
    cast = make_cast()
    at_once(
        *(
            lambda person=person: end_relationship(cast.pair, by=person)
            for person in (cast.mentee, cast.mentor)
        )
    )
    assert Event.objects.filter(verb="relationship.ended").count() == 1


def test_a_pair_begun_twice_at_once_is_one_pair() -> None:
    cast = make_cast()
    learner, guide = cast.mentee.enrolments.get(), cast.mentor.enrolments.get()
    Relationship.objects.all().delete()
    at_once(
        *(
            lambda: begin_relationship(
                cast.mentoring, learner=learner, guide=guide, reasons=[], by=cast.manager
            )
            for _window in range(4)
        )
    )
    assert Relationship.objects.count() == 1
    assert Participant.objects.count() == 2
