"""What people do in a relationship: begin, meet, write down, agree next steps, end."""

from alongside.relationships.actions.circles import begin_circle, join_circle
from alongside.relationships.actions.life import (
    begin_relationship,
    complete_relationship,
    end_relationship,
    end_relationships_of,
    pause_relationship,
    resume_relationship,
)
from alongside.relationships.actions.next_steps import (
    add_action,
    complete_action,
    delete_action,
    reopen_action,
)
from alongside.relationships.actions.notes import change_note, delete_note, share_note, write_note
from alongside.relationships.actions.sessions import (
    cancel_session,
    log_session,
    mark_held,
    mark_missed,
    move_session,
    plan_session,
)
from alongside.relationships.actions.short import arrange_meeting, close_short_relationships

__all__ = [
    "add_action",
    "arrange_meeting",
    "begin_circle",
    "begin_relationship",
    "cancel_session",
    "change_note",
    "close_short_relationships",
    "complete_action",
    "complete_relationship",
    "delete_action",
    "delete_note",
    "end_relationship",
    "end_relationships_of",
    "join_circle",
    "log_session",
    "mark_held",
    "mark_missed",
    "move_session",
    "pause_relationship",
    "plan_session",
    "reopen_action",
    "resume_relationship",
    "share_note",
    "write_note",
]
