"""One coach, as the team sets their terms, and as the coach describes themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.programmes.coaching.actions import describe_coach, set_coach_terms
from alongside.programmes.coaching.forms import CoachForm, CredentialsForm
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.coaching.money import money
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.views.scope import enrolment_in, managed


@require_http_methods(["GET", "HEAD", "POST"])
def coach(request: TenantRequest, public_id: str, enrolment_id: str) -> HttpResponse:
    """From inside or outside, the fee, the credentials, and whom they may coach."""
    programme = managed(request, public_id)
    enrolment = enrolment_in(programme, enrolment_id)
    form = CoachForm(request.POST or None, instance=_terms_of(enrolment), enrolment=enrolment)
    if request.method == "POST" and form.is_valid():
        with rules_shown_in(form):
            set_coach_terms(enrolment, by=request.person, **form.cleaned_data)
            messages.success(request, _("Saved for %(name)s.") % {"name": enrolment.person.name})
            return redirect("programme_coaching", request.organisation.slug, public_id)
    context = {"programme": programme, "enrolment": enrolment, "form": form}
    return render(request, "programmes/coach.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def coach_profile(request: TenantRequest, enrolment_id: str) -> HttpResponse:
    """What coachees read of oneself as a coach, and the terms that the team has set."""
    sides = [Enrolment.Role.GUIDE, Enrolment.Role.BOTH]
    own = request.person.enrolments.filter(role__in=sides, programme__kind=Programme.Kind.COACHING)
    own = own.select_related("programme", "person")
    enrolment = get_object_or_404(own, public_id=enrolment_id)
    terms = _terms_of(enrolment)
    fee = money(terms.fee, enrolment.programme.currency) if terms.fee is not None else ""
    form = CredentialsForm(request.POST or None, instance=terms)
    if request.method == "POST" and form.is_valid():
        with rules_shown_in(form):
            describe_coach(enrolment, by=request.person, **form.cleaned_data)
            messages.success(request, _("Saved. Those whom you may coach read it."))
            return redirect("enrolment", request.organisation.slug, enrolment_id)
    context = {"enrolment": enrolment, "terms": terms, "fee": fee, "form": form}
    return render(request, "programmes/coach_profile.html", context, status=422 if form.errors else 200)


def _terms_of(enrolment: Enrolment) -> CoachTerms:
    return CoachTerms.objects.filter(enrolment=enrolment).first() or CoachTerms(enrolment=enrolment)
