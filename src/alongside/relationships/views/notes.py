"""Notes: the list with its composer, and one's own note, to change, share or delete."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import NotAllowed
from alongside.activity.forms import rules_shown_in
from alongside.relationships.actions import change_note, delete_note, share_note, write_note
from alongside.relationships.forms import NoteBodyForm, NoteForm
from alongside.relationships.models import Note
from alongside.relationships.overview import head_of, notes_in
from alongside.relationships.permissions import can_change_note
from alongside.relationships.views.scope import back_to, own_relationship
from alongside.web.pagination import paginate


@require_http_methods(["GET", "HEAD", "POST"])
def note_list(request: TenantRequest, public_id: str) -> HttpResponse:
    """Everything written down that the person may read, and a place to write."""
    relationship = own_relationship(request, public_id)
    form = NoteForm(request.POST or None)
    if form.is_valid():
        with rules_shown_in(form):
            write_note(relationship, by=request.person, **form.cleaned_data)
            messages.success(request, _("Your note is kept."))
            return back_to("relationship_notes", request, relationship)
    context = {
        "head": head_of(relationship, request.person),
        "tab": "notes",
        "page": paginate(request, notes_in(relationship, request.person), 25),
        "note_form": form,
    }
    return render(request, "relationships/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def note_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """One's own note, to write anew."""
    note = _readable_note(request, public_id)
    if not can_change_note(request.person, note):
        raise NotAllowed
    form = NoteBodyForm(request.POST or None, instance=note)
    if form.is_valid():
        with rules_shown_in(form):
            change_note(note, by=request.person, body=form.cleaned_data["body"])
            messages.success(request, _("Your note is changed."))
            return back_to("relationship_notes", request, note.relationship)
    relationship = own_relationship(request, note.relationship.public_id)
    head = head_of(relationship, request.person)
    return render(
        request, "relationships/note.html", {"head": head, "tab": "notes", "note": note, "form": form}
    )


@require_POST
def note_sharing(request: TenantRequest, public_id: str) -> HttpResponse:
    """Let the others inside read one's own note."""
    note = share_note(_readable_note(request, public_id), by=request.person)
    messages.success(request, _("Shared. The others are told that there is a note, not what it says."))
    return back_to("relationship_notes", request, note.relationship)


@require_POST
def note_deletion(request: TenantRequest, public_id: str) -> HttpResponse:
    """Remove one's own note for good."""
    note = _readable_note(request, public_id)
    delete_note(note, by=request.person)
    messages.success(request, _("Your note is gone, for everyone."))
    return back_to("relationship_notes", request, note.relationship)


def _readable_note(request: TenantRequest, public_id: str) -> Note:
    rows = Note.objects.visible_to(request.person).select_related("relationship")
    return get_object_or_404(rows, public_id=public_id)
