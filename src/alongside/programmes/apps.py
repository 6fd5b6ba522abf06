"""The programmes feature."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Programmes, enrolments, criteria and rules."""

    name = "alongside.programmes"
