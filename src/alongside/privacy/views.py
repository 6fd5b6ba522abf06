"""The page that says who sees what."""

from django.http import HttpResponse
from django.shortcuts import render

from alongside.accounts.tenancy import TenantRequest
from alongside.privacy.table import THINGS


def who_sees_what(request: TenantRequest) -> HttpResponse:
    """The table in plain words, with its limits."""
    return render(request, "privacy/who_sees_what.html", {"things": THINGS})
