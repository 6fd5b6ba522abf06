"""The relationships feature."""

from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    """Relationships, sessions, notes and actions."""

    name = "alongside.relationships"

    def ready(self) -> None:
        """Introduce people who meet to each other, and put them into the menu."""
        from alongside.accounts import acquaintance
        from alongside.growth import companions
        from alongside.people import purposes
        from alongside.programmes import departures
        from alongside.relationships.actions import end_relationships_of
        from alongside.relationships.bringing_pairs import PAIRS
        from alongside.relationships.partners import ever_met, meet_now, word_in_the_menu
        from alongside.web.navigation import NavigationItem, register

        acquaintance.register(ever_met)
        companions.register(meet_now)
        purposes.register(PAIRS)
        departures.register(lambda enrolment, by: end_relationships_of(enrolment, by=by))
        register(NavigationItem(word_in_the_menu, "pair", "relationships", 20))
