"""One pair of a run: why, keep together, keep apart, swap; and every word on pairs that still counts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.matching.actions import forbid_pair, lock_pair, release_pair, swap_pairs
from alongside.matching.models import PairConstraint, Scenario, ScenarioPair
from alongside.matching.otherwise import otherwise_of
from alongside.matching.overview import in_points, pair_rows
from alongside.matching.reading import questions_by_key
from alongside.matching.swapping import swaps_for
from alongside.matching.views.scope import managed_programme, own_pair
from alongside.matching.why import why
from alongside.programmes.models import Enrolment
from alongside.web.pagination import paginate


@require_safe
def scenario_pair(request: TenantRequest, pair_id: str) -> HttpResponse:
    """Why this pair: what each criterion gave, the rules kept, the reasons that both will read."""
    pair = own_pair(request, pair_id)
    name = "matching/why.html" if request.htmx else "matching/pair.html"
    programme = pair.scenario.programme
    context = {"pair": pair, "programme": programme, "why": why(pair, questions_by_key(programme))}
    return render(request, name, context)


@require_POST
def pair_lock(request: TenantRequest, pair_id: str) -> HttpResponse:
    """Keep these two together."""
    pair = own_pair(request, pair_id)
    return _said(request, pair, lock_pair, _("Locked: a new run keeps these two together."))


@require_POST
def pair_release(request: TenantRequest, pair_id: str) -> HttpResponse:
    """Let a new run decide about these two."""
    pair = own_pair(request, pair_id)
    return _said(request, pair, release_pair, _("Released: a new run decides about these two."))


@require_POST
def pair_apart(request: TenantRequest, pair_id: str) -> HttpResponse:
    """Keep these two apart."""
    pair = own_pair(request, pair_id)
    return _said(
        request, pair, forbid_pair, _("A new run keeps these two apart. Run again before you publish.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pair_swap(request: TenantRequest, pair_id: str) -> HttpResponse:
    """What else there could be and what each costs, before it is done; posting a guide makes the swap."""
    pair = own_pair(request, pair_id)
    if request.method == "POST":
        guides = Enrolment.objects.filter(programme=pair.scenario.programme)
        guide = get_object_or_404(guides, public_id=request.POST.get("guide", ""))
        try:
            swap_pairs(pair, by=request.person, guide=guide)
        except RuleBroken as broken:
            messages.error(request, broken.message)
        else:
            messages.success(request, _("Swapped. The new pairs are locked, so that a new run keeps them."))
        return _to_run(request, pair.scenario)
    context = {
        "pair": pair,
        "programme": pair.scenario.programme,
        "fit": in_points(pair.fit),
        "swaps": swaps_for(pair),
        "told": otherwise_of(pair),
    }
    return render(request, "matching/otherwise.html" if request.htmx else "matching/swap.html", context)


@require_safe
def pair_words(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Every pair that the programme team keeps together or apart."""
    programme = managed_programme(request, programme_id)
    words = programme.pair_constraints.select_related("learner__person", "guide__person", "created_by")
    page = paginate(request, words.order_by("kind", "-created_at"))
    return render(request, "matching/pair_words.html", {"programme": programme, "page": page})


@require_POST
def word_release(request: TenantRequest, programme_id: str, word_id: str) -> HttpResponse:
    """Take one of these words back."""
    programme = managed_programme(request, programme_id)
    word = get_object_or_404(PairConstraint, programme=programme, public_id=word_id)
    release_pair(programme, by=request.person, learner=word.learner, guide=word.guide)
    messages.success(request, _("Released: a new run decides about these two."))
    return redirect("pair_words", request.organisation.slug, programme_id)


def _said(request: TenantRequest, pair: ScenarioPair, action: Any, done: str) -> HttpResponse:  # noqa: ANN401
    """Do one of the three to the pair, and come back to where it was pressed."""
    try:
        action(pair.scenario.programme, by=request.person, learner=pair.learner, guide=pair.guide)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return _to_run(request, pair.scenario)
    if request.htmx:
        pair.refresh_from_db(fields=["is_locked"])
        return render(request, "matching/pair_row.html", {"row": pair_rows([pair])[0]})
    messages.success(request, done)
    return _to_run(request, pair.scenario)


def _to_run(request: TenantRequest, scenario: Scenario) -> HttpResponse:
    programme_id = scenario.programme.public_id
    return redirect("scenario", request.organisation.slug, programme_id, scenario.public_id)
