"""Two or three runs on one page; the address carries which, and against which they are measured."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.comparing.circles import (
    chosen_members,
    compare_circles,
    seats_beside,
    turns_in_circles,
)
from alongside.matching.comparing.figures import compare
from alongside.matching.comparing.groups import groups_beside
from alongside.matching.comparing.people import KINDS, chosen_learners, people_beside, turns
from alongside.matching.comparing.settings import settings_beside
from alongside.matching.models import Scenario
from alongside.matching.views.scope import managed_programme
from alongside.programmes.models import Programme
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

FEWEST, MOST = 2, 3
PEOPLE_A_PAGE = 20


@require_safe
def comparison(request: TenantRequest, programme_id: str) -> HttpResponse:
    """The runs that the address names, beside each other; the others are measured against the first."""
    programme = managed_programme(request, programme_id)
    runs = _named_runs(programme, request.GET)
    if not FEWEST <= len(runs) <= MOST:
        messages.error(request, _("Choose two or three runs that are ready."))
        return redirect("scenarios", request.organisation.slug, programme_id)
    if len({run.has_circles for run in runs}) > 1:
        messages.error(request, _("Circles and pairs cannot be compared. Choose runs of one kind."))
        return redirect("scenarios", request.organisation.slug, programme_id)
    common = {
        "programme": programme,
        "words": words_for(programme.kind),
        "settings": settings_beside(runs),
        "groups": groups_beside(runs),
        "chosen": _address(runs),
        "first": [(run, _address([run, *(each for each in runs if each != run)])) for run in runs],
    }
    if runs[0].has_circles:
        page = {**common, **_circles_beside(request, runs)}
        return render(request, "matching/comparison_circles.html", page)
    return render(request, "matching/comparison_page.html", {**common, **_pairs_beside(request, runs)})


def _pairs_beside(request: TenantRequest, runs: list[Scenario]) -> dict[str, Any]:
    place, wanted = _place(runs, request.GET), _wanted(request.GET)
    turned, learners = turns(runs), chosen_learners(runs, place, wanted)
    page = paginate(request, learners, PEOPLE_A_PAGE, count=turned[place - 1].count(wanted))
    return {
        "comparison": compare(runs),
        "turns": turned,
        "page": page,
        "people": people_beside(runs, page),
        "wanted": wanted,
        "of": runs[place],
    }


def _circles_beside(request: TenantRequest, runs: list[Scenario]) -> dict[str, Any]:
    place, wanted = _place(runs, request.GET), _wanted(request.GET)
    turned, members = turns_in_circles(runs), chosen_members(runs, place, wanted)
    page = paginate(request, members, PEOPLE_A_PAGE, count=turned[place - 1].count(wanted))
    return {
        "comparison": compare_circles(runs),
        "turns": turned,
        "page": page,
        "people": seats_beside(runs, page),
        "wanted": wanted,
        "of": runs[place],
    }


def _wanted(address: QueryDict) -> str:
    """Which kind of change the list of people is about."""
    wanted = address.get("show", "")
    return wanted if wanted in KINDS else "changing"


def _named_runs(programme: Programme, address: QueryDict) -> list[Scenario]:
    """The runs in the order of the address; 404 for one that is not of this programme, or not ready."""
    ready = programme.scenarios.exclude(state=Scenario.State.DRAFT)
    named = dict.fromkeys(address.getlist("with"))
    return [get_object_or_404(ready, public_id=name) for name in list(named)[: MOST + 1]]


def _place(runs: list[Scenario], address: QueryDict) -> int:
    """Which of the other runs the list of people is about."""
    names = [run.public_id for run in runs]
    named = address.get("of", "")
    return max(1, names.index(named)) if named in names else 1


def _address(runs: list[Scenario]) -> str:
    query = QueryDict(mutable=True)
    query.setlist("with", [run.public_id for run in runs])
    return query.urlencode()
