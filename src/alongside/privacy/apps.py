"""The privacy feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Who sees what."""

    name = "alongside.privacy"

    def ready(self) -> None:
        """Put the page into everybody's own menu."""
        from alongside.web.navigation import OWN, NavigationItem, register

        register(NavigationItem(_("Who sees what"), "eye", "who_sees_what", 20), menu=OWN)
