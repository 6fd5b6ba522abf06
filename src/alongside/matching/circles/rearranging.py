"""Moving somebody to another circle of a draft: the team saw what it costs, and later runs keep it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Avg
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.actions.adjusting import keep_people_together
from alongside.matching.circles.models import Circle, Seat
from alongside.matching.circles.moving import Move, moves_for
from alongside.matching.engine import Sitting, circle_figures
from alongside.matching.models import Scenario
from alongside.matching.permissions import can_match
from alongside.programmes.models import Programme


@transaction.atomic
def move_seat(seat: Seat, *, by: Person, to: Circle) -> Seat:
    """Let a member sit in another circle of the run; who has to make room takes the seat that becomes free.

    What the page showed is looked at again while the programme is held: if another manager was quicker, the move
    is refused and nothing is lost. Whoever moved is kept together with the mentor there, or where there is none
    with its first member, so that later runs are solved around it.
    """
    programme = seat.circle.scenario.programme
    require(can_match(by, programme))
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    current = Seat.objects.select_related("circle__scenario__programme", "enrolment__person").get(pk=seat.pk)
    if current.circle_id == to.pk:
        return current
    if programme.is_pool:
        raise RuleBroken(_("Keep two peers together or apart instead, and run the matching again."))
    if current.circle.scenario.state != Scenario.State.SOLVED or current.is_guide:
        raise RuleBroken(_("This circle has changed meanwhile. Look at the newest draft and choose again."))
    move = next((each for each in moves_for(current)[0] if each.circle.pk == to.pk), None)
    if move is None:
        raise RuleBroken(_("This move is not possible any more. Look at the circles and choose again."))
    here = current.circle
    _seat(current, move.sitting, move.circle)
    if move.instead and move.instead_sitting:
        _seat(move.instead, move.instead_sitting, here)
    _count_again(here.scenario, [here, move.circle])
    _keep(move, current, here, by)
    record("circle.rearranged", by=by, subject=here.scenario)
    return current


def _seat(seat: Seat, sitting: Sitting, circle: Circle) -> None:
    seat.circle, seat.fit, seat.choice, seat.reasons = circle, sitting.fit, sitting.choice, sitting.reasons
    seat.save(update_fields=["circle", "fit", "choice", "reasons"])


def _count_again(scenario: Scenario, changed: Sequence[Circle]) -> None:
    """The figures of the circles and of the whole run; that nothing is better is no longer proved."""
    for circle in changed:
        mean = circle.seats.filter(is_guide=False).aggregate(mean=Avg("fit"))["mean"]
        Circle.objects.filter(pk=circle.pk).update(fit=mean)
    seats = Seat.objects.filter(circle__scenario=scenario, is_guide=False).order_by("pk")
    rows = [(seat.fit, seat.choice) for seat in seats]
    scenario.result = {
        **scenario.result,
        **circle_figures([fit for fit, _choice in rows], [choice for _fit, choice in rows]),
        "gap": None,
        "moves": scenario.result.get("moves", 0) + 1,
    }
    scenario.save(update_fields=["result"])


def _keep(move: Move, moved: Seat, here: Circle, by: Person) -> None:
    """A word on whoever moved and on whom they now sit with."""
    pairs = [(moved, move.circle)] + ([(move.instead, here)] if move.instead else [])
    for seat, circle in pairs:
        others = Seat.objects.filter(circle=circle).exclude(pk=seat.pk)
        company = others.select_related("enrolment__person").order_by("-is_guide", "pk")[0]
        keep_people_together(here.scenario.programme, by=by, one=seat.enrolment, other=company.enrolment)
