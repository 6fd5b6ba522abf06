"""The people feature."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Profiles, skills and levels."""

    name = "alongside.people"

    def ready(self) -> None:
        """Offer files of people, and show the directory to those who keep it."""
        from alongside.accounts import acquaintance
        from alongside.people import importing, purposes  # noqa: F401  importing registers its work
        from alongside.people.bringing_people import PEOPLE
        from alongside.people.permissions import can_keep_directory
        from alongside.web import navigation

        purposes.register(PEOPLE)
        navigation.register(
            navigation.NavigationItem(
                _("People"), "team", "people", 80, shown=lambda request: can_keep_directory(request.person)
            )
        )
        own = navigation.NavigationItem(_("Your profile"), "growth", "own_profile", 5)
        navigation.register(own, menu=navigation.OWN)
        acquaintance.register(
            lambda person: Q(organisation=person.organisation) if person.may_start_programmes else Q(pk=None)
        )
