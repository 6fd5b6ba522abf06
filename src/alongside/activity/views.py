"""The page of a job: how far it is, how it ended, and where to go from there."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from alongside.activity.jobs import cancel, place_of, title_of
from alongside.activity.models import Job

if TYPE_CHECKING:
    from alongside.accounts.tenancy import TenantRequest


@never_cache
def job_page(request: "TenantRequest", public_id: str) -> HttpResponse:
    """One job; the part that changes comes alone when htmx asks for it."""
    job = get_object_or_404(Job.objects.visible_to(request.person), public_id=public_id)
    context = {"job": job, "title": title_of(job), "place": place_of(job)}
    part = "#progress" if request.htmx else ""
    return render(request, f"activity/job.html{part}", context)


@require_POST
def job_cancellation(request: "TenantRequest", public_id: str) -> HttpResponse:
    """Ask a job to stop."""
    job = get_object_or_404(Job.objects.visible_to(request.person), public_id=public_id)
    cancel(job, by=request.person)
    messages.info(request, _("It stops at its next step."))
    return redirect("job", organisation=request.organisation.slug, public_id=public_id)
