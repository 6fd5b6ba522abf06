"""A learner finds a time: everybody who has some, one guide with all of theirs, and booking one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.matching.choosing import guides_of
from alongside.matching.flash.booking import book_slot
from alongside.matching.flash.finding import (
    bookable,
    find_times,
    recommended_times,
    slots_near,
    with_times,
)
from alongside.matching.flash.forms import BookForm, TimesFilter
from alongside.matching.flash.models import Slot
from alongside.matching.flash.months import left_to_book, month_of
from alongside.matching.flash.people import booking_as
from alongside.programmes.models import Enrolment
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

GUIDES_A_PAGE = 20
TIMES_A_PAGE = 30


@require_safe
def slots(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Whoever has open times, searched and narrowed by what stands in the address."""
    learner = _learner(request, programme_id)
    form = TimesFilter(request.GET, learner=learner)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = paginate(request, find_times(learner, wanted), GUIDES_A_PAGE)
    in_use = [key for key, value in wanted.items() if value]
    context = {
        **_about(learner),
        "form": form,
        "page": page,
        "rows": with_times(learner, page),
        "in_use": in_use,
        "recommended": [] if in_use or page.number > 1 else recommended_times(learner),
    }
    return render(request, "matching/slots.html#found" if request.htmx else "matching/slots.html", context)


@require_safe
def guide_slots(request: TenantRequest, programme_id: str, enrolment_id: str) -> HttpResponse:
    """One guide with all their open times."""
    learner = _learner(request, programme_id)
    guide = get_object_or_404(
        guides_of(learner).select_related("person__profile__level"), public_id=enrolment_id
    )
    page = paginate(request, bookable(learner, [guide.pk]), TIMES_A_PAGE)
    [card] = with_times(learner, [guide.pk])
    context = {**_about(learner), "card": card, "guide": guide, "page": page}
    return render(request, "matching/guide_slots.html", context)


@require_safe
def slot(request: TenantRequest, public_id: str) -> HttpResponse:
    """One time: with whom, when, and the question that one brings."""
    learner, found = _slot(request, public_id)
    return _slot_page(request, learner, found, BookForm())


@require_POST
def slot_booking(request: TenantRequest, public_id: str) -> HttpResponse:
    """Book this time, question first."""
    learner, found = _slot(request, public_id)
    form = BookForm(request.POST)
    if form.is_valid():
        with rules_shown_in(form):
            booking = book_slot(found, by=request.person, **form.cleaned_data)
            messages.success(request, _("Booked. You both get a mail with the time."))
            return redirect("booking", request.organisation.slug, booking.public_id)
    return _slot_page(request, learner, found, form, status=422)


def _learner(request: TenantRequest, programme_id: str) -> Enrolment:
    return get_object_or_404(booking_as(request.person), programme__public_id=programme_id)


def _slot(request: TenantRequest, public_id: str) -> tuple[Enrolment, Slot]:
    """The learner's own enrolment, and the slot if it is one that they may look at."""
    programme = get_object_or_404(Slot.objects.select_related("programme"), public_id=public_id).programme
    learner = _learner(request, programme.public_id)
    rows = slots_near(learner).select_related("programme", "guide__person__profile__level")
    return learner, get_object_or_404(rows, public_id=public_id)


def _slot_page(
    request: TenantRequest, learner: Enrolment, found: Slot, form: BookForm, status: int = 200
) -> HttpResponse:
    own = found.bookings.standing().filter(learner=learner).first()
    context = {
        **_about(learner),
        "slot": found,
        "other": found.guide.person,
        "booking": own,
        "is_open": bookable(learner, [found.guide_id]).filter(pk=found.pk).exists(),
        "card": with_times(learner, [found.guide_id])[0],
        "form": form,
    }
    return render(request, "matching/slot.html", context, status=status)


def _about(learner: Enrolment) -> dict[str, Any]:
    month = month_of(timezone.now(), learner.programme.organisation)
    return {
        "programme": learner.programme,
        "prepares_for": learner if learner.has_to_prepare("learner") else None,
        "words": words_for(learner.programme.kind),
        "left": left_to_book(learner, month),
        "zone": timezone.get_current_timezone_name().replace("_", " "),
    }
