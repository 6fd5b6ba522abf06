"""Who may do what with goals: their owner everything, everyone else nothing but read what was shared."""

from alongside.accounts.models import Person
from alongside.growth.companions import companions_of
from alongside.growth.models import Goal


def can_change_goal(by: Person, goal: Goal) -> bool:
    """A goal belongs to whoever set it."""
    return goal.owner_id == by.pk


def can_share_goal(by: Person, goal: Goal, reader: Person) -> bool:
    """The owner shares a goal with somebody whom they meet."""
    return can_change_goal(by, goal) and companions_of(by).filter(pk=reader.pk).exists()
