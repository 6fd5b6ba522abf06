"""The criteria of a programme as its people can say that one counts more."""

from collections.abc import Mapping
from typing import Any

from alongside.matching.reading import questions_by_key
from alongside.matching.reasons import audience_of, fields_of
from alongside.programmes.criteria import criterion_label
from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question

MOST = 2
"""So many may count twice: with more of them none would count more than the others."""


def key_of(kind: str, settings: Mapping[str, Any]) -> str:
    """A criterion by what it looks at, which stays the same when its weight or its finer settings change."""
    return ":".join([kind, *fields_of(settings)])


def choices_of(programme: Programme) -> list[tuple[str, str]]:
    """Key and words of every criterion that counts, but for those on answers that only the team reads."""
    questions = questions_by_key(programme)
    texts = {key: question.text for key, question in questions.items()}
    return [
        (key_of(row.kind, row.settings), criterion_label(row.kind, row.settings, texts))
        for row in programme.criteria.filter(weight__gt=0)
        if audience_of(row.settings, questions) != Question.Reader.MANAGERS
    ]
