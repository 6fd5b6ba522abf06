"""The growth feature."""

from django.apps import AppConfig


class GrowthConfig(AppConfig):
    """Goals."""

    name = "alongside.growth"
