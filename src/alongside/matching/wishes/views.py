"""One's own short list, to be put into order; and for the team, how many have answered and no more."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.activity.forms import rules_shown_in
from alongside.matching.reading import read_counts
from alongside.matching.views.scope import managed_programme
from alongside.matching.wishes.actions import close_wishes, open_wishes, say_wishes
from alongside.matching.wishes.forms import RoundForm
from alongside.matching.wishes.models import Shortlist
from alongside.matching.wishes.ordering import lines_of, moved
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate


@never_cache
@require_safe
def shortlists(request: TenantRequest) -> HttpResponse:
    """The person's own short lists; straight to the only one."""
    own = Shortlist.objects.visible_to(request.person).select_related("round__programme")
    page = paginate(request, own.order_by("-round__opened_at", "pk"))
    if page.paginator.count == 1:
        return redirect("shortlist", request.organisation.slug, page.object_list[0].public_id)
    return render(request, "matching/shortlists.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shortlist(request: TenantRequest, public_id: str) -> HttpResponse:
    """Who is on the list and why; each button moves one of them, and what is moved is saved at once."""
    own = Shortlist.objects.visible_to(request.person).select_related("round__programme", "enrolment")
    held = get_object_or_404(own, public_id=public_id)
    problem = ""
    if request.method == "POST":
        order, rather_not = moved(held, request.POST.get("move", ""))
        try:
            say_wishes(held, by=request.person, order=order, rather_not=rather_not)
        except RuleBroken as broken:
            problem = broken.message
        else:
            return _saved(request, held)
    return _list_page(request, held, problem)


def _saved(request: TenantRequest, held: Shortlist) -> HttpResponse:
    """Back to whom one moved, so that the next press is near."""
    if request.htmx:
        held.refresh_from_db()
        return _list_page(request, held)
    if "move" not in request.POST:
        messages.success(
            request, _("Your order is saved. You may change it until the time for wishes is over.")
        )
    where = request.POST.get("move", "").partition(":")[2]
    address = reverse("shortlist", args=[request.organisation.slug, held.public_id])
    is_listed = held.wishes.filter(public_id=where).exists()
    return redirect(f"{address}#wish-{where}" if is_listed else address)


def _list_page(request: TenantRequest, held: Shortlist, problem: str = "") -> HttpResponse:
    programme = held.round.programme
    lines = lines_of(held)
    context = {
        "shortlist": held,
        "programme": programme,
        "wanted": [line for line in lines if not line.wish.is_unwanted],
        "unwanted": [line for line in lines if line.wish.is_unwanted],
        "words": words_for(programme.kind).of("guide" if held.side == "learner" else "learner", many=True),
        "is_open": held.round.is_open,
        "problem": problem,
    }
    name = "matching/shortlist.html#order" if request.htmx else "matching/shortlist.html"
    return render(request, name, context, status=409 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def wish_round(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Open a round of wishes, and see how many have answered: never who, and never what."""
    programme = managed_programme(request, programme_id)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with rules_shown_in(form):
            open_wishes(programme, by=request.person, **form.cleaned_data)
            return redirect("wish_round", request.organisation.slug, programme_id)
    held = programme.wish_rounds.select_related("job").first()
    context: dict[str, Any] = {"programme": programme, "round": held, "form": form}
    context |= {"words": words_for(programme.kind), "counts": read_counts(programme)}
    if held:
        lists = held.shortlists.all()
        context |= {"lists": lists.count(), "answered": lists.exclude(answered_at=None).count()}
    name = "matching/wish_round.html#progress" if request.htmx else "matching/wish_round.html"
    return render(request, name, context, status=422 if form.errors else 200)


@require_POST
def wish_round_closing(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Let the wishes count as they stand."""
    programme = managed_programme(request, programme_id)
    held = programme.wish_rounds.select_related("programme").first()
    if held:
        close_wishes(held, by=request.person)
        messages.success(request, _("The wishes are closed. The next matching that you draft follows them."))
    return redirect("wish_round", request.organisation.slug, programme_id)
