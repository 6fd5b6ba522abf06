"""Circles, as members answer them and as the team looks at one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.activity.forms import rules_shown_in
from alongside.matching.actions.adjusting import keep_people_apart, keep_people_together
from alongside.matching.circles.answering import accept_seat, decline_seat
from alongside.matching.circles.forms import TwoForm
from alongside.matching.circles.latecomers import free_seats, gathers_around_topics
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.circles.moving import moves_for
from alongside.matching.circles.offering_later import offer_free_seats
from alongside.matching.circles.overview import (
    about_seat,
    can_move_in,
    circle_rows,
    in_words,
    late_rows,
    move_rows,
)
from alongside.matching.circles.rearranging import move_seat
from alongside.matching.forms import DeclineForm
from alongside.matching.models import Scenario
from alongside.matching.views.scope import managed_programme
from alongside.matching.weekly.overview import weekly_of
from alongside.programmes.models import Programme
from alongside.web.pagination import paginate

MOST_SHOWN = 20


@require_safe
def seats(request: TenantRequest) -> HttpResponse:
    """The person's own seats in circles, newest first; straight to the only one."""
    own = Seat.objects.visible_to(request.person).with_circle().order_by("-circle__scenario", "-pk")
    page = paginate(request, own)
    if page.paginator.count == 1:
        return redirect("seat", request.organisation.slug, page.object_list[0].public_id)
    return render(request, "matching/seats.html", {"page": page})


@require_safe
def seat(request: TenantRequest, public_id: str) -> HttpResponse:
    """What the circle is about, who else is asked and why oneself, and the two answers."""
    return render(request, "matching/seat.html", about_seat(_own(request, public_id)))


@require_POST
def seat_acceptance(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say yes."""
    try:
        said = accept_seat(_own(request, public_id), by=request.person)
    except RuleBroken as problem:
        return _with_problem(request, public_id, problem)
    if said.circle.relationship:
        return redirect("relationship", request.organisation.slug, said.circle.relationship.public_id)
    messages.success(request, _("You said yes. The circle begins once enough have."))
    return redirect("seat", request.organisation.slug, public_id)


@require_POST
def seat_refusal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say no, with a reason that only the programme team reads."""
    own, form = _own(request, public_id), DeclineForm(request.POST)
    if not form.is_valid():
        return render(request, "matching/seat.html", {**about_seat(own), "form": form}, status=422)
    try:
        decline_seat(own, by=request.person, **form.cleaned_data)
    except RuleBroken as problem:
        return _with_problem(request, public_id, problem)
    messages.success(request, _("You said no, and that is fine. Your place is free again."))
    return redirect("seat", request.organisation.slug, public_id)


@require_safe
def circle(request: TenantRequest, public_id: str) -> HttpResponse:
    """One circle of a run: who is in it and why, and whom to keep apart."""
    found = _overseen(request, public_id)
    return render(request, "matching/circle.html", _of_circle(request, found, TwoForm(circle=found)))


@require_POST
def circle_apart(request: TenantRequest, public_id: str) -> HttpResponse:
    """Keep two of a circle apart in every later run."""
    done = _("Kept apart. Run the matching again, and they share no circle.")
    return _said_of_two(request, public_id, keep_people_apart, done)


@require_POST
def circle_together(request: TenantRequest, public_id: str) -> HttpResponse:
    """Keep two of a circle together in every later run."""
    done = _("Kept together. Later runs give them one circle, or none.")
    return _said_of_two(request, public_id, keep_people_together, done)


@require_http_methods(["GET", "HEAD", "POST"])
def seat_move(request: TenantRequest, public_id: str) -> HttpResponse:
    """Where else a member could sit and what it costs, before it is done; posting a circle moves them there."""
    drafted = _drafted_seat(request, public_id)
    if request.method == "POST":
        circles = drafted.circle.scenario.circles.all()
        to = circles.filter(public_id=request.POST.get("circle", "")).first()
        try:
            if to is None:
                raise RuleBroken(_("Choose one of the circles."))
            moved = move_seat(drafted, by=request.person, to=to)
        except RuleBroken as broken:
            messages.error(request, broken.message)
            return redirect("seat_move", request.organisation.slug, public_id)
        messages.success(request, _("Moved. Later runs keep it: see who is kept together or apart."))
        return redirect("circle", request.organisation.slug, moved.circle.public_id)
    moves, closed = moves_for(drafted)
    context = {
        "seat": drafted,
        "programme": drafted.circle.programme,
        "choice": in_words(drafted.reasons),
        "rows": move_rows(drafted, moves),
        "closed": closed,
    }
    return render(request, "matching/seat_move.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def free_seats_page(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Who could join a circle that meets, and why there; posting offers these seats."""
    programme = managed_programme(request, programme_id)
    if not gathers_around_topics(programme):
        raise Http404
    if request.method == "POST":
        count = len(offer_free_seats(programme, by=request.person))
        sentence = ngettext("%(count)d seat is offered.", "%(count)d seats are offered.", count)
        messages.success(request, sentence % {"count": count})
        return redirect("free_seats", request.organisation.slug, programme_id)
    found = free_seats(programme)
    context = {
        "programme": programme,
        "found": found,
        "rows": late_rows(found),
        "without": found.without[:MOST_SHOWN],
        "weekly": weekly_of(programme),
    }
    return render(request, "matching/free_seats.html", context)


def _said_of_two(request: TenantRequest, public_id: str, action: Any, done: str) -> HttpResponse:  # noqa: ANN401
    found = _overseen(request, public_id)
    form = TwoForm(request.POST, circle=found)
    if form.is_valid():
        with rules_shown_in(form):
            one, other = form.pair
            action(found.programme, by=request.person, one=one, other=other)
            messages.success(request, done)
            return redirect("circle", request.organisation.slug, public_id)
    return render(request, "matching/circle.html", _of_circle(request, found, form), status=422)


def _own(request: TenantRequest, public_id: str) -> Seat:
    return get_object_or_404(Seat.objects.visible_to(request.person).with_circle(), public_id=public_id)


def _drafted_seat(request: TenantRequest, public_id: str) -> Seat:
    runs = Scenario.objects.visible_to(request.person).exclude(programme__kind=Programme.Kind.PEER)
    seats = Seat.objects.filter(circle__scenario__in=runs, is_guide=False, state=Seat.State.DRAFTED)
    return get_object_or_404(
        seats.select_related("circle__scenario__programme__organisation", "enrolment__person"),
        public_id=public_id,
    )


def _overseen(request: TenantRequest, public_id: str) -> Circle:
    runs = Scenario.objects.visible_to(request.person)
    circles = Circle.objects.filter(scenario__in=runs).select_related("scenario__programme")
    return get_object_or_404(circles.prefetch_related("seats__enrolment__person"), public_id=public_id)


def _of_circle(request: TenantRequest, found: Circle, form: TwoForm) -> dict[str, Any]:
    row = circle_rows([found], request.person)[0]
    return {
        "row": row,
        "scenario": found.scenario,
        "programme": found.programme,
        "form": form,
        "can_move": can_move_in(found.scenario),
    }


def _with_problem(request: TenantRequest, public_id: str, problem: RuleBroken) -> HttpResponse:
    """The same page with what is wrong on it; the seat is read anew, because somebody was quicker."""
    context = {**about_seat(_own(request, public_id)), "problem": problem.message}
    return render(request, "matching/seat.html", context, status=409)
