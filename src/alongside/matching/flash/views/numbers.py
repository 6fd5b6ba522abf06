"""Short meetings as a programme's team sees them: how many, when, and between whom; never about what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.flash.overview import meetings_of, numbers_of
from alongside.matching.views.scope import managed_programme
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

MEETINGS_A_PAGE = 25


@require_safe
def programme_slots(request: TenantRequest, programme_id: str) -> HttpResponse:
    """The numbers of this month, and every meeting with its time."""
    programme = managed_programme(request, programme_id)
    context = {
        "programme": programme,
        "words": words_for(programme.kind),
        "numbers": numbers_of(programme),
        "page": paginate(request, meetings_of(programme), MEETINGS_A_PAGE),
    }
    return render(request, "matching/programme_slots.html", context)
