"""An answered version of a questionnaire never changes; a change makes the next one."""

from django.db import transaction

from alongside.questionnaires.models import Question, Questionnaire


@transaction.atomic
def editable(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire itself while nobody has answered it; else a next version with the same questions."""
    if not questionnaire.responses.exists():
        return questionnaire
    following = Questionnaire.objects.create(
        organisation_id=questionnaire.organisation_id,
        title=questionnaire.title,
        version=questionnaire.version + 1,
        previous=questionnaire,
    )
    copy_questions(questionnaire, following)
    return following


def copy_questions(source: Questionnaire, target: Questionnaire) -> None:
    """Put the same questions into another questionnaire."""
    questions = list(source.questions.all())
    for question in questions:
        question.pk, question.questionnaire = None, target
    Question.objects.bulk_create(questions)
