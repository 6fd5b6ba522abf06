"""What a person does with their goals: set, change, reach, let go, take up again, share, take back."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.growth.models import Goal, GoalShare
from alongside.growth.permissions import can_change_goal, can_share_goal

FURTHEST_AHEAD = timedelta(days=3660)


@transaction.atomic
def set_goal(*, by: Person, title: str, measure: str, due_on: date, why: str = "") -> Goal:
    """Set a goal for oneself; nobody else sees it until it is shared."""
    _check_words(title, measure)
    _check_date(due_on)
    goal = Goal.objects.create(
        owner=by, title=title.strip(), measure=measure.strip(), due_on=due_on, why=why.strip()
    )
    record("goal.set", by=by, subject=goal)
    return goal


@transaction.atomic
def change_goal(goal: Goal, *, by: Person, title: str, measure: str, due_on: date, why: str = "") -> Goal:
    """Word a goal anew, or give it another date."""
    require(can_change_goal(by, goal))
    goal = _locked(goal)
    _check_words(title, measure)
    if due_on != goal.due_on:
        _check_date(due_on)
    goal.title, goal.measure, goal.due_on, goal.why = title.strip(), measure.strip(), due_on, why.strip()
    goal.save(update_fields=["title", "measure", "due_on", "why"])
    record("goal.changed", by=by, subject=goal)
    return goal


def reach_goal(goal: Goal, *, by: Person) -> Goal:
    """Say that it is reached."""
    return _move(goal, by, Goal.State.REACHED, "goal.reached")


def let_go_of_goal(goal: Goal, *, by: Person) -> Goal:
    """Say that it no longer matters; that is an outcome too."""
    return _move(goal, by, Goal.State.LET_GO, "goal.let_go")


def take_up_goal(goal: Goal, *, by: Person) -> Goal:
    """Work on it again."""
    return _move(goal, by, Goal.State.ACTIVE, "goal.taken_up")


@transaction.atomic
def share_goal(goal: Goal, *, by: Person, reader: Person) -> GoalShare:
    """Let one person whom the owner meets read this one goal; they are told that it is there."""
    require(can_share_goal(by, goal, reader))
    share, is_new = GoalShare.objects.get_or_create(goal=goal, person=reader)
    if is_new:
        record("goal.shared", by=by, subject=goal, tell=[_told(goal, by, reader)])
    return share


@transaction.atomic
def stop_sharing_goal(goal: Goal, *, by: Person, reader: Person) -> None:
    """Take it back; the reader no longer finds it."""
    require(can_change_goal(by, goal))
    gone, _counts = GoalShare.objects.filter(goal=goal, person=reader).delete()
    if gone:
        record("goal.unshared", by=by, subject=goal)


@transaction.atomic
def delete_goal(goal: Goal, *, by: Person) -> None:
    """Remove a goal for good, for everyone who could read it."""
    require(can_change_goal(by, goal))
    record("goal.deleted", by=by, subject=goal)
    goal.delete()


@transaction.atomic
def _move(goal: Goal, by: Person, state: Goal.State, verb: str) -> Goal:
    require(can_change_goal(by, goal))
    goal = _locked(goal)
    if goal.state == state:
        return goal
    goal.state = state
    goal.ended_at = None if state == Goal.State.ACTIVE else timezone.now()
    goal.save(update_fields=["state", "ended_at"])
    record(verb, by=by, subject=goal)
    return goal


def _locked(goal: Goal) -> Goal:
    return Goal.objects.select_for_update(no_key=True).get(pk=goal.pk)


def _check_words(title: str, measure: str) -> None:
    if not title.strip():
        raise RuleBroken(_("Say what you want to reach."))
    if not measure.strip():
        raise RuleBroken(_("Say how you will know that you have reached it."))


def _check_date(due_on: date) -> None:
    today = timezone.localdate()
    if due_on < today:
        raise RuleBroken(_("This day has passed. Choose a day to come."))
    if due_on > today + FURTHEST_AHEAD:
        raise RuleBroken(_("This is more than ten years ahead. Choose an earlier day."))


def _told(goal: Goal, by: Person, reader: Person) -> Message:
    path = reverse("goal", kwargs={"organisation": by.organisation.slug, "public_id": goal.public_id})
    text = gettext_lazy("{name} lets you read one of their goals. You find it here:\n\n{address}\n")
    return Message(
        to=reader,
        subject=format_lazy(gettext_lazy("{name} shared a goal with you"), name=by.short_name),
        text=format_lazy(text, name=by.short_name, address=f"{settings.PUBLIC_URL}{path}"),
    )
