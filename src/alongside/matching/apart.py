"""Which two people are not to be matched again or at all, whatever their fit."""

from django.db.models import F

from alongside.matching.models import FirstChat, PairConstraint, Proposal
from alongside.people.models import Conflict
from alongside.programmes.coaching.reach import out_of_reach
from alongside.programmes.models import Programme
from alongside.relationships.models import Participant, Relationship

PeoplePair = tuple[int, int]


def kept_apart(programme: Programme) -> dict[PeoplePair, str]:
    """Pairs of person rows (learner, guide) that this programme may not match, with the reason's key.

    Kept apart by the manager or by whom a coach may coach, a declared conflict, already running, already
    suggested and waiting, suggested or asked for a first chat before and declined. Six queries, up to four
    more in a coaching programme.
    """
    people = programme.enrolments.order_by().values("person")
    conflicts = Conflict.objects.filter(one__in=people, other__in=people).values_list("one", "other")
    pairs: dict[PeoplePair, str] = {}
    for one, other in conflicts:
        pairs[one, other] = pairs[other, one] = "conflict"
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
    return pairs


def _running(programme: Programme) -> list[PeoplePair]:
    """Learner and guide of each relationship of the programme that has not ended."""
    guides = Participant.objects.filter(
        role=Participant.Role.GUIDE,
        relationship__programme=programme,
        relationship__state__in=Relationship.OPEN_STATES,
        relationship__participants__role=Participant.Role.LEARNER,
    )
    learners = guides.annotate(learner=F("relationship__participants__person"))
    return list(learners.order_by().values_list("learner", "person"))
