"""How pairs are doing is read from days alone, by the rhythm of their programme."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import Cast

from alongside.relationships.models import Relationship
from alongside.reports.health import health_of


def words(cast: Cast) -> list[str]:
    return [condition.words for condition in health_of(cast.mentoring).conditions]


@pytest.mark.parametrize(
    ("days_late", "expected"),
    [
        (0, ["1 steady", "0 slowing", "0 need a hand"]),
        (1, ["0 steady", "1 slowing", "0 need a hand"]),
        (7, ["0 steady", "1 slowing", "0 need a hand"]),
        (8, ["0 steady", "0 slowing", "1 needs a hand"]),
    ],
)
def test_a_pair_slows_after_its_rhythm_and_needs_a_hand_a_week_later(
    cast: Cast, days_late: int, expected: list[str]
) -> None:
    met_on = timezone.localdate() - timedelta(days=cast.mentoring.rhythm_in_days + days_late)
    Relationship.objects.filter(pk=cast.pair.pk).update(last_met_on=met_on)
    assert words(cast) == expected
    behind = Relationship.objects.behind([cast.mentoring]).count()
    assert behind == (1 if expected[2].startswith("1") else 0)


def test_pairs_that_pause_or_ended_are_not_judged(cast: Cast) -> None:
    Relationship.objects.filter(pk=cast.pair.pk).update(state=Relationship.State.PAUSED)
    assert health_of(cast.mentoring).pairs == 0


def test_the_dashboard_says_it_in_words_beside_the_drawing(cast: Cast) -> None:
    Relationship.objects.filter(pk=cast.pair.pk).update(last_met_on=timezone.localdate())
    address = cast.address(f"programmes/{cast.mentoring.public_id}/dashboard/")
    html = cast.client("manager").get(address).content.decode()
    assert "How the one pair is doing" in html
    assert 'data-state="good">1 steady</span>' in html
