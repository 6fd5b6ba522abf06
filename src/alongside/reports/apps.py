"""The reports feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Today, and the manager's dashboard."""

    name = "alongside.reports"

    def ready(self) -> None:
        """Put Today first into the menu."""
        from alongside.web.navigation import NavigationItem, register

        register(NavigationItem(_("Today"), "today", "today", 10))
