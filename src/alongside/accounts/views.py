"""The pages of accounts: where to go after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from alongside.accounts.models import Person


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Go straight to the one organisation, or choose among several."""
    people = list(Person.objects.filter(user=request.user.pk, left_at=None).select_related("organisation"))
    if len(people) == 1:
        return redirect("today", organisation=people[0].organisation.slug)
    return render(request, "accounts/choose_organisation.html", {"people": people})
