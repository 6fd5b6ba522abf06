"""An answered version of a questionnaire never changes; a change makes the next one."""

from django.db import transaction

from alongside.questionnaires.models import Question, Questionnaire


@transaction.atomic
def editable(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire itself while nobody has answered it; else a next version with the same questions.

    Two who change it at the same moment change the same next version.
    """
    questionnaire = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire.pk)
    if not questionnaire.responses.exists():
        return questionnaire
    later = questionnaire.later_versions.order_by("-pk").first()
    if later is not None:
        return editable(later)
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
