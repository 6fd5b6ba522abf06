"""The reports feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Today, and the manager's dashboard."""

    name = "alongside.reports"

    def ready(self) -> None:
        """Put Today first into the menu, and the budget last among what waits in a programme."""
        from alongside.programmes import waiting
        from alongside.relationships.credits.overview import budget_warning
        from alongside.web.navigation import NavigationItem, register

        waiting.register(budget_warning)  # last: whoever waits for somebody goes before money
        register(NavigationItem(_("Today"), "today", "today", 10))
