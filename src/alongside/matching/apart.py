"""Which two people are not to be matched again or at all, whatever their fit."""

from django.db.models import F, QuerySet

from alongside.matching.models import FirstChat, PairConstraint, Proposal
from alongside.people.models import Conflict
from alongside.programmes.coaching.reach import out_of_reach
from alongside.programmes.models import Programme
from alongside.relationships.models import Participant, Relationship

PeoplePair = tuple[int, int]

UNLESS_LOCKED = frozenset({"declined", "ended"})
"""What keeps two apart only until the manager, who has asked them, locks them together."""


def kept_apart(programme: Programme) -> dict[PeoplePair, str]:
    """Pairs of person rows (learner, guide) that this programme may not match, with the reason's key.

    Kept apart by the manager or by whom a coach may coach, a declared conflict, already running, already
    suggested and waiting, suggested or asked for a first chat before and declined, ended early before.
    Seven queries, up to four more in a coaching programme.
    """
    people = programme.enrolments.order_by().values("person")
    conflicts = Conflict.objects.filter(one__in=people, other__in=people).values_list("one", "other")
    pairs: dict[PeoplePair, str] = {}
    for one, other in conflicts:
        pairs[one, other] = pairs[other, one] = "conflict"
    pairs.update(dict.fromkeys(_ended_early(programme), "ended"))
    proposals = programme.proposals.values_list("learner__person", "guide__person")
    pairs.update(dict.fromkeys(proposals.filter(state=Proposal.State.DECLINED), "declined"))
    pairs.update(dict.fromkeys(out_of_reach(programme), "apart"))
    chats = programme.first_chats.filter(ending=FirstChat.Ending.DECLINED)
    pairs.update(dict.fromkeys(chats.values_list("learner__person", "guide__person"), "declined"))
    waiting = Proposal.objects.waiting().filter(programme=programme)
    pairs.update(dict.fromkeys(waiting.values_list("learner__person", "guide__person"), "suggested"))
    forbidden = programme.pair_constraints.filter(kind=PairConstraint.Kind.FORBID)
    pairs.update(dict.fromkeys(forbidden.values_list("learner__person", "guide__person"), "apart"))
    pairs.update(dict.fromkeys(_running(programme), "running"))
    return {**_turned(pairs), **pairs} if programme.is_pool else pairs


def _turned(pairs: dict[PeoplePair, str]) -> dict[PeoplePair, str]:
    """The same the other way round: where there are no sides, nobody asks who was which."""
    return {(guide, learner): why for (learner, guide), why in pairs.items()}


def _running(programme: Programme) -> list[PeoplePair]:
    """Learner and guide of each relationship of the programme that has not ended."""
    return _both(programme.relationships.filter(state__in=Relationship.OPEN_STATES))


def _ended_early(programme: Programme) -> list[PeoplePair]:
    """Learner and guide of each that ended early while both were still there; of no single short meeting."""
    ended = programme.relationships.filter(state=Relationship.State.ENDED_EARLY)
    ended = ended.exclude(origin=Relationship.Origin.BOOKING)
    return _both(ended.exclude(end_reason=Relationship.EndReason.LEFT))


def _both(relationships: QuerySet[Relationship]) -> list[PeoplePair]:
    role = Participant.Role
    guides = Participant.objects.filter(
        role__in=[role.GUIDE, role.PEER],
        relationship__in=relationships.order_by(),
        relationship__participants__role__in=[role.LEARNER, role.PEER],
    )
    learners = guides.annotate(learner=F("relationship__participants__person")).exclude(learner=F("person"))
    return list(learners.order_by().values_list("learner", "person"))
