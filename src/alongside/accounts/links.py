"""Links that sign somebody in: by mail, once, for a quarter of an hour."""

from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from sesame.utils import get_query_string

from alongside.accounts.actions import open_account
from alongside.accounts.models import Person, User, normalised_email
from alongside.activity.actions import Message, record
from alongside.activity.mailboxes import has_mailbox

ADDRESS = "alongside.accounts.address"
DAY = 24 * 60 * 60


@transaction.atomic
def send_link(address: str, *, next_page: str = "") -> None:
    """Mail a link to the address if somebody signs in with it, or could; says nothing either way."""
    if not has_mailbox(address):
        return
    user = _user_of(normalised_email(address))
    person = Person.objects.filter(user=user, left_at=None).first() if user else None
    if user is None or person is None or not user.is_active:
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


@transaction.atomic
def send_address_link(person: Person, *, address: str) -> None:
    """Mail a link to a new address; pressing it proves that the mailbox is the person's.

    An address that has an account already gets none, and the page does not say so.
    """
    user, new = person.user, normalised_email(address)
    if user is None or not has_mailbox(new) or User.objects.filter(email=new).exists():
        return
    token = signing.dumps({"user": user.pk, "old": user.email, "new": new}, salt=ADDRESS)
    link = f"{settings.PUBLIC_URL}{reverse('address_confirmation', args=[token])}"
    text = format_lazy(
        _(
            "Press this link to sign in with this address from now on. It works for one day:\n\n{link}\n\n"
            "You did not ask for it? Then nothing needs doing."
        ),
        link=link,
    )
    record(
        "address.asked", by=person, subject=person, tell=[Message(person, _("Your new address"), text, new)]
    )


def read_address_link(token: str) -> tuple[User, str, str] | None:
    """Whose address changes from what to what; nothing where the link is no good."""
    try:
        asked = signing.loads(token, salt=ADDRESS, max_age=DAY)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=asked["user"]).first()
    return (user, asked["old"], asked["new"]) if user else None


def _user_of(address: str) -> User | None:
    """The account of this very address, opened now for somebody of a directory who never signed in.

    An account is never found by an address in a directory: whoever keeps the directory could change it.
    """
    user = User.objects.filter(email=address).first()
    if user is not None:
        return user
    newcomer = Person.objects.filter(email=address, user=None, left_at=None).first()
    return open_account(newcomer, address=address) if newcomer else None
