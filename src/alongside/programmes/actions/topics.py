"""Asking at sign-up around which topics somebody would like to meet in a circle."""

from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.programmes.actions.questions import add_question, change_question
from alongside.programmes.models import Programme
from alongside.questionnaires.models import Question

TOPICS = "circle_topics"
"""The key of the question; its options are the topics of the programme.

People put them in order, which only the programme team reads. A team that would rather let them tick, changes how the
question is answered.
"""


def ask_topics(programme: Programme, *, by: Person) -> None:
    """Let the sign-up offer the topics of today; part of the action that changes them."""
    asked = programme.questionnaire and programme.questionnaire.questions.filter(key=TOPICS).first()
    if asked and asked.options == programme.circle_topics:
        return
    if asked:
        change_question(programme, by=by, key=TOPICS, options=programme.circle_topics)
        return
    add_question(
        programme,
        by=by,
        key=TOPICS,
        text=_("Which topics would you like to meet about?"),
        help_text=_("Give a place to each that you would join. Your first choice counts most."),
        kind=Question.Kind.RANKING,
        options=programme.circle_topics,
        asked=Question.Asked.EVERYBODY,
        reader=Question.Reader.MANAGERS,
        is_used_for_matching=True,
        is_required=True,
    )
