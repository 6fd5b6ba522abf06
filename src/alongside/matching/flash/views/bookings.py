"""Booked meetings: one's own, one of them, cancelling it, and saying whether one met."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.flash.booking import cancel_booking, say_met, say_missed
from alongside.matching.flash.forms import CancelForm
from alongside.matching.flash.models import Booking
from alongside.matching.flash.overview import may_book_again, own_bookings, own_places
from alongside.programmes.models import Enrolment
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

BOOKINGS_A_PAGE = 20


@require_safe
def bookings(request: TenantRequest) -> HttpResponse:
    """Every meeting that one has booked or is booked for, those to come first."""
    page = paginate(request, own_bookings(request.person), BOOKINGS_A_PAGE)
    for booking in page:
        booking.with_whom = booking.other(request.person)
    enrolments = Enrolment.objects.filter(person=request.person).select_related("programme")
    context = {"page": page, "where": own_places(request.person, enrolments)}
    return render(request, "matching/bookings.html", context)


@require_safe
def booking(request: TenantRequest, public_id: str) -> HttpResponse:
    """One meeting: when, with whom, the question, and thanks once it is over."""
    found = _booking(request, public_id)
    context = {
        "booking": found,
        "slot": found.slot,
        "session": found.session,
        "programme": found.slot.programme,
        "words": words_for(found.slot.programme.kind),
        "other": found.other(request.person),
        "side": found.side_of(request.person),
        "cancel_form": CancelForm(),
        "may_book_again": may_book_again(found, request.person),
    }
    return render(request, "matching/booking.html", context)


@require_POST
def booking_cancellation(request: TenantRequest, public_id: str) -> HttpResponse:
    """Meet not after all."""
    form = CancelForm(request.POST)
    form.is_valid()
    found = cancel_booking(_booking(request, public_id), by=request.person, **form.cleaned_data)
    name = found.other(request.person).short_name
    messages.success(request, _("Cancelled. We have told %(name)s.") % {"name": name})
    return redirect("booking", request.organisation.slug, public_id)


@require_POST
def booking_holding(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say that the two met."""
    say_met(_booking(request, public_id), by=request.person)
    return redirect("booking", request.organisation.slug, public_id)


@require_POST
def booking_absence(request: TenantRequest, public_id: str) -> HttpResponse:
    """Say that the two did not meet."""
    say_missed(_booking(request, public_id), by=request.person)
    return redirect("booking", request.organisation.slug, public_id)


def _booking(request: TenantRequest, public_id: str) -> Booking:
    own = Booking.objects.visible_to(request.person).with_people()
    return get_object_or_404(own, public_id=public_id)
