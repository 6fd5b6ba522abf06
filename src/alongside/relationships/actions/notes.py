"""Notes: for oneself alone, or for everyone inside; who can read one is said before it is written."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.relationships.actions.life import check_open, locked
from alongside.relationships.messages import to_others
from alongside.relationships.models import Note, Relationship
from alongside.relationships.permissions import can_change_note, can_write_note


@transaction.atomic
def write_note(
    relationship: Relationship, *, by: Person, body: str, audience: str = Note.Audience.ME
) -> Note:
    """Keep a note; the others are told of a shared one, by name and not by content."""
    require(can_write_note(by, relationship))
    relationship = locked(relationship)
    if audience == Note.Audience.PAIR:
        check_open(relationship)
    body = _checked(body)
    note = relationship.notes.create(author=by, body=body, audience=audience)
    record("note.written", by=by, subject=note, tell=_told(note, by))
    return note


@transaction.atomic
def change_note(note: Note, *, by: Person, body: str) -> Note:
    """Write it anew; who can read it stays as it is."""
    require(can_change_note(by, note))
    note.body = _checked(body)
    note.save(update_fields=["body", "changed_at"])
    record("note.changed", by=by, subject=note)
    return note


@transaction.atomic
def share_note(note: Note, *, by: Person) -> Note:
    """Let everyone inside read a note that was for oneself."""
    require(can_change_note(by, note))
    if note.audience == Note.Audience.PAIR:
        return note
    check_open(locked(note.relationship))
    note.audience = Note.Audience.PAIR
    note.save(update_fields=["audience"])
    record("note.shared", by=by, subject=note, tell=_told(note, by))
    return note


@transaction.atomic
def delete_note(note: Note, *, by: Person) -> None:
    """Remove a note for good, for everyone who could read it."""
    require(can_change_note(by, note))
    record("note.deleted", by=by, subject=note)
    note.delete()


def _told(note: Note, by: Person) -> list[Message]:
    if note.audience == Note.Audience.ME:
        return []
    subject = gettext_lazy("{name} wrote a note for you")
    text = gettext_lazy("You can read it where you two work together.")
    return to_others(note.relationship, by, subject, text)


def _checked(body: str) -> str:
    body = body.strip()
    if not body:
        raise RuleBroken(_("The note is empty. Write something first."))
    longest = Note._meta.get_field("body").max_length or 0
    if len(body) > longest:
        raise RuleBroken(
            _("The note is longer than %(longest)d characters. Shorten it.") % {"longest": longest}
        )
    return body
