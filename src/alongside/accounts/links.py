"""Links that sign somebody in: by mail, once, for a quarter of an hour."""

from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from sesame.utils import get_query_string

from alongside.accounts.models import Person, User, normalised_email
from alongside.activity.actions import Message, record


@transaction.atomic
def send_link(address: str, *, next_page: str = "") -> None:
    """Mail a link to the address if somebody signs in with it; says nothing either way."""
    user = User.objects.filter(email=normalised_email(address), is_active=True).first()
    person = Person.objects.filter(user=user, left_at=None).first() if user else None
    if user is None or person is None:
        return
    link = f"{settings.PUBLIC_URL}{reverse('link_arrival')}{get_query_string(user)}"
    if next_page:
        link += f"&next={quote(next_page)}"
    text = format_lazy(
        _(
            "Here is your link. It works once, for 15 minutes:\n\n{link}\n\n"
            "You did not ask for it? Then nothing needs doing."
        ),
        link=link,
    )
    # To the address of the account: the one in a directory can be changed by whoever keeps the directory.
    message = Message(person, _("Your sign-in link"), text, address=user.email)
    record("link.sent", by=person, subject=person, tell=[message])
