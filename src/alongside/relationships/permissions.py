"""Who may do what inside a relationship."""

from collections.abc import Iterable

from alongside.accounts.models import Person
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Action, Note, Relationship, Session


def takes_part(by: Person, relationship: Relationship) -> bool:
    """Whether the person is one of those who meet."""
    return any(participant.person_id == by.pk for participant in relationship.participants.all())


def oversees(by: Person, relationship: Relationship) -> bool:
    """Whether the person runs the programme that the relationship belongs to."""
    return Programme.objects.managed_by(by).filter(pk=relationship.programme_id).exists()


def can_begin_relationship(by: Person, programme: Programme, learner: Enrolment, guide: Enrolment) -> bool:
    """The programme team, or one of the two by accepting a suggested match."""
    if by.pk in {learner.person_id, guide.person_id}:
        return True
    return Programme.objects.managed_by(by).filter(pk=programme.pk).exists()


def can_begin_circle(by: Person, programme: Programme, members: Iterable[Enrolment]) -> bool:
    """The programme team, or one of the members by saying yes."""
    if by.pk in {member.person_id for member in members}:
        return True
    return Programme.objects.managed_by(by).filter(pk=programme.pk).exists()


def can_plan_session(by: Person, relationship: Relationship) -> bool:
    """Planning is for those who meet; where times are offered and booked, nobody plans past that."""
    return takes_part(by, relationship) and relationship.programme.kind != Programme.Kind.FLASH


def can_log_session(by: Person, relationship: Relationship) -> bool:
    """Saying that a session was held or missed is for those who meet."""
    return takes_part(by, relationship)


def can_write_note(by: Person, relationship: Relationship) -> bool:
    """Notes are written by those who meet."""
    return takes_part(by, relationship)


def can_change_note(by: Person, note: Note) -> bool:
    """A note is changed, shared and deleted by who wrote it."""
    return note.author_id == by.pk


def can_add_action(by: Person, relationship: Relationship) -> bool:
    """Next steps are agreed among those who meet."""
    return takes_part(by, relationship)


def can_tick_action(by: Person, action: Action) -> bool:
    """Either side may say that a next step is done."""
    return takes_part(by, action.relationship)


def can_change_session(by: Person, session: Session) -> bool:
    """Either side may move, cancel or log a session."""
    return takes_part(by, session.relationship)


def can_pause_relationship(by: Person, relationship: Relationship) -> bool:
    """Either side may pause and go on."""
    return takes_part(by, relationship)


def can_end_relationship(by: Person, relationship: Relationship) -> bool:
    """Either side, with no reason needed; the programme team, when somebody leaves."""
    return takes_part(by, relationship) or oversees(by, relationship)


def can_complete_relationship(by: Person, relationship: Relationship) -> bool:
    """Either side, or the programme team at the end of the programme."""
    return takes_part(by, relationship) or oversees(by, relationship)
