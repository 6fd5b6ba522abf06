"""A note is for oneself until it is shared; the others hear of it, not what it says."""

import pytest
from django.core import mail
from tests.cast import Cast

from alongside.activity.actions import NotAllowed, RuleBroken
from alongside.relationships.actions import change_note, delete_note, end_relationship, share_note, write_note
from alongside.relationships.models import Note


def test_a_private_note_tells_nobody(cast: Cast, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write_note(cast.pair, by=cast.mentee, body="I was afraid.")
    assert mail.outbox == []
    assert not Note.objects.visible_to(cast.mentor).exists()


def test_sharing_tells_the_other_side_that_there_is_a_note(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    note = write_note(cast.pair, by=cast.mentee, body="I was afraid.")
    with django_capture_on_commit_callbacks(execute=True):
        share_note(note, by=cast.mentee)
        share_note(note, by=cast.mentee)
    [message] = mail.outbox
    assert message.subject == "Amara wrote a note for you"
    assert "afraid" not in message.body
    assert list(Note.objects.visible_to(cast.mentor)) == [note]


def test_only_the_author_changes_shares_or_deletes(cast: Cast) -> None:
    note = write_note(cast.pair, by=cast.mentee, body="Ours", audience="pair")
    for attempt in (
        lambda: change_note(note, by=cast.mentor, body="Mine"),
        lambda: share_note(note, by=cast.mentor),
        lambda: delete_note(note, by=cast.mentor),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(("body", "problem"), [("  \n ", "empty"), ("x" * 10_001, "longer")])
def test_a_note_that_cannot_be_kept_says_why(cast: Cast, body: str, problem: str) -> None:
    with pytest.raises(RuleBroken, match=problem):
        write_note(cast.pair, by=cast.mentee, body=body)


def test_after_the_end_one_writes_for_oneself_alone(cast: Cast) -> None:
    end_relationship(cast.pair, by=cast.mentor)
    assert write_note(cast.pair, by=cast.mentee, body="Looking back").audience == "me"
    with pytest.raises(RuleBroken, match="ended"):
        write_note(cast.pair, by=cast.mentee, body="One more thing", audience="pair")


def test_a_deleted_note_is_gone(cast: Cast) -> None:
    note = write_note(cast.pair, by=cast.mentee, body="Ours", audience="pair")
    delete_note(note, by=cast.mentee)
    assert not Note.objects.exists()
