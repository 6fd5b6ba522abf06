"""The matching feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Scenarios and proposals."""

    name = "alongside.matching"

    def ready(self) -> None:
        """Make the background work known, introduce people while a match waits, and fill the menu."""
        from alongside.accounts import acquaintance
        from alongside.matching import recommending, solving  # noqa: F401  they register their work
        from alongside.matching.actions import end_proposals_of
        from alongside.matching.again.actions import forget_emphasis_of
        from alongside.matching.bringing_locks import LOCKS
        from alongside.matching.chemistry.ending import end_chats_of
        from alongside.matching.chemistry.models import chatting_people, open_chats
        from alongside.matching.mails import MAILS
        from alongside.matching.models import suggested_people, waiting_suggestions
        from alongside.matching.overview import answers_awaited
        from alongside.matching.permissions import matched_by
        from alongside.matching.searching import keeping  # noqa: F401  registers its work
        from alongside.matching.weekly import actions as weekly_actions  # noqa: F401  registers its work
        from alongside.matching.wishes import overview
        from alongside.matching.wishes.actions import forget_wishes_of
        from alongside.matching.wishes.models import open_shortlists, shortlisted_people
        from alongside.people import purposes
        from alongside.programmes import departures, mails, waiting
        from alongside.web.navigation import NavigationItem, register

        purposes.register(LOCKS)
        for mail in MAILS:
            mails.register(mail)
        departures.register(lambda enrolment, by: end_proposals_of(enrolment, by=by))
        departures.register(lambda enrolment, by: end_chats_of(enrolment, by=by))
        departures.register(lambda enrolment, by: forget_wishes_of(enrolment))
        departures.register(lambda enrolment, by: forget_emphasis_of(enrolment))
        acquaintance.register(suggested_people)
        acquaintance.register(shortlisted_people)
        acquaintance.register(chatting_people)
        waiting.register(overview.wishes_awaited)
        waiting.register(answers_awaited)
        register(
            NavigationItem(
                _("Matching"),
                "match",
                "matchings",
                60,
                anything=lambda request: matched_by(request.person),
                within="/programmes/[^/]+/matching/|/matched-pairs/",
            )
        )
        register(
            NavigationItem(
                _("Suggestions"),
                "match",
                "proposals",
                25,
                anything=lambda request: waiting_suggestions(request.person),
            )
        )
        register(
            NavigationItem(
                _("First chats"),
                "pair",
                "first_chats",
                27,
                anything=lambda request: open_chats(request.person),
            )
        )
        register(
            NavigationItem(
                _("Wishes"),
                "survey",
                "shortlists",
                26,
                anything=lambda request: open_shortlists(request.person),
            )
        )
        self._take_bookings()
        self._take_circles()

    def _take_circles(self) -> None:
        """What group mentoring has to tell the rooms below."""
        from alongside.accounts import acquaintance
        from alongside.matching.circles.answering import end_seats_of
        from alongside.matching.circles.models import offered_people
        from alongside.matching.circles.offering import circle_offered
        from alongside.matching.circles.overview import circles_awaited
        from alongside.programmes import departures, mails, waiting

        acquaintance.register(offered_people)
        departures.register(lambda enrolment, by: end_seats_of(enrolment, by=by))
        mails.register(mails.ProgrammeMail("circle", _("When a circle is suggested"), circle_offered))
        waiting.register(circles_awaited)

    def _take_bookings(self) -> None:
        """What flash mentoring has to tell the rooms below."""
        from alongside.matching.flash import overview
        from alongside.matching.flash.mails import somebody_books
        from alongside.matching.flash.offering import take_back_slots_of
        from alongside.matching.flash.pages import appointments
        from alongside.programmes import departures, mails, waiting
        from alongside.relationships.appointments import register
        from alongside.web import navigation

        register(appointments)
        departures.register(lambda enrolment, by: take_back_slots_of(enrolment))
        mails.register(mails.ProgrammeMail("booked", _("When a short meeting is booked"), somebody_books))
        waiting.register(overview.meetings_awaited)
        item = navigation.NavigationItem(
            _("Meetings"),
            "clock",
            "bookings",
            22,
            anything=lambda request: overview.in_short_meetings(request.person),
        )
        navigation.register(item)
