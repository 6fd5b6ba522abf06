"""The reports feature."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Today, and the manager's dashboard."""

    name = "alongside.reports"
