"""Asking somebody oneself: a suggested match with the learner's yes in it already, which the guide answers."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.matching import asking_mails, engine
from alongside.matching.actions.answering import expire_overdue, held_proposal, let_go
from alongside.matching.apart import kept_apart
from alongside.matching.choosing import MOST_ASKED, choosing, free_for, refuse_unprepared, wants_more
from alongside.matching.models import InLine, Proposal
from alongside.matching.permissions import can_ask, can_take_back_request
from alongside.matching.reasons import for_the_pair
from alongside.programmes.models import Enrolment, Programme


@transaction.atomic
def ask_guide(guide: Enrolment, *, by: Person, message: str) -> Proposal:
    """Ask a guide, with a few words of why. It holds one of their places until they answer; twice is once."""
    hold_people([by.pk, guide.person_id])
    require(can_ask(by, guide))
    learner = choosing(by).get(programme=guide.programme_id)
    return request_place(learner, guide, by=by, message=message.strip())


def request_place(
    learner: Enrolment,
    guide: Enrolment,
    *,
    by: Person,
    message: str = "",
    verb: str = "proposal.requested",
    tell: Callable[[Proposal], Message] = asking_mails.asked,
) -> Proposal:
    """Hold a place of the guide for the learner until the guide answers.

    It is part of an action that holds both people's rows, as every answer does, so that places are counted
    once and nobody is ever asked by more people than they have places for.
    """
    waiting = Proposal.objects.waiting().filter(learner=learner, guide=guide).first()
    if waiting:
        return waiting
    _refuse_more(learner)
    refuse_when_apart(learner, guide)
    refuse_when_taken(learner, guide)
    pair = engine.judge(learner, guide, with_answers=True)
    if pair is None:
        raise RuleBroken(no_match(guide))
    proposal = _offer(learner, guide, message, for_the_pair(pair.reasons))
    record(verb, by=by, subject=proposal, tell=[tell(proposal)])
    return proposal


@transaction.atomic
def take_back_request(proposal: Proposal, *, by: Person) -> Proposal:
    """The learner asks no longer, for whatever reason; they may ask the same guide again later."""
    require(can_take_back_request(by, proposal))
    current = held_proposal(proposal)
    if current.state == Proposal.State.OFFERED:
        let_go(current)
        told = [asking_mails.request_over(current.programme, current.guide.person)]
        record("proposal.request_taken_back", by=by, subject=current, tell=told)
    return current


def _offer(learner: Enrolment, guide: Enrolment, message: str, reasons: list[dict[str, object]]) -> Proposal:
    expire_overdue(Proposal.objects.filter(learner=learner, guide=guide))
    now = timezone.now()
    InLine.objects.filter(learner=learner, guide=guide).delete()
    return Proposal.objects.create(
        programme=learner.programme,
        learner=learner,
        guide=guide,
        reasons=reasons,
        is_request=True,
        message=message,
        learner_accepted_at=now,
        offered_at=now,
        expires_at=now + timedelta(days=learner.programme.answer_within_days),
    )


def _refuse_more(learner: Enrolment) -> None:
    refuse_unprepared(learner)
    if not wants_more(learner):
        raise RuleBroken(_("You have nobody left to look for here: all your places are filled."))
    asked = Proposal.objects.waiting().filter(learner=learner, is_request=True).count()
    if asked >= MOST_ASKED:
        message = _("You have asked %(count)d people already. Wait for an answer, or take one of them back.")
        raise RuleBroken(message % {"count": asked})


def refuse_when_apart(learner: Enrolment, guide: Enrolment) -> None:
    """One sentence for every reason but one, so that nobody reads out of it which it is."""
    why = kept_apart(learner.programme).get((learner.person_id, guide.person_id))
    if why == "running":
        raise RuleBroken(_("You and %(name)s have each other already.") % {"name": guide.person.name})
    if why:
        raise RuleBroken(no_match(guide))


def refuse_when_taken(learner: Enrolment, guide: Enrolment) -> None:
    """The guide has a place that the learner may ask for."""
    free = free_for(learner, Enrolment.objects.taking_part().filter(pk=guide.pk))
    if not free.get(guide.pk):
        message = _("%(name)s has no free place just now. Wait in line for one, or ask somebody else.")
        if learner.programme.way == Programme.Way.CHATS:
            message = _("%(name)s has no free place just now. Choose somebody else, or look again later.")
        raise RuleBroken(message % {"name": guide.person.name})


def no_match(guide: Enrolment) -> str:
    """That the two cannot meet here; it tells no reason."""
    return _("You cannot ask %(name)s in this programme. Choose somebody else.") % {"name": guide.person.name}
