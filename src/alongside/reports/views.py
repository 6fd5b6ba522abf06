"""Today, and the dashboard of a programme."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import require
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import words_for
from alongside.relationships.forms import NoteForm
from alongside.relationships.overview import names
from alongside.reports.dashboard import SHOWN, averages, funnel, pairs_file, pairs_of
from alongside.reports.health import health_of
from alongside.reports.permissions import can_read_dashboard
from alongside.reports.stuck import stuck_in
from alongside.reports.today import today_of
from alongside.web.downloads import workbook_response
from alongside.web.pagination import paginate


@require_GET
def today(request: TenantRequest) -> HttpResponse:
    """What should I do now."""
    gathered = today_of(request.person)
    context: dict = {"today": gathered}
    session = gathered.first.session
    if session:
        others = names(session.relationship.others(request.person))
        context |= {"head": {"relationship": session.relationship, "others": others}, "note_form": NoteForm()}
    return render(request, "reports/today.html", context)


@require_GET
def programme_dashboard(request: TenantRequest, public_id: str) -> HttpResponse:
    """The funnel, what is stuck, and the pairs who need a hand."""
    programme = _own_programme(request, public_id)
    show, find = _filters(request)
    words = words_for(programme.kind)
    context = {
        "programme": programme,
        "words": words,
        "stuck": stuck_in([programme])[0],
        "sides": [
            (words.learners, funnel(programme, Enrolment.Role.LEARNER)),
            (words.guides, funnel(programme, Enrolment.Role.GUIDE)),
        ],
        "averages": averages(programme),
        "health": health_of(programme),
        "page": paginate(request, pairs_of(programme, show=show, find=find), 50),
        "choices": SHOWN.items(),
        "show": show,
        "find": find,
    }
    return render(request, "reports/dashboard.html", context)


@require_GET
def programme_pairs_file(request: TenantRequest, public_id: str) -> HttpResponse:
    """The list of pairs as a workbook, with the filters of the page."""
    programme = _own_programme(request, public_id)
    show, find = _filters(request)
    return workbook_response(pairs_file(programme, pairs_of(programme, show=show, find=find)), "pairs")


def _own_programme(request: TenantRequest, public_id: str) -> Programme:
    programme = get_object_or_404(Programme.objects.visible_to(request.person), public_id=public_id)
    require(can_read_dashboard(request.person, programme))
    return programme


def _filters(request: TenantRequest) -> tuple[str, str]:
    show = request.GET.get("show", "")
    find = request.GET.get("find", "").strip()
    return (show if show in SHOWN else "open"), find[:100]
