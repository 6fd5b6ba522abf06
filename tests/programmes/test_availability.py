"""People say at any time for how many they are there, and until when for nobody new."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.matching.places import places_left
from alongside.programmes.actions.enrolments import change_availability, withdraw
from alongside.programmes.models import Enrolment, Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(cast: Cast) -> Enrolment:
    """The mentor, who already has one of three mentees, in a programme that takes nobody new."""
    Programme.objects.filter(pk=cast.mentoring.pk).update(learners_per_guide=3, is_open_to_join=False)
    Enrolment.objects.filter(person=cast.mentor, programme=cast.mentoring).update(places_as_guide=3)
    return Enrolment.objects.select_related("programme").get(person=cast.mentor, programme=cast.mentoring)


def free(enrolment: Enrolment) -> int:
    return places_left(Enrolment.objects.filter(pk=enrolment.pk))[enrolment.pk].as_guide


def address(cast: Cast, enrolment: Enrolment, rest: str = "") -> str:
    return cast.address(f"sign-ups/{enrolment.public_id}/{rest}")


def test_a_mentor_takes_fewer_and_the_next_matching_goes_by_it(guide: Enrolment, cast: Cast) -> None:
    assert free(guide) == 2
    page = cast.client("mentor").post(
        address(cast, guide, "availability/"), {"places_as_guide": "1"}, follow=True
    )
    assert "Saved. The next matching goes by it." in page.text
    assert free(guide) == 0


def test_a_pause_takes_nobody_new_and_ends_by_itself(guide: Enrolment, cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {"places_as_guide": "3", "paused_until": tomorrow.isoformat()}
    page = cast.client("mentor").post(address(cast, guide, "availability/"), given, follow=True)
    assert "Nobody new until" in page.text
    assert free(guide) == 0
    assert cast.pair.state == "active"
    Enrolment.objects.filter(pk=guide.pk).update(paused_until=timezone.localdate())
    assert free(guide) == 2
    assert (
        'value="2' not in cast.client("mentor").get(address(cast, guide)).text.split("paused_until")[1][:80]
    )


def test_a_pause_into_the_past_is_refused_and_nothing_is_lost(guide: Enrolment, cast: Cast) -> None:
    given = {"places_as_guide": "2", "paused_until": timezone.localdate().isoformat()}
    page = cast.client("mentor").post(address(cast, guide, "availability/"), given)
    assert page.status_code == 422
    assert "Choose a day after today, or leave it empty." in page.text
    assert page.context["availability"]["places_as_guide"].value() == "2"
    guide.refresh_from_db()
    assert guide.places_as_guide == 3


def test_the_team_sees_a_pause_and_only_the_person_sets_it(guide: Enrolment, cast: Cast) -> None:
    change_availability(
        guide,
        by=cast.mentor,
        places_as_learner=1,
        places_as_guide=9,
        paused_until=timezone.localdate() + timedelta(days=9),
    )
    guide.refresh_from_db()
    assert guide.places_as_guide == 3
    assert "Nobody new until" in cast.client("manager").get(address(cast, guide)).text
    assert cast.client("manager").post(address(cast, guide, "availability/"), {}).status_code == 404
    with pytest.raises(NotAllowed):
        change_availability(guide, by=cast.manager, places_as_learner=1, places_as_guide=1)


def test_who_has_left_signs_up_again_first(guide: Enrolment, cast: Cast) -> None:
    withdraw(guide, by=cast.mentor)
    with pytest.raises(RuleBroken, match="Sign up again first"):
        change_availability(guide, by=cast.mentor, places_as_learner=1, places_as_guide=1)
