"""The matching feature."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Scenarios and proposals."""

    name = "alongside.matching"
