"""The studio: draft a matching, look at it, change what counts, run again, publish."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import RuleBroken
from alongside.activity.forms import rules_shown_in
from alongside.matching.actions import (
    apply_cure,
    draft_matching,
    find_for,
    publish_scenario,
    rename_scenario,
    stop_drafting,
)
from alongside.matching.circles.overview import circle_rows, studio_of
from alongside.matching.comparing.circles import compared_circles
from alongside.matching.comparing.figures import compared
from alongside.matching.forms import RunForm, RunNameForm
from alongside.matching.models import Scenario, ScenarioPair
from alongside.matching.overview import left_rows, newest_run, pair_rows, question_texts, stats, texts_of
from alongside.matching.previewing import looked_at, preview_of
from alongside.matching.reading import questions_by_key, read_counts
from alongside.matching.views.scope import managed_programme, own_scenario
from alongside.matching.weekly.overview import weekly_of
from alongside.matching.why import why
from alongside.programmes.models import Enrolment, Programme
from alongside.programmes.words import words_for
from alongside.web.pagination import paginate

PAIRS_A_PAGE = 10
LEFT_SHOWN = 10
CIRCLES_A_PAGE = 6


@require_safe
def matchings(request: TenantRequest) -> HttpResponse:
    """The programmes that the person runs, and how far the matching of each is; straight to the only one."""
    programmes = Programme.objects.managed_by(request.person).exclude(state=Programme.State.CLOSED)
    page = paginate(request, programmes.annotate(**newest_run()).order_by("name"))
    if page.paginator.count == 1:
        return redirect("matching", request.organisation.slug, page.object_list[0].public_id)
    return render(request, "matching/matchings.html", {"page": page})


@require_safe
def matching(request: TenantRequest, programme_id: str) -> HttpResponse:
    """The newest run of the programme, or the invitation to draft the first; short meetings need none."""
    programme = managed_programme(request, programme_id)
    if programme.kind == Programme.Kind.FLASH:
        return redirect("programme_slots", request.organisation.slug, programme_id)
    newest = programme.scenarios.first()
    if newest:
        return redirect("scenario", request.organisation.slug, programme_id, newest.public_id)
    context = {
        "programme": programme,
        "words": words_for(programme.kind),
        "counts": read_counts(programme),
        "has_criteria": programme.criteria.exists(),
        "weekly": weekly_of(programme),
    }
    return render(request, "matching/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: TenantRequest, programme_id: str) -> HttpResponse:
    """Earlier runs; posting starts a new one, with the programme's settings or with those of a run, changed."""
    programme = managed_programme(request, programme_id)
    if request.method != "POST":
        page = paginate(request, programme.scenarios.select_related("job", "created_by"))
        context = {"programme": programme, "page": page, "weekly": weekly_of(programme)}
        return render(request, "matching/scenarios.html", context)
    if "from" not in request.POST:
        return _to(request, draft_matching(programme, by=request.person))
    shown = own_scenario(request, programme_id, request.POST["from"])
    form = RunForm(shown, question_texts(programme), request.POST)
    if form.is_valid():
        with rules_shown_in(form):
            return _to(request, draft_matching(programme, by=request.person, **form.settings()))
    return render(request, "matching/studio.html", _studio(request, shown, form), status=422)


@require_POST
def match_one(request: TenantRequest, programme_id: str, enrolment_id: str) -> HttpResponse:
    """Look for somebody for one person alone."""
    programme = managed_programme(request, programme_id)
    enrolments = programme.enrolments.select_related("person", "programme")
    enrolment = get_object_or_404(enrolments, public_id=enrolment_id)
    try:
        return _to(request, find_for(enrolment, by=request.person))
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("enrolment", request.organisation.slug, enrolment.public_id)


