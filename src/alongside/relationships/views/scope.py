"""Finding what a page is about, among what its reader may see."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect

from alongside.accounts.tenancy import TenantRequest
from alongside.relationships.models import Note, Relationship, Session


def own_relationship(request: TenantRequest, public_id: str) -> Relationship:
    """The relationship, when the person is inside; else 404."""
    rows = Relationship.objects.visible_to(request.person).with_people()
    return get_object_or_404(rows, public_id=public_id)


def back_to(name: str, request: TenantRequest, thing: Relationship | Session | Note) -> HttpResponseRedirect:
    """To a page of the relationship, or of a session or note in it."""
    return redirect(name, organisation=request.organisation.slug, public_id=thing.public_id)
