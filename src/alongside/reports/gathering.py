"""Everything that concerns a person today, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from alongside.accounts.models import Person
from alongside.growth.models import Goal
from alongside.matching.first_in_line import COUNTS_FOR, left_over, lost_early
from alongside.matching.flash.overview import Place, own_places
from alongside.matching.models import FirstChat, Proposal, Seat
from alongside.matching.weekly.weeks import matched_weekly
from alongside.matching.wishes.models import Shortlist
from alongside.programmes.models import Enrolment, Programme
from alongside.relationships.models import Action, Relationship, Session
from alongside.relationships.overview import names
from alongside.reports.stuck import Stuck, managed, stuck_in

MOST_SHOWN = 6
STILL_ASKED = timedelta(days=30)
"""How long after a planned session its people are asked whether they met."""


@dataclass(frozen=True)
class Gathered:
    """What there is: pairs and what they do, suggested matches, chats, short lists and meetings, programmes."""

    person: Person
    relationships: Sequence[Relationship]
    sessions: Sequence[Session]
    actions: Sequence[Action]
    goals: Sequence[Goal]
    proposals: Sequence[Proposal]
    seats: Sequence[Seat]
    chats: Sequence[FirstChat]
    shortlists: Sequence[Shortlist]
    places: Sequence[Place]
    enrolments: Sequence[Enrolment]
    programmes: Sequence[Stuck]
    joinable: Sequence[Programme]

    @property
    def looking(self) -> list[Enrolment]:
        """Sign-ups in which the person looks for somebody themselves, has nobody and asked nobody yet."""
        free = [each for each in self.enrolments if not getattr(each, "waits", False)]
        ready = [each for each in free if each.asks_for_themselves and not each.is_preparing]
        return [each for each in ready if each.state != Enrolment.State.MATCHED]

    @property
    def ahead(self) -> list[Session]:
        """Sessions still to come, the nearest first."""
        return [session for session in self.sessions if not session.has_begun]

    def address(self, name: str, thing: Model | None = None, **parts: str) -> str:
        """The address of a page of this organisation, of a thing with a public id or of none."""
        if thing is not None:
            parts["public_id"] = str(getattr(thing, "public_id", ""))
        return reverse(name, kwargs={"organisation": self.person.organisation.slug, **parts})

    def names_of(self, session: Session) -> str:
        """Whom the person meets in this session."""
        return names(session.relationship.others(self.person))


def gather(person: Person) -> Gathered:
    """Ask for everything once."""
    relationships = list(Relationship.objects.visible_to(person).open().with_people().with_meetings()[:30])
    enrolments = list(_enrolments(person))
    return Gathered(
        person=person,
        relationships=relationships,
        sessions=_planned_in(relationships),
        actions=list(_open_actions(person)[:MOST_SHOWN]),
        goals=list(Goal.objects.filter(owner=person, state=Goal.State.ACTIVE)[:4]),
        proposals=list(_unanswered(person)[:MOST_SHOWN]),
        seats=_unanswered_seats(person, enrolments),
        chats=list(FirstChat.objects.visible_to(person).open().with_people()[:MOST_SHOWN]),
        shortlists=list(_unordered(person)[:MOST_SHOWN]),
        places=own_places(person, enrolments),
        enrolments=enrolments,
        programmes=stuck_in(managed(person)),
        joinable=list(_joinable(person)[:MOST_SHOWN]),
    )


def _planned_in(relationships: list[Relationship]) -> list[Session]:
    """What is planned or should be logged, each with the relationship already at hand."""
    at_hand = {relationship.pk: relationship for relationship in relationships}
    planned = Session.objects.filter(relationship__in=at_hand, state=Session.State.PLANNED)
    sessions = list(planned.filter(starts_at__gt=timezone.now() - STILL_ASKED).order_by("starts_at")[:40])
    for session in sessions:
        session.relationship = at_hand[session.relationship_id]
    return sessions


def _open_actions(person: Person) -> QuerySet[Action]:
    mine = Action.objects.visible_to(person).filter(owner=person, done_at=None)
    still_open = mine.filter(relationship__state__in=Relationship.OPEN_STATES)
    return still_open.in_order().select_related("owner")


def _unanswered(person: Person) -> QuerySet[Proposal]:
    as_learner = Q(learner__person=person, learner_accepted_at=None)
    as_guide = Q(guide__person=person, guide_accepted_at=None)
    return Proposal.objects.waiting().filter(as_learner | as_guide).select_related("programme")


def _unanswered_seats(person: Person, enrolments: list[Enrolment]) -> list[Seat]:
    """Asked for only where the person takes part in group mentoring."""
    if not any(enrolment.programme.kind == Programme.Kind.GROUP for enrolment in enrolments):
        return []
    own = Seat.objects.visible_to(person).waiting()
    return list(own.select_related("circle__scenario__programme").order_by("pk")[:MOST_SHOWN])


def _unordered(person: Person) -> QuerySet[Shortlist]:
    own = Shortlist.objects.visible_to(person).open().filter(answered_at=None)
    return own.select_related("round__programme")


def _enrolments(person: Person) -> QuerySet[Enrolment]:
    """The person's sign-ups: whether an answer is awaited, they go first in the next, and when that is."""
    asked = Proposal.objects.waiting().filter(learner=OuterRef("pk"))
    chats = FirstChat.objects.open().filter(learner=OuterRef("pk"))
    left = left_over().filter(enrolment=OuterRef("pk"), scenario__objective__in=COUNTS_FOR)
    lost = lost_early().filter(enrolment=OuterRef("pk"))
    weekly = matched_weekly().filter(pk=OuterRef("programme"))
    own = Enrolment.objects.filter(person=person).select_related("programme")
    return own.annotate(
        waits=Exists(asked) | Exists(chats), is_left=Exists(left) | Exists(lost), is_weekly=Exists(weekly)
    )


def _joinable(person: Person) -> QuerySet[Programme]:
    open_now = Programme.objects.visible_to(person).filter(state=Programme.State.OPEN, is_open_to_join=True)
    return open_now.exclude(enrolments__person=person).exclude(managers__person=person)
