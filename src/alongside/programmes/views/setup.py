"""Setting a programme up in four steps, with a summary in plain words beside them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alongside.accounts.tenancy import TenantRequest
from alongside.activity.actions import require
from alongside.programmes import summary
from alongside.programmes.actions import kinds, life, questions
from alongside.programmes.forms import KindForm, NameForm, QuestionForm, RhythmForm, WhoForm
from alongside.programmes.matching_form import MatchingForm
from alongside.programmes.models import Programme
from alongside.programmes.permissions import can_start_programmes
from alongside.programmes.views.scope import managed
from alongside.programmes.words import words_for
from alongside.questionnaires.forms import QuestionsForm


@dataclass(frozen=True)
class SetupStep:
    """One of the four steps."""

    number: int
    key: str
    name: Any
    question: Any
    form: type[KindForm | WhoForm | MatchingForm | RhythmForm]


STEPS = (
    SetupStep(1, "kind", gettext_lazy("Kind"), gettext_lazy("What kind of programme is it?"), KindForm),
    SetupStep(2, "who", gettext_lazy("Who"), gettext_lazy("Who can join, and what are they asked?"), WhoForm),
    SetupStep(
        3, "matching", gettext_lazy("Matching"), gettext_lazy("How should people be matched?"), MatchingForm
    ),
    SetupStep(
        4,
        "rhythm",
        gettext_lazy("Rhythm"),
        gettext_lazy("How often do they meet, and until when?"),
        RhythmForm,
    ),
)


def programme_creation(request: TenantRequest) -> HttpResponse:
    """A new draft; its name is enough to begin."""
    require(can_start_programmes(request.person))
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programme = life.create_programme(by=request.person, name=form.cleaned_data["name"])
        return redirect("programme_setup", request.organisation.slug, programme.public_id, "kind")
    return render(request, "programmes/creation.html", {"form": form})


def programme_setup(request: TenantRequest, public_id: str, step: str) -> HttpResponse:
    """One step of the setup; saving it leads to the next."""
    programme, current = managed(request, public_id), _step(step)
    form = current.form(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        _save(programme, form, current, request)
        return _after(request, programme, current)
    if request.method == "POST":
        programme.refresh_from_db()
    return render(request, "programmes/setup.html", _context(programme, current, form))


@require_POST
def programme_summary(request: TenantRequest, public_id: str, step: str) -> HttpResponse:
    """The summary as it would read with what is in the form; nothing is saved."""
    programme, current = managed(request, public_id), _step(step)
    form = current.form(request.POST, instance=programme)
    form.is_valid()
    return render(request, "programmes/setup.html#summary", _context(programme, current, form))


def question_page(request: TenantRequest, public_id: str, key: str = "") -> HttpResponse:
    """Add a question, or change one."""
    programme = managed(request, public_id)
    found = (
        programme.questionnaire.questions.filter(key=key).first() if programme.questionnaire and key else None
    )
    if key and found is None:
        raise Http404
    form = QuestionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        if found:
            questions.change_question(programme, by=request.person, key=key, **form.fields_of_question)
        else:
            questions.add_question(programme, by=request.person, **form.fields_of_question)
        return redirect("programme_setup", request.organisation.slug, programme.public_id, "who")
    return render(
        request, "programmes/question.html", {"programme": programme, "form": form, "question": found}
    )


@require_POST
def question_place(request: TenantRequest, public_id: str, key: str) -> HttpResponse:
    """Ask it one place earlier, or later."""
    programme = managed(request, public_id)
    questions.move_question(programme, by=request.person, key=key, up=request.POST.get("place") == "earlier")
    return redirect("programme_setup", request.organisation.slug, programme.public_id, "who")


@require_POST
def question_removal(request: TenantRequest, public_id: str, key: str) -> HttpResponse:
    """Ask it no more."""
    programme = managed(request, public_id)
    questions.remove_question(programme, by=request.person, key=key)
    return redirect("programme_setup", request.organisation.slug, programme.public_id, "who")


def _step(key: str) -> SetupStep:
    for step in STEPS:
        if step.key == key:
            return step
    raise Http404


def _save(programme: Programme, form: Any, step: SetupStep, request: TenantRequest) -> None:  # noqa: ANN401  one of four
    fields = {name: form.cleaned_data[name] for name in form.Meta.fields if name in form.cleaned_data}
    if isinstance(form, MatchingForm):
        life.change_matching(programme, by=request.person, criteria=form.criteria, rules=form.rules, **fields)
    elif isinstance(form, KindForm):
        kinds.change_kind(programme, by=request.person, **fields)
    else:
        life.change_programme(programme, by=request.person, step=step.number, **fields)


def _after(request: TenantRequest, programme: Programme, step: SetupStep) -> HttpResponse:
    if step.number == len(STEPS):
        messages.success(request, _("The setup is complete."))
        return redirect("programme", request.organisation.slug, programme.public_id)
    return redirect("programme_setup", request.organisation.slug, programme.public_id, STEPS[step.number].key)


def _context(programme: Programme, current: SetupStep, form: Any) -> dict[str, Any]:  # noqa: ANN401  one of four
    if isinstance(form, MatchingForm) and form.is_bound:
        criteria, rules = form.criteria, form.rules
    else:
        criteria = [(row.kind, row.settings, row.weight) for row in programme.criteria.all()]
        rules = [(row.kind, row.settings) for row in programme.rules.all()]
    asked = list(programme.questionnaire.questions.all()) if programme.questionnaire else []
    return {
        "words": words_for(programme.kind),
        "programme": programme,
        "steps": STEPS,
        "current": current,
        "form": form,
        "questions": asked,
        "as_people_see_it": QuestionsForm(questions=asked, prefix="seen"),
        "sentences": summary.sentences(programme, criteria, rules),
        "facts": summary.facts(programme),
    }
