"""The people feature."""

from django.apps import AppConfig
from django.db.models import Q


class PeopleConfig(AppConfig):
    """Profiles, skills and levels."""

    name = "alongside.people"

    def ready(self) -> None:
        """Offer files of people, and show the directory to those who keep it."""
        from alongside.accounts import acquaintance  # noqa: PLC0415  models are not loaded before
        from alongside.people import purposes  # noqa: PLC0415  models are not loaded before
        from alongside.people.bringing_people import PEOPLE  # noqa: PLC0415  models are not loaded before

        purposes.register(PEOPLE)
        acquaintance.register(
            lambda person: Q(organisation=person.organisation) if person.may_start_programmes else Q(pk=None)
        )
