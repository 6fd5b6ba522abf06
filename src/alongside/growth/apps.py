"""The growth feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrowthConfig(AppConfig):
    """Goals."""

    name = "alongside.growth"

    def ready(self) -> None:
        """Put growth into the menu."""
        from alongside.web.navigation import NavigationItem, register

        register(NavigationItem(_("Growth"), "growth", "growth", 30))
