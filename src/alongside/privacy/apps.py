"""The privacy feature."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Who sees what."""

    name = "alongside.privacy"
