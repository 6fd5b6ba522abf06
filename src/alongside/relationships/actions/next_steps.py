"""Small next steps, each with an owner and perhaps a date."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.relationships.actions.life import check_open, locked
from alongside.relationships.messages import to_others
from alongside.relationships.models import Action, Relationship
from alongside.relationships.permissions import can_add_action, can_tick_action, takes_part


@transaction.atomic
def add_action(
    relationship: Relationship, *, by: Person, owner: Person, text: str, due_on: date | None = None
) -> Action:
    """Agree a next step; its owner is told when somebody else wrote it down."""
    require(can_add_action(by, relationship))
    relationship = locked(relationship)
    check_open(relationship)
    if not takes_part(owner, relationship):
        raise RuleBroken(_("A next step belongs to somebody who takes part here. Choose one of you."))
    text = text.strip()
    if not text:
        raise RuleBroken(_("Say what the next step is."))
    action = relationship.actions.create(owner=owner, text=text, due_on=due_on, created_by=by)
    subject = gettext_lazy("{name} wrote down a next step for you")
    where = gettext_lazy("You find it where you two work together.")
    told = [message for message in to_others(relationship, by, subject, where) if message.to == owner]
    record("action.added", by=by, subject=action, tell=told)
    return action


@transaction.atomic
def complete_action(action: Action, *, by: Person) -> Action:
    """Tick it off."""
    require(can_tick_action(by, action))
    if action.done_at is None:
        action.done_at = timezone.now()
        action.save(update_fields=["done_at"])
        record("action.completed", by=by, subject=action)
    return action


@transaction.atomic
def reopen_action(action: Action, *, by: Person) -> Action:
    """Take the tick back."""
    require(can_tick_action(by, action))
    if action.done_at is not None:
        action.done_at = None
        action.save(update_fields=["done_at"])
        record("action.reopened", by=by, subject=action)
    return action


@transaction.atomic
def delete_action(action: Action, *, by: Person) -> None:
    """Drop a next step that is no longer meant."""
    require(can_tick_action(by, action))
    record("action.deleted", by=by, subject=action)
    action.delete()
