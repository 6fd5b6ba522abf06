"""The people feature."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Profiles, skills and levels."""

    name = "alongside.people"
