"""What a new programme begins with; all of it can be changed."""

from typing import Any

from django.utils.translation import gettext as _

from alongside.questionnaires.models import Question, Questionnaire

STARTING_CRITERIA: list[tuple[str, dict[str, Any], int]] = [
    ("skills", {}, 5),
    ("different", {"field": "department"}, 2),
    ("languages", {}, 2),
]
STARTING_RULES: list[tuple[str, dict[str, Any]]] = [("not_in_line", {}), ("shared_language", {})]


def add_starting_questions(questionnaire: Questionnaire) -> None:
    """Three questions that tell two people most about each other."""
    questions = (
        ("hope", _("What do you hope will change?"), Question.Asked.LEARNERS),
        ("offer", _("What could you pass on to somebody?"), Question.Asked.GUIDES),
        ("meet_when", _("When can you usually meet?"), Question.Asked.EVERYBODY),
    )
    for position, (key, text, asked) in enumerate(questions):
        Question.objects.create(
            questionnaire=questionnaire,
            key=key,
            text=text,
            kind=Question.Kind.LONG_TEXT,
            asked=asked,
            reader=Question.Reader.MATCHES,
            position=position,
        )
