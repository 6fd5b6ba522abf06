"""The list of people, and the scale of levels."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken, require
from alongside.people.actions import set_levels
from alongside.people.forms import LevelsForm, PeopleFilter
from alongside.people.importing import choose_columns
from alongside.people.listing import find_people, people_workbook
from alongside.people.models import Upload
from alongside.people.permissions import can_keep_directory
from alongside.people.purposes import Chosen
from alongside.web.downloads import workbook_response
from alongside.web.pagination import paginate


def people_list(request: TenantRequest) -> HttpResponse:
    """Everybody in the directory, searched and narrowed by what stands in the address."""
    require(can_keep_directory(request.person))
    form = PeopleFilter(request.GET, organisation=request.organisation)
    wanted = form.cleaned_data if form.is_valid() else {}
    people = find_people(request.person, wanted)
    in_use = [key for key, value in wanted.items() if value and key != "order"]
    context = {"form": form, "page": paginate(request, people), "in_use": in_use}
    return render(request, "people/people.html#found" if request.htmx else "people/people.html", context)


def people_file(request: TenantRequest) -> HttpResponse:
    """The same people as a workbook that can be edited and brought in again."""
    require(can_keep_directory(request.person))
    form = PeopleFilter(request.GET, organisation=request.organisation)
    people = find_people(request.person, form.cleaned_data if form.is_valid() else {})
    return workbook_response(people_workbook(request.person, people), _("people"))


def levels_page(request: TenantRequest) -> HttpResponse:
    """The organisation's own scale of seniority."""
    require(can_keep_directory(request.person))
    waiting = _waiting_file(request)
    names = list(request.organisation.levels.order_by("rank").values_list("name", flat=True))
    suggested = [name for name in request.GET.getlist("suggest")[:40] if name not in names]
    form = LevelsForm(request.POST or None, initial={"names": "\n".join([*names, *suggested])})
    if request.method == "POST" and form.is_valid():
        try:
            set_levels(request.organisation, by=request.person, names=form.cleaned_data["names"])
        except RuleBroken as broken:
            form.add_error("names", str(broken.message))
        else:
            return _after_levels(request, waiting)
    context = {"form": form, "names": names, "suggested": suggested, "waiting": waiting}
    return render(request, "people/levels.html", context)


def _waiting_file(request: TenantRequest) -> Upload | None:
    """The file that could not be brought in before its levels were known."""
    uploads = Upload.objects.visible_to(request.person).filter(applied_at=None)
    return uploads.filter(public_id=request.GET.get("file", "")).first()


def _after_levels(request: TenantRequest, waiting: Upload | None) -> HttpResponse:
    """Back to the file that waits, checked again; or to the levels."""
    if waiting is None:
        messages.success(request, _("The levels are saved."))
        return redirect("levels", organisation=request.organisation.slug)
    try:
        choose_columns(waiting, by=request.person, chosen=Chosen.from_json(waiting.mapping))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("The levels are saved, and the file is checked again."))
    return redirect("import_page", organisation=request.organisation.slug, public_id=waiting.public_id)
