"""Who answers a question."""

from alongside.accounts.models import Person
from alongside.matching.questions.models import TeamQuestion


def can_answer_question(by: Person, question: TeamQuestion) -> bool:
    """Whoever runs the programme and is not whom it is about."""
    return TeamQuestion.objects.overseen_by(by).filter(pk=question.pk).exists()
