"""How allauth behaves here: nobody signs up without an invitation or a programme's join page."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations and join pages, never from an open sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """The open form stays shut."""
        return False
