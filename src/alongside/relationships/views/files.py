"""What one takes away from a relationship."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from alongside.accounts.tenancy import TenantRequest
from alongside.relationships.taking_away import actions_file, notes_file, sessions_file
from alongside.relationships.views.scope import own_relationship
from alongside.web.downloads import workbook_response


@require_GET
def note_file(request: TenantRequest, public_id: str) -> HttpResponse:
    """The notes that one may read."""
    return workbook_response(notes_file(own_relationship(request, public_id), request.person), "notes")


@require_GET
def session_file(request: TenantRequest, public_id: str) -> HttpResponse:
    """The sessions."""
    return workbook_response(sessions_file(own_relationship(request, public_id)), "sessions")


@require_GET
def action_file(request: TenantRequest, public_id: str) -> HttpResponse:
    """The next steps."""
    return workbook_response(actions_file(own_relationship(request, public_id)), "next-steps")
