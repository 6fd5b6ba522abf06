"""The goals that those inside have shared with each other."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from alongside.accounts.tenancy import TenantRequest
from alongside.relationships.overview import goals_between, head_of
from alongside.relationships.views.scope import own_relationship
from alongside.web.pagination import paginate


@require_GET
def goal_list(request: TenantRequest, public_id: str) -> HttpResponse:
    """Goals shared between those who meet."""
    relationship = own_relationship(request, public_id)
    rows = goals_between(relationship, request.person).select_related("owner")
    context = {
        "head": head_of(relationship, request.person),
        "tab": "goals",
        "page": paginate(request, rows, 25),
    }
    return render(request, "relationships/goals.html", context)
