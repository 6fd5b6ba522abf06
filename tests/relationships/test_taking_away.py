"""Lists to take away hold what their reader may read, and nothing runs as a formula."""

import io
from datetime import timedelta

from django.utils import timezone
from openpyxl import load_workbook
from tests.cast import Cast

from alongside.relationships.actions import add_action, log_session, write_note


def rows(cast: Cast, part: str, name: str) -> list[tuple]:
    address = cast.address(f"relationships/{cast.pair.public_id}/{name}.xlsx")
    body = cast.client(part).get(address).content
    return list(load_workbook(io.BytesIO(body)).active.iter_rows(min_row=2, values_only=True))


def test_one_takes_ones_own_notes_and_the_shared_ones(cast: Cast) -> None:
    write_note(cast.pair, by=cast.mentee, body="I was afraid.")
    write_note(cast.pair, by=cast.mentor, body="=1+1", audience="pair")
    assert [row[3] for row in rows(cast, "mentee", "notes")] == ["'=1+1", "I was afraid."]
    assert [row[1] for row in rows(cast, "mentor", "notes")] == ["Henrik Lindqvist"]


def test_sessions_stand_in_ones_own_time(cast: Cast) -> None:
    cast.mentee.time_zone = "Asia/Tokyo"
    cast.mentee.save()
    starts_at = (timezone.now() - timedelta(days=3)).replace(hour=1, minute=0, second=0, microsecond=0)
    log_session(cast.pair, by=cast.mentee, starts_at=starts_at, minutes=50, topic="Rota")
    [row] = rows(cast, "mentee", "sessions")
    assert (row[1].hour, row[2], row[5]) == (10, 50, "Rota")


def test_next_steps_name_who_does_them(cast: Cast) -> None:
    add_action(cast.pair, by=cast.mentor, owner=cast.mentee, text="Ask Noor")
    assert rows(cast, "mentor", "actions") == [("Ask Noor", "Amara Okafor", None, None)]
