"""What a new programme begins with; all of it can be changed."""

from typing import Any

from django.utils.translation import gettext as _

from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question, Questionnaire

Criteria = list[tuple[str, dict[str, Any], int]]
Rules = list[tuple[str, dict[str, Any]]]

CRITERIA: Criteria = [
    ("skills", {}, 5),
    ("different", {"field": "department"}, 2),
    ("languages", {}, 2),
]
RULES: Rules = [("not_in_line", {}), ("shared_language", {})]

CRITERIA_BY_KIND: dict[str, Criteria] = {
    # One question, one meeting: what somebody knows counts, and little else.
    Programme.Kind.FLASH: [("skills", {}, 5), ("languages", {}, 2)],
}
RULES_BY_KIND: dict[str, Rules] = {
    # The junior guides: the mentee stands at least one level above.
    Programme.Kind.REVERSE: [*RULES, ("level_gap", {"field": "level", "maximum": -1})],
}

SHORT_MEETING = range(20, 46)
"""Minutes of a meeting in flash mentoring."""


def starting_minutes(kind: str) -> int:
    """How long a meeting is at first."""
    return 30 if kind == Programme.Kind.FLASH else 60


def starting_criteria(kind: str) -> Criteria:
    """What counts at first in a programme of this kind: kind of criterion, settings, weight."""
    return CRITERIA_BY_KIND.get(kind, CRITERIA)


def starting_rules(kind: str) -> Rules:
    """What has to hold at first in a programme of this kind: kind of rule, settings."""
    return RULES_BY_KIND.get(kind, RULES)


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
            is_used_for_matching=False,
            position=position,
        )
