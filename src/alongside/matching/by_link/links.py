"""Links by which one person answers what waited for them when a mail went out, and does nothing else.

Opening one changes nothing and uses nothing up, because mail scanners open links too. Once there is nothing left to
answer, the page behind it names nobody.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from alongside.accounts.models import Organisation, Person
from alongside.matching.circles.models import Seat, SeatQuerySet
from alongside.matching.models import Proposal, ProposalQuerySet
from alongside.programmes.models import Programme

SALT = "alongside.matching.answer"
LASTS = timedelta(days=60)
HOUR = 60 * 60


class Opened(NamedTuple):
    """A link with whose it is, for which programme, and when it was sent."""

    token: str
    person: Person
    programme: Programme
    sent_at: datetime

    def proposals(self) -> ProposalQuerySet:
        """What still waits for this person's answer of what was there when the link was sent."""
        offered = Proposal.objects.visible_to(self.person).filter(
            programme=self.programme, offered_at__lte=self.sent_at
        )
        return offered.waiting().waiting_for(self.person)

    def seats(self) -> SeatQuerySet:
        """The seats in circles that this person was offered by then, and has not answered."""
        own = Seat.objects.visible_to(self.person).waiting()
        return own.filter(circle__scenario__programme=self.programme, offered_at__lte=self.sent_at)


def answer_link(person: Person, programme: Programme) -> str:
    """A whole address for a mail to this person."""
    arguments = [programme.organisation.slug, link_token(person, programme)]
    return settings.PUBLIC_URL + reverse("answer_by_link", args=arguments)


def link_token(person: Person, programme: Programme) -> str:
    """What the link holds: two ids that say nothing, and the end of the hour in which it was sent; signed."""
    sent = -int(-timezone.now().timestamp() // HOUR) * HOUR
    return signing.Signer(salt=SALT).sign_object([person.public_id, programme.public_id, sent])


def read_link(organisation: Organisation, token: str) -> Opened | None:
    """What the link opens; None for one that was never sent, is too old, or is of somebody who left."""
    try:
        person_id, programme_id, sent = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    sent_at = datetime.fromtimestamp(sent, UTC)
    if sent_at + LASTS < timezone.now():
        return None
    people = Person.objects.filter(organisation=organisation, left_at=None)
    person = people.filter(public_id=person_id).first()
    programme = Programme.objects.filter(organisation=organisation, public_id=programme_id).first()
    if person is None or programme is None:
        return None
    return Opened(token, person, programme, sent_at)
