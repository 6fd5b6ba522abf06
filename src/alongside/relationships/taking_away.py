"""Lists to take away: one's notes, sessions and next steps of a relationship, as workbooks."""

from collections.abc import Iterator, Sequence
from datetime import date, time

from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.relationships.models import Relationship
from alongside.relationships.overview import notes_in
from alongside.tables import write_xlsx

Line = Sequence[str | int | date | time | None]


def notes_file(relationship: Relationship, person: Person) -> bytes:
    """Every note that the person may read, newest first."""
    columns = [_("Written on"), _("Written by"), _("Who can read it"), _("Note")]
    rows: Iterator[Line] = (
        [timezone.localdate(note.created_at), note.author.name, str(note.get_audience_display()), note.body]
        for note in notes_in(relationship, person)
    )
    return write_xlsx(columns, rows, _("Notes"))


def sessions_file(relationship: Relationship) -> bytes:
    """Every session, newest first, with the times in the reader's own zone."""
    columns = [_("Day"), _("Time"), _("Minutes"), _("How you meet"), _("State"), _("What it is about")]
    rows: Iterator[Line] = (
        [
            timezone.localdate(session.starts_at),
            timezone.localtime(session.starts_at).time(),
            session.minutes,
            str(session.get_way_display()),
            str(session.get_state_display()),
            session.topic,
        ]
        for session in relationship.sessions.all()
    )
    return write_xlsx(columns, rows, _("Sessions"))


def actions_file(relationship: Relationship) -> bytes:
    """Every next step, open ones first."""
    columns = [_("Next step"), _("Who does it"), _("By when"), _("Done on")]
    rows: Iterator[Line] = (
        [
            action.text,
            action.owner.name,
            action.due_on,
            timezone.localdate(action.done_at) if action.done_at else None,
        ]
        for action in relationship.actions.in_order().select_related("owner")
    )
    return write_xlsx(columns, rows, _("Next steps"))
