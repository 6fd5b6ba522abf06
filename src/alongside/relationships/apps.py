"""The relationships feature."""

from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    """Relationships, sessions, notes and actions."""

    name = "alongside.relationships"
