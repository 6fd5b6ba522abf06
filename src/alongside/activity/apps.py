"""The activity feature."""

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    """Events, deliveries and background jobs."""

    name = "alongside.activity"
