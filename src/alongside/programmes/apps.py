"""The programmes feature."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Programmes, enrolments, criteria and rules."""

    name = "alongside.programmes"

    def ready(self) -> None:
        """Put programmes into the menu, offer its files; who runs one sees the people of the organisation."""
        from django.db.models import Q

        from alongside.accounts import acquaintance
        from alongside.accounts.models import Person
        from alongside.people import purposes
        from alongside.programmes.bringing.leavers import LEAVERS
        from alongside.programmes.bringing.purposes import MENTEES, MENTORS, PARTICIPANTS
        from alongside.programmes.lottery.mails import MAILS
        from alongside.programmes.mails import register as register_mail
        from alongside.programmes.models import ProgrammeManager
        from alongside.web.navigation import NavigationItem, register

        def everybody(person: Person) -> Q:
            runs_one = ProgrammeManager.objects.filter(person=person)
            return Q(organisation__in=runs_one.values("programme__organisation"))

        acquaintance.register(everybody)
        register(NavigationItem(_("Programmes"), "flag", "programme_list", 40))
        for mail in MAILS:
            register_mail(mail)
        for purpose in (MENTEES, MENTORS, PARTICIPANTS, LEAVERS):
            purposes.register(purpose)
