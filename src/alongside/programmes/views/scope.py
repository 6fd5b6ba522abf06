"""Finding what a view is about, in the scope of who asks."""

from django.shortcuts import get_object_or_404

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import require
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.permissions import can_run_programme


def managed(request: TenantRequest, public_id: str) -> Programme:
    """A programme that the person runs: 404 when they cannot see it, 403 when they only take part."""
    visible = Programme.objects.visible_to(request.person).select_related("questionnaire", "organisation")
    programme = get_object_or_404(visible, public_id=public_id)
    require(can_run_programme(request.person, programme))
    return programme


def enrolment_in(programme: Programme, enrolment_id: str) -> Enrolment:
    """An enrolment of the programme."""
    enrolments = programme.enrolments.select_related("person__profile", "programme", "response")
    return get_object_or_404(enrolments, public_id=enrolment_id)
