"""The list of one's relationships, the overview of one, and how it pauses and ends."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.relationships.actions import (
    complete_relationship,
    end_relationship,
    pause_relationship,
    resume_relationship,
)
from alongside.relationships.forms import ActionForm, EndForm, NoteForm, OwnEndForm
from alongside.relationships.models import Relationship
from alongside.relationships.overview import (
    goals_between,
    head_of,
    names,
    notes_in,
    numbered,
    open_actions,
    row_of,
    why,
)
from alongside.relationships.permissions import takes_part
from alongside.relationships.views.scope import back_to, own_relationship
from alongside.web.pagination import paginate


@require_GET
def relationship_list(request: TenantRequest) -> HttpResponse:
    """One's own relationships, open ones first; straight to the only one there is."""
    own = Relationship.objects.visible_to(request.person).with_people()
    newest = own.order_by(F("ended_at").desc(nulls_first=True), "-started_on", "-pk")
    page = paginate(request, newest)
    if page.paginator.count == 1:
        return back_to("relationship", request, page.object_list[0])
    rows = [row_of(relationship, request.person) for relationship in page]
    return render(request, "relationships/list.html", {"page": page, "rows": rows})


@require_GET
def relationship_page(request: TenantRequest, public_id: str) -> HttpResponse:
    """Who, why you two, what is next, and the newest of everything."""
    relationship, person = own_relationship(request, public_id), request.person
    return render(
        request,
        "relationships/overview.html",
        {
            "head": head_of(relationship, person),
            "tab": "overview",
            "why": why(relationship, person),
            "sessions": numbered(relationship.sessions.all())[:6],
            "actions": open_actions(relationship),
            "goals": goals_between(relationship, person)[:5],
            "notes": notes_in(relationship, person)[:4],
            "note_form": NoteForm(),
            "action_form": ActionForm(relationship=relationship, by=person),
        },
    )


@require_POST
def relationship_pause(request: TenantRequest, public_id: str) -> HttpResponse:
    """Stop for a while."""
    relationship = pause_relationship(own_relationship(request, public_id), by=request.person)
    messages.success(request, _("Paused. Go on whenever you are both ready."))
    return back_to("relationship", request, relationship)


@require_POST
def relationship_resumption(request: TenantRequest, public_id: str) -> HttpResponse:
    """Go on after a pause."""
    relationship = resume_relationship(own_relationship(request, public_id), by=request.person)
    messages.success(request, _("You go on. Plan your next session when it suits you both."))
    return back_to("relationship", request, relationship)


@require_http_methods(["GET", "HEAD", "POST"])
def relationship_ending(request: TenantRequest, public_id: str) -> HttpResponse:
    """A kind page with one button: no reason is needed."""
    rows = Relationship.objects.known_to(request.person).with_people()
    relationship = get_object_or_404(rows, public_id=public_id)
    inside = takes_part(request.person, relationship)
    form = (OwnEndForm if inside else EndForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with rules_shown_in(form):
            ended = end_relationship(relationship, by=request.person, **form.cleaned_data)
            return _after_the_end(request, ended, _("This has ended. Thank you for the time you gave."))
    context = {
        "relationship": relationship,
        "form": form,
        "inside": inside,
        "is_circle": len(relationship.people) > 2,
        "others": names(relationship.others(request.person)),
    }
    return render(request, "relationships/ending.html", context)


@require_POST
def relationship_completion(request: TenantRequest, public_id: str) -> HttpResponse:
    """Come to the end that was meant."""
    rows = Relationship.objects.known_to(request.person).with_people()
    relationship = get_object_or_404(rows, public_id=public_id)
    complete_relationship(relationship, by=request.person)
    return _after_the_end(request, relationship, _("Completed. What you wrote stays here to read."))


def _after_the_end(request: TenantRequest, relationship: Relationship, message: str) -> HttpResponse:
    messages.success(request, message)
    if takes_part(request.person, relationship):
        return back_to("relationship", request, relationship)
    programme = relationship.programme.public_id
    return redirect("programme_dashboard", organisation=request.organisation.slug, public_id=programme)
