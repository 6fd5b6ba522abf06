"""The pages of growth: one's goals, and a goal with its readers."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.accounts.models import Person
from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import require
from alongside.activity.forms import rules_shown_in
from alongside.growth.actions import (
    change_goal,
    delete_goal,
    let_go_of_goal,
    reach_goal,
    set_goal,
    share_goal,
    stop_sharing_goal,
    take_up_goal,
)
from alongside.growth.companions import companions_of
from alongside.growth.forms import GoalForm
from alongside.growth.models import Goal
from alongside.growth.permissions import can_change_goal
from alongside.web.pagination import paginate


@require_GET
def growth(request: TenantRequest) -> HttpResponse:
    """One's own goals, those in work first, the earliest due at the top."""
    own = Goal.objects.filter(owner=request.person).prefetch_related("shares__person")
    in_work = Case(
        When(state=Goal.State.ACTIVE, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    active = own.filter(state=Goal.State.ACTIVE)
    context = {
        "page": paginate(request, own.order_by(in_work, "due_on", "pk"), 25),
        "active": active.count(),
        "next_goal": active.order_by("due_on", "pk").first(),
    }
    return render(request, "growth/growth.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_setting(request: TenantRequest) -> HttpResponse:
    """Set a goal."""
    form = GoalForm(request.POST or None)
    if form.is_valid():
        with rules_shown_in(form):
            goal = set_goal(by=request.person, **form.cleaned_data)
            messages.success(request, _("Your goal is set. Only you can read it."))
            return _back(request, goal)
    return render(request, "growth/goal_form.html", {"form": form})


@require_GET
def goal_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """A goal, and for its owner who can read it."""
    goal = _readable(request, public_id)
    is_own = can_change_goal(request.person, goal)
    readers = Person.objects.filter(goals_shared_with__goal=goal) if is_own else Person.objects.none()
    offered = companions_of(request.person).exclude(pk__in=readers.values("pk")) if is_own else readers
    context = {"goal": goal, "is_own": is_own, "readers": readers, "offered": paginate(request, offered, 25)}
    return render(request, "growth/goal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goal_wording(request: TenantRequest, public_id: str) -> HttpResponse:
    """Word one's goal anew."""
    goal = _readable(request, public_id)
    require(can_change_goal(request.person, goal))
    form = GoalForm(request.POST or None, instance=goal)
    if form.is_valid():
        with rules_shown_in(form):
            goal = change_goal(Goal.objects.get(pk=goal.pk), by=request.person, **form.cleaned_data)
            messages.success(request, _("Your goal is changed."))
            return _back(request, goal)
    return render(request, "growth/goal_form.html", {"form": form, "goal": goal})


@require_POST
def goal_reaching(request: TenantRequest, public_id: str) -> HttpResponse:
    """Reached."""
    return _moved(request, public_id, reach_goal, _("Reached. Well done."))


@require_POST
def goal_letting_go(request: TenantRequest, public_id: str) -> HttpResponse:
    """Let go."""
    return _moved(request, public_id, let_go_of_goal, _("Let go. That makes room for what matters now."))


@require_POST
def goal_taking_up(request: TenantRequest, public_id: str) -> HttpResponse:
    """Taken up again."""
    return _moved(request, public_id, take_up_goal, _("You are working on it again."))


@require_POST
def goal_deletion(request: TenantRequest, public_id: str) -> HttpResponse:
    """Removed for good."""
    delete_goal(_readable(request, public_id), by=request.person)
    messages.success(request, _("Your goal is gone, for everyone."))
    return redirect("growth", organisation=request.organisation.slug)


@require_POST
def goal_sharing(request: TenantRequest, public_id: str, reader_id: str) -> HttpResponse:
    """Let one person read it."""
    goal, reader = _readable(request, public_id), _person(request, reader_id)
    share_goal(goal, by=request.person, reader=reader)
    messages.success(request, _("%(name)s can read this goal now.") % {"name": reader.short_name})
    return _back(request, goal)


@require_POST
def goal_unsharing(request: TenantRequest, public_id: str, reader_id: str) -> HttpResponse:
    """Take it back from one person."""
    goal, reader = _readable(request, public_id), _person(request, reader_id)
    stop_sharing_goal(goal, by=request.person, reader=reader)
    messages.success(request, _("%(name)s can no longer read this goal.") % {"name": reader.short_name})
    return _back(request, goal)


def _readable(request: TenantRequest, public_id: str) -> Goal:
    rows = Goal.objects.visible_to(request.person).select_related("owner")
    return get_object_or_404(rows, public_id=public_id)


def _person(request: TenantRequest, public_id: str) -> Person:
    """Somebody whom the person meets, or who reads one of their goals."""
    known = companions_of(request.person) | Person.objects.filter(
        goals_shared_with__goal__owner=request.person
    )
    return get_object_or_404(Person.objects.filter(pk__in=known.values("pk")), public_id=public_id)


def _moved(
    request: TenantRequest, public_id: str, action: Callable[..., Goal], message: str
) -> HttpResponseRedirect:
    goal = action(_readable(request, public_id), by=request.person)
    messages.success(request, message)
    return _back(request, goal)


def _back(request: TenantRequest, goal: Goal) -> HttpResponseRedirect:
    return redirect("goal", organisation=request.organisation.slug, public_id=goal.public_id)
