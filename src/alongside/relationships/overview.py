"""What stands at the head of every page of a relationship, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Window
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.growth.models import Goal
from alongside.programmes.models import Enrolment
from alongside.programmes.reasons import reason_sentences
from alongside.programmes.words import Words, words_for
from alongside.relationships.models import Action, Note, Participant, Relationship, Session
from alongside.relationships.permissions import can_plan_session


@dataclass(frozen=True)
class Member:
    """Somebody inside, with the word for their side."""

    person: Person
    role: str
    word: str


@dataclass(frozen=True)
class Row:
    """One relationship in a list of one's own."""

    relationship: Relationship
    title: str
    one: Person
    other: Person


def row_of(relationship: Relationship, person: Person) -> Row:
    """One line of the list; the person stands first."""
    others = relationship.others(person)
    title = _("You and %(others)s") % {"others": names(others) or _("the circle")}
    return Row(relationship, title, person, others[0] if others else person)


@dataclass(frozen=True)
class Head:
    """Who, how far they are, and what comes next, as one of those inside sees it."""

    relationship: Relationship
    words: Words
    members: list[Member]
    title: str
    others: str
    held: int
    next_session: Session | None
    actions: int
    actions_done: int
    due_today: int
    goals: int
    notes: int
    sessions: int
    enrolment: Enrolment | None
    may_plan: bool

    @property
    def looks_again(self) -> bool:
        """Whether it ended early and the person would like somebody new."""
        is_early = self.relationship.state == Relationship.State.ENDED_EARLY
        return is_early and self.enrolment is not None and self.enrolment.state == Enrolment.State.APPROVED

    @property
    def is_pair(self) -> bool:
        """Two people, not a circle."""
        return len(self.members) == 2

    @property
    def one(self) -> Person:
        """Whose circle stands first."""
        return self.members[0].person

    @property
    def other(self) -> Person:
        """Whose circle stands last."""
        return self.members[-1].person


def head_of(relationship: Relationship, person: Person) -> Head:
    """The head of the pages, for one of those inside."""
    words = words_for(relationship.programme.kind)
    members = [_member(participant, words) for participant in relationship.in_order]
    sessions, actions = _session_counts(relationship), _action_counts(relationship)
    return Head(
        relationship=relationship,
        words=words,
        members=members,
        title=names([member.person for member in members]),
        others=names(relationship.others(person)) or _("the circle"),
        next_session=next_session(relationship),
        goals=goals_between(relationship, person).count(),
        notes=notes_in(relationship, person).count(),
        may_plan=can_plan_session(person, relationship),
        enrolment=next((one.enrolment for one in relationship.in_order if one.person_id == person.pk), None),
        **sessions,
        **actions,
    )


def names(people: Iterable[Person]) -> str:
    """Short names, joined as the language does."""
    return get_text_list([person.short_name for person in people], _("and"))


def next_session(relationship: Relationship) -> Session | None:
    """The nearest planned session to come."""
    planned = relationship.sessions.filter(state=Session.State.PLANNED, starts_at__gt=timezone.now())
    return planned.order_by("starts_at").first()


def numbered(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """The sessions that count, newest first, each with its number since the beginning; none for a missed one."""
    counts = ~Q(state=Session.State.MISSED)
    number = Window(Count("pk", filter=counts), order_by="starts_at")
    return (
        sessions.exclude(state=Session.State.CANCELLED).annotate(number=number).order_by("-starts_at", "-pk")
    )


def goals_between(relationship: Relationship, person: Person) -> QuerySet[Goal]:
    """Goals that one of those inside has shared with another: the person's own, and those they may read."""
    others = relationship.others(person)
    own = Q(owner=person, pk__in=Goal.objects.filter(shares__person__in=others).values("pk"))
    theirs = Q(owner__in=others)
    return Goal.objects.visible_to(person).filter(own | theirs)


def notes_in(relationship: Relationship, person: Person) -> QuerySet[Note]:
    """What the person may read, newest first."""
    return Note.objects.visible_to(person).filter(relationship=relationship).select_related("author")


def open_actions(relationship: Relationship) -> QuerySet[Action]:
    """Next steps that are not done, the earliest due first."""
    return relationship.actions.in_order().filter(done_at=None).select_related("owner")


def why(relationship: Relationship, person: Person) -> list[str]:
    """Why these two, in sentences for the one who reads them; empty for a circle."""
    sides = {participant.role: participant for participant in relationship.in_order}
    learner = sides.get(Participant.Role.LEARNER) or relationship.in_order[0]
    guide = sides.get(Participant.Role.GUIDE) or relationship.in_order[-1]
    if len(relationship.in_order) != 2:
        return []
    return reason_sentences(
        relationship.reasons,
        learner=learner.person.short_name,
        guide=guide.person.short_name,
        reader="guide" if guide.person_id == person.pk else "learner",
    )


def _member(participant: Participant, words: Words) -> Member:
    return Member(participant.person, participant.role, str(words.of(participant.role)))


def _session_counts(relationship: Relationship) -> dict[str, int]:
    held = Q(state=Session.State.HELD)
    counted = relationship.sessions.exclude(state=Session.State.CANCELLED)
    return counted.aggregate(held=Count("pk", filter=held), sessions=Count("pk"))


def _action_counts(relationship: Relationship) -> dict[str, int]:
    done = Q(done_at__isnull=False)
    due = Q(done_at=None, due_on__lte=timezone.localdate())
    counts = Action.objects.filter(relationship=relationship)
    return counts.aggregate(
        actions=Count("pk"), actions_done=Count("pk", filter=done), due_today=Count("pk", filter=due)
    )
