"""What about oneself only the matching may use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.accounts.tenancy import TenantRequest
from alongside.people.actions import set_characteristics
from alongside.people.characteristics import forms_for, rows_of
from alongside.people.models import ProtectedCharacteristic


def characteristics_page(request: TenantRequest) -> HttpResponse:
    """One line for each kind: what one says of oneself, and for what it may count."""
    own = ProtectedCharacteristic.objects.visible_to(request.person)
    lines = forms_for(own, request.POST or None)
    valid = [line.is_valid() for line in lines]
    if request.method == "POST" and all(valid):
        set_characteristics(request.person, by=request.person, rows=rows_of(lines))
        messages.success(request, _("Saved. Only the matching reads it."))
        return redirect("characteristics", organisation=request.organisation.slug)
    return render(request, "people/characteristics.html", {"lines": lines})
