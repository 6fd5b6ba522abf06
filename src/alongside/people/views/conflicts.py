"""Declared conflicts: who must not be matched with whom, in any programme."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken, require
from alongside.people.actions import declare_conflict, withdraw_conflict
from alongside.people.forms import ConflictForm
from alongside.people.models import Conflict
from alongside.people.permissions import can_keep_directory
from alongside.web.pagination import paginate


def conflicts_page(request: TenantRequest) -> HttpResponse:
    """The list, and declaring one more."""
    require(can_keep_directory(request.person))
    form = ConflictForm(request.POST or None, by=request.person)
    if request.method == "POST" and form.is_valid():
        try:
            declare_conflict(by=request.person, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, str(broken.message))
        else:
            messages.success(request, _("They are never matched with each other."))
            return redirect("conflicts", organisation=request.organisation.slug)
    conflicts = Conflict.objects.visible_to(request.person).select_related("one", "other")
    return render(request, "people/conflicts.html", {"form": form, "page": paginate(request, conflicts)})


@require_POST
def conflict_withdrawal(request: TenantRequest, public_id: str) -> HttpResponse:
    """Let the two be matched again."""
    require(can_keep_directory(request.person))
    conflict = get_object_or_404(Conflict.objects.visible_to(request.person), public_id=public_id)
    withdraw_conflict(conflict, by=request.person)
    messages.success(request, _("They may be matched again."))
    return redirect("conflicts", organisation=request.organisation.slug)
