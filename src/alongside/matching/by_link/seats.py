"""A seat in a circle, answered from the mail."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.activity.actions import RuleBroken
from alongside.matching.by_link.opening import LinkRequest, back, by_link, what_waits
from alongside.matching.circles.answering import accept_seat, decline_seat
from alongside.matching.circles.models import Seat
from alongside.matching.forms import DeclineForm


@require_POST
@by_link
def seat_by_link_acceptance(request: LinkRequest, public_id: str) -> HttpResponse:
    """Say yes to a circle."""
    try:
        said = accept_seat(_seat(request, public_id), by=request.link.person)
    except RuleBroken as problem:
        return what_waits(request, problem=problem.message)
    has_begun = _("You said yes, and your circle has begun. Sign in to find your shared page.")
    waits = _("You said yes. The circle begins once enough have.")
    messages.success(request, has_begun if said.circle.relationship else waits)
    return back(request)


@require_POST
@by_link
def seat_by_link_refusal(request: LinkRequest, public_id: str) -> HttpResponse:
    """Say no to a circle, with a reason that only the programme team reads."""
    seat, form = _seat(request, public_id), DeclineForm(request.POST)
    if not form.is_valid():
        return what_waits(request, form=form, of=seat)
    try:
        decline_seat(seat, by=request.link.person, **form.cleaned_data)
    except RuleBroken as problem:
        return what_waits(request, problem=problem.message)
    messages.success(request, _("You said no to this circle, and that is fine."))
    return back(request)


def _seat(request: LinkRequest, public_id: str) -> Seat:
    return get_object_or_404(request.link.seats().with_circle(), public_id=public_id)
