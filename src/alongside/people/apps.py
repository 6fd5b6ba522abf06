"""The people feature."""

from django.apps import AppConfig
from django.db.models import Q


class PeopleConfig(AppConfig):
    """Profiles, skills and levels."""

    name = "alongside.people"

    def ready(self) -> None:
        """Offer files of people, and show the directory to those who keep it."""
        from alongside.accounts import acquaintance
        from alongside.people import purposes
        from alongside.people.bringing_people import PEOPLE

        purposes.register(PEOPLE)
        acquaintance.register(
            lambda person: Q(organisation=person.organisation) if person.may_start_programmes else Q(pk=None)
        )
