"""Either side ends it with one button, gives no reason, and nobody is blamed."""

import pytest
from django.core import mail
from tests.cast import Cast

from alongside.activity.models import Event


@pytest.mark.parametrize("part", ["mentee", "mentor"])
def test_one_button_ends_it_for_either_side(
    cast: Cast, part: str, django_capture_on_commit_callbacks
) -> None:
    address = cast.address(f"relationships/{cast.pair.public_id}/ending/")
    with django_capture_on_commit_callbacks(execute=True):
        assert cast.client(part).post(address).status_code == 302
    cast.pair.refresh_from_db()
    assert (cast.pair.state, cast.pair.end_reason) == ("ended_early", "")
    assert len({message.body.split("http")[0] for message in mail.outbox}) == 1
    assert len(mail.outbox) == 2
    assert "no fault" in mail.outbox[0].body


def test_a_reason_given_all_the_same_never_reaches_the_other_side(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    address = cast.address(f"relationships/{cast.pair.public_id}/ending/")
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("mentee").post(address, {"reason": "not_a_fit", "match_again": "no"})
    reason = "not the right match"
    page = cast.client("mentor").get(cast.address(f"relationships/{cast.pair.public_id}/"))
    assert reason not in page.content.decode().casefold()
    assert all(reason not in message.body.casefold() for message in mail.outbox)
    assert "not_a_fit" not in str(list(Event.objects.values()))
    dashboard = cast.address(f"programmes/{cast.mentoring.public_id}/dashboard/?show=over")
    assert reason in cast.client("manager").get(dashboard).content.decode().casefold()


def test_whoever_ends_it_may_be_matched_again_and_so_may_the_other(cast: Cast) -> None:
    cast.client("mentor").post(
        cast.address(f"relationships/{cast.pair.public_id}/ending/"), {"match_again": "yes"}
    )
    assert cast.mentee.enrolments.get().state == "approved"
    assert cast.mentor.enrolments.get().state == "approved"


def test_ending_it_twice_tells_everybody_once(cast: Cast, django_capture_on_commit_callbacks) -> None:
    address = cast.address(f"relationships/{cast.pair.public_id}/ending/")
    with django_capture_on_commit_callbacks(execute=True):
        cast.client("mentee").post(address)
        cast.client("mentor").post(address)
    assert len(mail.outbox) == 2
    assert Event.objects.filter(verb="relationship.ended").count() == 1
