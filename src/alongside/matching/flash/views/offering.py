"""A guide's own times in a programme: what is offered, and offering more."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.matching.flash.forms import OfferForm
from alongside.matching.flash.models import Slot
from alongside.matching.flash.offering import offer_slots, take_back_slot
from alongside.matching.flash.overview import own_times
from alongside.matching.flash.people import offering_as
from alongside.programmes.models import Enrolment
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

TIMES_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def own_slots(request: TenantRequest, programme_id: str) -> HttpResponse:
    """The times one offers, day by day, and a form for more."""
    guide = get_object_or_404(offering_as(request.person), programme__public_id=programme_id)
    form = OfferForm(request.POST or None, minutes=guide.programme.session_minutes)
    if request.method == "POST" and form.is_valid():
        with rules_shown_in(form):
            found = offer_slots(guide, by=request.person, **form.cleaned_data)
            messages.success(request, _said(len(found), len(form.cleaned_data["starts"])))
            return redirect("own_slots", request.organisation.slug, programme_id)
    return _page(request, guide, form)


@require_POST
def slot_withdrawal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Offer a free time no longer."""
    own = Slot.objects.filter(guide__person=request.person).select_related("programme", "guide")
    slot = take_back_slot(get_object_or_404(own, public_id=public_id), by=request.person)
    messages.success(request, _("Taken back. Nobody can book this time any more."))
    return redirect("own_slots", request.organisation.slug, slot.programme.public_id)


def _page(request: TenantRequest, guide: Enrolment, form: OfferForm) -> HttpResponse:
    page = paginate(request, own_times(guide), TIMES_A_PAGE)
    context = {
        "programme": guide.programme,
        "prepares_for": guide if guide.has_to_prepare("guide") else None,
        "words": words_for(guide.programme.kind),
        "form": form,
        "page": page,
        "free": Slot.objects.free().filter(guide=guide).count(),
    }
    return render(request, "matching/own_slots.html", context, status=422 if form.errors else 200)


def _said(found: int, wanted: int) -> str:
    sentence = ngettext("%(count)d time is offered.", "%(count)d times are offered.", found)
    said = sentence % {"count": found}
    if found == wanted:
        return said
    left_out = ngettext(
        "%(count)d is left out, because you have something else then.",
        "%(count)d are left out, because you have something else then.",
        wanted - found,
    )
    return f"{said} {left_out % {'count': wanted - found}}"
