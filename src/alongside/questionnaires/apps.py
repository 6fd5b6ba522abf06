"""The questionnaires feature."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Questionnaires, their questions and the answers given."""

    name = "alongside.questionnaires"
