"""What matters more to somebody for their next match: seen and changed by themselves alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.forms import rules_shown_in
from alongside.matching.again.actions import say_emphasis
from alongside.matching.again.forms import EmphasisForm
from alongside.matching.again.models import Emphasis
from alongside.programmes.models import Enrolment


@never_cache
def what_matters(request: TenantRequest, enrolment_id: str) -> HttpResponse:
    """Choose up to two of the programme's criteria, which then count twice."""
    own = Enrolment.objects.taking_part().filter(person=request.person).exclude(role=Enrolment.Role.GUIDE)
    enrolment = get_object_or_404(own.select_related("programme__organisation"), public_id=enrolment_id)
    said = Emphasis.objects.visible_to(request.person).filter(enrolment=enrolment).first()
    form = EmphasisForm(request.POST or None, enrolment=enrolment, said=said)
    if request.method == "POST":
        form = EmphasisForm(request.POST, enrolment=enrolment, said=said)
        if form.is_valid():
            with rules_shown_in(form):
                say_emphasis(enrolment, by=request.person, criteria=form.cleaned_data["criteria"])
                messages.success(request, _("Saved. Only the matching reads it."))
                return redirect("what_matters", request.organisation.slug, enrolment.public_id)
    context = {"programme": enrolment.programme, "enrolment": enrolment, "form": form, "said": said}
    return render(request, "matching/what_matters.html", context)