@require_safe
def scenario_page(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """A run: how far it is while it is worked out, then its pairs."""
    scenario = own_scenario(request, programme_id, scenario_id)
    is_working = scenario.state == Scenario.State.DRAFT and not (scenario.job and scenario.job.is_over)
    if request.htmx and not is_working:
        return HttpResponseClientRefresh()
    if scenario.state == Scenario.State.DRAFT:
        name = "matching/progress.html#progress" if request.htmx else "matching/progress.html"
        return render(request, name, {"scenario": scenario, "programme": scenario.programme})
    if scenario.has_circles:
        return render(request, "matching/circles.html", _circles(request, scenario))
    return render(request, "matching/studio.html", _studio(request, scenario))


@require_http_methods(["GET", "HEAD", "POST"])
def scenario_name(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """Call a run by a name of its own."""
    scenario = own_scenario(request, programme_id, scenario_id)
    form = RunNameForm(request.POST or None, initial={"name": scenario.name})
    if request.method == "POST" and form.is_valid():
        with rules_shown_in(form):
            renamed = rename_scenario(scenario, by=request.person, **form.cleaned_data)
            messages.success(request, _("This run is called “%(name)s”.") % {"name": renamed.title})
            return _to(request, scenario)
    context = {"scenario": scenario, "programme": scenario.programme, "form": form}
    return render(request, "matching/run_name.html", context, status=422 if form.errors else 200)


@require_POST
def scenario_preview(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """What changed settings would do, before they are run: figures alone, and nothing is kept."""
    scenario = own_scenario(request, programme_id, scenario_id)
    form = RunForm(scenario, question_texts(scenario.programme), request.POST)
    shown = {"preview": preview_of(form), "scenario": scenario, "programme": scenario.programme}
    if request.htmx:
        return render(request, "matching/preview.html", shown)
    return render(request, "matching/studio.html", {**_studio(request, scenario, form), **shown})


@require_POST
def scenario_stop(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """Stop a run that is being worked out."""
    scenario = own_scenario(request, programme_id, scenario_id)
    stop_drafting(scenario, by=request.person)
    return _to(request, scenario)


@require_http_methods(["GET", "HEAD", "POST"])
def scenario_publication(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """Who gets told what, before anybody is; then publish. Who has not read the audit is led there first."""
    scenario = own_scenario(request, programme_id, scenario_id)
    problem, has_read = "", scenario.audit_readers.filter(pk=request.person.pk).exists()
    is_unread = scenario.state == Scenario.State.SOLVED and not has_read and not scenario.only_id
    if request.method != "POST" and is_unread:
        return redirect("scenario_audit", request.organisation.slug, programme_id, scenario_id)
    if request.method == "POST":
        try:
            publish_scenario(scenario, by=request.person)
        except RuleBroken as broken:
            problem = broken.message
        else:
            if scenario.has_circles:
                messages.success(request, _("Published. Everybody in a circle has been told."))
                return _to(request, scenario)
            messages.success(request, _("Published. Both sides of every pair have been told."))
            return redirect("programme_proposals", request.organisation.slug, programme_id)
    context = {
        "scenario": scenario,
        "programme": scenario.programme,
        "words": words_for(scenario.programme.kind),
        "people": _people_told(scenario),
        "pairs": scenario.pairs.count(),
        "circles": scenario.circles.count(),
        "unmatched": scenario.unmatched.count(),
        "problem": problem,
    }
    return render(request, "matching/publication.html", context, status=409 if problem else 200)


@require_safe
def scenario_unmatched(request: TenantRequest, programme_id: str, scenario_id: str) -> HttpResponse:
    """Everybody whom the run leaves without a match."""
    scenario = own_scenario(request, programme_id, scenario_id)
    page = paginate(request, scenario.unmatched.select_related("enrolment__person__profile"))
    context = {"scenario": scenario, "programme": scenario.programme, "page": page}
    return render(
        request,
        "matching/unmatched.html",
        {**context, "left": left_rows(scenario, page, questions_by_key(scenario.programme))},
    )


@require_POST
def scenario_cure(request: TenantRequest, programme_id: str, scenario_id: str, left_id: str) -> HttpResponse:
    """Make the smallest change that gives somebody a match, and run again."""
    scenario = own_scenario(request, programme_id, scenario_id)
    left = get_object_or_404(scenario.unmatched.select_related("enrolment__person"), public_id=left_id)
    try:
        return _to(request, apply_cure(left, by=request.person))
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return _to(request, scenario)


def _studio(request: TenantRequest, scenario: Scenario, form: RunForm | None = None) -> dict[str, Any]:
    """Everything that the studio shows, in a constant number of queries."""
    programme = scenario.programme
    chosen, words = request.GET.get("show", ""), request.GET.get("find", "").strip()
    pairs = scenario.pairs.all()
    if chosen == "flagged":
        pairs = pairs.exclude(flags=[])
    elif chosen == "locked":
        pairs = pairs.filter(is_locked=True)
    found = pairs.with_name(words) if words else pairs
    page = paginate(request, found, PAIRS_A_PAGE, joined=ScenarioPair.objects.with_people())
    for pair in page:
        pair.scenario = scenario
    left = scenario.unmatched.select_related("enrolment__person__profile")[:LEFT_SHOWN]
    questions = questions_by_key(programme)
    return {
        "scenario": scenario,
        "programme": programme,
        "words": words_for(programme.kind),
        "form": form or RunForm(scenario, texts_of(questions)),
        "looked_at": looked_at(scenario, questions),
        "stats": stats(scenario),
        "comparison": compared(scenario),
        "page": page,
        "rows": pair_rows(page),
        "why": why(page[0], questions) if page else None,
        "left": left_rows(scenario, left, questions),
        "chosen": chosen,
        "find": words,
        "is_published": scenario.state == Scenario.State.PUBLISHED,
        "weekly": weekly_of(programme),
    }


def _circles(request: TenantRequest, scenario: Scenario) -> dict[str, Any]:
    """Everything that the studio shows of circles, in a constant number of queries."""
    circles = scenario.circles.prefetch_related("seats__enrolment__person__profile")
    page = paginate(request, circles, CIRCLES_A_PAGE)
    return {
        **studio_of(scenario),
        "page": page,
        "rows": circle_rows(list(page), request.person),
        "comparison": compared_circles(scenario),
        "weekly": weekly_of(scenario.programme),
    }


def _people_told(scenario: Scenario) -> int:
    if scenario.has_circles:
        return Enrolment.objects.filter(seats__circle__scenario=scenario).values("person").distinct().count()
    learners = Enrolment.objects.filter(pk__in=scenario.pairs.values("learner"))
    guides = Enrolment.objects.filter(pk__in=scenario.pairs.values("guide"))
    return (learners | guides).values("person").distinct().count()


def _to(request: TenantRequest, scenario: Scenario) -> HttpResponse:
    programme_id = scenario.programme.public_id
    return redirect("scenario", request.organisation.slug, programme_id, scenario.public_id)
