"""Asking and keeping answers."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from alongside.accounts.models import Person
from alongside.questionnaires.models import Answer, Question, Questionnaire, Response


def questions_for(questionnaire: Questionnaire | None, sides: set[str]) -> QuerySet[Question]:
    """The questions asked of these sides: ``learner``, ``guide`` or both."""
    asked = [Question.Asked.EVERYBODY]
    asked += [Question.Asked.LEARNERS] if "learner" in sides else []
    asked += [Question.Asked.GUIDES] if "guide" in sides else []
    return Question.objects.filter(questionnaire=questionnaire, asked__in=asked)


@transaction.atomic
def keep_answers(
    questionnaire: Questionnaire,
    person: Person,
    answers: Mapping[str, Any],
    *,
    response: Response | None = None,
) -> Response:
    """Keep what a person answered, by question key; an empty answer is no answer.

    Goes on with ``response`` when it is of this version, else begins a new one.
    """
    if response is None or response.questionnaire_id != questionnaire.pk:
        response = Response.objects.create(questionnaire=questionnaire, person=person)
    given = {key: value for key, value in answers.items() if value not in (None, "", [], {})}
    questions = {question.key: question for question in questionnaire.questions.filter(key__in=given)}
    response.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(response=response, question=question, value=given[key]) for key, question in questions.items()
    )
    response.save(update_fields=["changed_at"])
    return response


def answers_of(response: Response | None) -> dict[str, Any]:
    """What was answered, by question key."""
    if response is None:
        return {}
    return dict(response.answers.values_list("question__key", "value"))
