"""The questions that a programme asks at sign-up; a version that was answered stays as it was."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.programmes.models import Programme
from alongside.programmes.permissions import can_run_programme
from alongside.questionnaires.models import Question, Questionnaire
from alongside.questionnaires.versions import editable

MOST_QUESTIONS = 20


@transaction.atomic
def add_question(programme: Programme, *, by: Person, text: str, key: str = "", **fields: Any) -> Question:  # noqa: ANN401
    """Ask one more."""
    questionnaire = _editable(programme, by)
    if questionnaire.questions.count() >= MOST_QUESTIONS:
        raise RuleBroken(_("That is enough to ask. Remove a question before you add another."))
    question = Question.objects.create(
        questionnaire=questionnaire,
        key=free_key(key or text, set(questionnaire.questions.values_list("key", flat=True))),
        text=text,
        position=questionnaire.questions.count(),
        **fields,
    )
    record("question.added", by=by, subject=programme)
    return question


@transaction.atomic
def change_question(programme: Programme, *, by: Person, key: str, **fields: Any) -> Question:  # noqa: ANN401
    """Change how something is asked; earlier answers stay with the question as they were given to it."""
    question = _editable(programme, by).questions.get(key=key)
    if not fields.get("is_used_for_matching", True):
        _refuse_while_it_counts(programme, question)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save()
    record("question.changed", by=by, subject=programme)
    return question


@transaction.atomic
def remove_question(programme: Programme, *, by: Person, key: str) -> None:
    """Ask it no more."""
    _editable(programme, by).questions.filter(key=key).delete()
    record("question.removed", by=by, subject=programme)


@transaction.atomic
def move_question(programme: Programme, *, by: Person, key: str, up: bool) -> None:
    """Ask it one place earlier or later."""
    questions = list(_editable(programme, by).questions.all())
    place = next((index for index, question in enumerate(questions) if question.key == key), None)
    if place is None:
        return
    other = max(0, place - 1) if up else min(len(questions) - 1, place + 1)
    questions[place], questions[other] = questions[other], questions[place]
    for position, question in enumerate(questions):
        question.position = position
    Question.objects.bulk_update(questions, ["position"])
    record("question.moved", by=by, subject=programme)


def _refuse_while_it_counts(programme: Programme, question: Question) -> None:
    named = {f"answer:{question.key}", question.key}
    rows = [
        *programme.criteria.values_list("settings", flat=True),
        *programme.rules.values_list("settings", flat=True),
    ]
    if any(named & set(map(str, settings.values())) for settings in rows):
        message = _(
            "“%(question)s” counts in the matching. Take it out there first, in step 3 of the set-up."
        )
        raise RuleBroken(message % {"question": question.text})


def _editable(programme: Programme, by: Person) -> Questionnaire:
    """The version that may change; the programme asks it from now on."""
    require(can_run_programme(by, programme))
    current = programme.questionnaire or Questionnaire.objects.create(
        organisation_id=programme.organisation_id, title=programme.name
    )
    questionnaire = editable(current)
    if programme.questionnaire_id != questionnaire.pk:
        programme.questionnaire = questionnaire
        programme.save(update_fields=["questionnaire"])
    return questionnaire


def free_key(wish: str, taken: Collection[str]) -> str:
    """A key that reads like the question and is not taken."""
    stem = slugify(wish).replace("-", "_")[:40] or "question"
    numbers = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbers if key not in taken)
