"""The privacy feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Who sees what."""

    name = "alongside.privacy"

    def ready(self) -> None:
        """Put the page into everybody's own menu, and at the foot of every page."""
        from alongside.web.navigation import FOOT, OWN, NavigationItem, register

        for menu in (OWN, FOOT):
            register(NavigationItem(_("Who sees what"), "eye", "who_sees_what", 20), menu=menu)
