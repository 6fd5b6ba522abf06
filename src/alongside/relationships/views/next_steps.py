"""Next steps: the list with a line to add one, and the tick."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.relationships.actions import add_action, complete_action, delete_action, reopen_action
from alongside.relationships.forms import ActionForm
from alongside.relationships.models import Action
from alongside.relationships.overview import head_of
from alongside.relationships.views.scope import back_to, own_relationship
from alongside.web.pagination import paginate


@require_http_methods(["GET", "HEAD", "POST"])
def action_list(request: TenantRequest, public_id: str) -> HttpResponse:
    """Every next step, open ones first, and a line to add one."""
    relationship = own_relationship(request, public_id)
    form = ActionForm(request.POST or None, relationship=relationship, by=request.person)
    if form.is_valid():
        with rules_shown_in(form):
            add_action(relationship, by=request.person, **form.cleaned_data)
            return back_to("relationship_actions", request, relationship)
    rows = Action.objects.in_order().filter(relationship=relationship).select_related("owner")
    context = {
        "head": head_of(relationship, request.person),
        "tab": "actions",
        "page": paginate(request, rows, 50),
        "action_form": form,
    }
    return render(request, "relationships/actions.html", context)


@require_POST
def action_completion(request: TenantRequest, public_id: str) -> HttpResponse:
    """Tick it off."""
    action = complete_action(_own_action(request, public_id), by=request.person)
    return _row_or_back(request, action)


@require_POST
def action_reopening(request: TenantRequest, public_id: str) -> HttpResponse:
    """Take the tick back."""
    action = reopen_action(_own_action(request, public_id), by=request.person)
    return _row_or_back(request, action)


@require_POST
def action_deletion(request: TenantRequest, public_id: str) -> HttpResponse:
    """Drop a next step."""
    action = _own_action(request, public_id)
    delete_action(action, by=request.person)
    return back_to("relationship_actions", request, action.relationship)


def _own_action(request: TenantRequest, public_id: str) -> Action:
    rows = Action.objects.visible_to(request.person).select_related("relationship", "owner")
    return get_object_or_404(rows, public_id=public_id)


def _row_or_back(request: TenantRequest, action: Action) -> HttpResponse:
    """The row alone where scripts run, else back to the page with the tick, wherever it stood."""
    if request.htmx:
        return render(request, "relationships/action_row.html", {"action": action})
    page = request.POST.get("back", "")
    if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return redirect(page)
    return back_to("relationship_actions", request, action.relationship)
