"""The fairness audit of a run, read before it is published."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alongside.accounts.tenancy import TenantRequest
from alongside.matching.actions import read_audit
from alongside.matching.auditing import audit_of
from alongside.matching.overview import stats
from alongside.matching.views.scope import own_scenario


@require_http_methods(["GET", "HEAD", "POST"])
def scenario_audit(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """Who fares how, by group; posting says that one has read it, and goes on to publishing."""
    scenario = own_scenario(request, programme_id, scenario_id)
    if request.method == "POST":
        read_audit(scenario, by=request.person)
        return redirect("scenario_publication", request.organisation.slug, programme_id, scenario_id)
    context = {
        "scenario": scenario,
        "programme": scenario.programme,
        "audit": audit_of(scenario),
        "stats": stats(scenario),
    }
    return render(request, "matching/audit.html", context)
