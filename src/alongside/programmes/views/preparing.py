"""Saying that the preparation before a match is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.programmes.actions import preparing as actions
from alongside.programmes.models import Enrolment
from alongside.programmes.views.scope import managed


@require_POST
def enrolment_preparation(request: TenantRequest, enrolment_id: str) -> HttpResponse:
    """It is done."""
    enrolment = actions.finish_preparation(_enrolment(request, enrolment_id), by=request.person)
    messages.success(request, _("Done. The next matching counts you in."))
    return redirect("enrolment", request.organisation.slug, enrolment.public_id)


@require_POST
def enrolment_preparation_reopening(request: TenantRequest, enrolment_id: str) -> HttpResponse:
    """It is still to do after all."""
    enrolment = actions.reopen_preparation(_enrolment(request, enrolment_id), by=request.person)
    return redirect("enrolment", request.organisation.slug, enrolment.public_id)


@require_POST
def programme_preparations(request: TenantRequest, public_id: str) -> HttpResponse:
    """Everybody who had it to do has done it."""
    programme = managed(request, public_id)
    count = actions.finish_preparations(programme, by=request.person)
    done = ngettext("%(count)d person has prepared.", "%(count)d people have prepared.", count)
    messages.success(request, done % {"count": count})
    return redirect("programme_enrolments", request.organisation.slug, programme.public_id)


def _enrolment(request: TenantRequest, enrolment_id: str) -> Enrolment:
    visible = Enrolment.objects.visible_to(request.person).select_related("programme", "person")
    return get_object_or_404(visible, public_id=enrolment_id)
