"""Notices to print for people without a mailbox."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.programmes.actions import paper as actions
from alongside.programmes.views.scope import managed


def programme_notices(request: TenantRequest, public_id: str) -> HttpResponse:
    """A slip for everyone without a mailbox for whom something waits."""
    programme = managed(request, public_id)
    context = {
        "programme": programme,
        "people": actions.notices_to_hand_over(programme),
        "without_mailbox": actions.people_without_mailbox(programme).count(),
        "address": settings.PUBLIC_URL,
        "shown_at": timezone.now().isoformat(),
    }
    return render(request, "programmes/notices.html", context)


@require_POST
def programme_notices_handover(request: TenantRequest, public_id: str) -> HttpResponse:
    """Note that the slips are with those whom they are for."""
    programme = managed(request, public_id)
    shown_at = parse_datetime(request.POST.get("shown_at", "")) or timezone.now()
    count = actions.hand_over_notices(programme, by=request.person, shown_at=shown_at)
    told = ngettext("%(count)d notice was handed over.", "%(count)d notices were handed over.", count)
    messages.success(request, told % {"count": count})
    return redirect("programme_notices", request.organisation.slug, programme.public_id)
