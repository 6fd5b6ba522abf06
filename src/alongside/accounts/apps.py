"""The accounts feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, organisations and people."""

    name = "alongside.accounts"

    def ready(self) -> None:
        """Put the places of this feature into the menus."""
        from alongside.accounts import inviting  # noqa: F401  names its work
        from alongside.web.navigation import OWN, NavigationItem, register

        register(NavigationItem(_("Your settings"), "settings", "settings", 10), menu=OWN)
        register(
            NavigationItem(
                _("Accounts"),
                "key",
                "accounts",
                90,
                shown=lambda request: request.person.is_organisation_admin,
            )
        )
