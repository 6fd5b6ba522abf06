"""The matching feature."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Scenarios and proposals."""

    name = "alongside.matching"

    def ready(self) -> None:
        """Make the background work known, and let two people see each other while a match waits."""
        from alongside.accounts import acquaintance
        from alongside.matching import solving  # noqa: F401  registers its work
        from alongside.matching.models import suggested_people

        acquaintance.register(suggested_people)
