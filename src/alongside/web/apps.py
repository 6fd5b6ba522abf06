"""The web feature."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """What every page is built from."""

    name = "alongside.web"
