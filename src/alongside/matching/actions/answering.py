"""Answering a suggested match: yes, no, or not in time. Nobody is ever filled over their places."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.matching import asking_mails
from alongside.matching.by_link.links import answer_link
from alongside.matching.chemistry.ending import (
    end_chat_behind,
    end_chats_of_pair,
    end_other_chats,
)
from alongside.matching.models import InLine, Proposal, ProposalQuerySet
from alongside.matching.permissions import can_answer, can_match
from alongside.matching.places import places_left
from alongside.programmes.models import Enrolment
from alongside.relationships.actions import begin_relationship
from alongside.relationships.models import Relationship


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: Person) -> Proposal:
    """Say yes. Once both have, the relationship begins, if both still have a place for it.

    The rows of both people are locked in a fixed order, and their places counted after that, so that two
    windows, two suggested matches or two programmes at the same moment cannot fill anyone over.
    """
    require(can_answer(by, proposal))
    current = held_proposal(proposal)
    if current.state == Proposal.State.ACCEPTED:
        return current
    _refuse_when_over(current)
    _refuse_when_full(current)
    if not _note_yes(current, by):
        return current
    if current.learner_accepted_at and current.guide_accepted_at:
        _begin(current, by)
    current.save()
    record("proposal.accepted", by=by, subject=current, tell=_about_yes(current, by))
    return current


@transaction.atomic
def decline_proposal(proposal: Proposal, *, by: Person, reason: str = "") -> Proposal:
    """Say no, with a reason that only the programme team reads. The place is free again at once."""
    require(can_answer(by, proposal))
    current = held_proposal(proposal)
    if current.state == Proposal.State.ACCEPTED:
        raise RuleBroken(_("You both said yes already. If it does not work, end it from the page you share."))
    if current.state != Proposal.State.OFFERED:
        return current
    current.state = Proposal.State.DECLINED
    current.declined_by, current.decline_reason = by, reason.strip()
    current.answered_at = timezone.now()
    current.save()
    end_chat_behind(current)
    record("proposal.declined", by=by, subject=current, tell=_about_no(current, by))
    return current


@transaction.atomic
def take_back_proposal(proposal: Proposal, *, by: Person) -> Proposal:
    """End a suggested match that still waits, on the programme team's side; both are told."""
    require(can_match(by, proposal.programme))
    current = held_proposal(proposal)
    if current.state == Proposal.State.ACCEPTED:
        raise RuleBroken(_("Both said yes already. End the pair on the page of the programme instead."))
    if current.state == Proposal.State.OFFERED:
        let_go(current)
        record("proposal.taken_back", by=by, subject=current, tell=_about_expiry(current))
    return current


@transaction.atomic
def end_proposals_of(enrolment: Enrolment, *, by: Person) -> None:
    """Let go of what waits for somebody who leaves the programme; part of the action by which they leave.

    That action holds the person's row, which every answer takes first, so nobody answers meanwhile.
    """
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "programme", "learner__person", "guide__person"
    )
    offered = rows.filter(Q(learner=enrolment) | Q(guide=enrolment), state=Proposal.State.OFFERED)
    for proposal in offered.order_by("pk"):
        let_go(proposal)
        record("proposal.ended", by=by, subject=proposal, tell=_about_expiry(proposal))


def expire_proposals() -> int:
    """Let go of suggested matches that nobody answered in time, or whose people left; returns how many.

    Run by the schedule. Safe to run twice at once: each is looked at again while its row is held.
    """
    return expire_overdue(Proposal.objects.all())


def expire_overdue(proposals: ProposalQuerySet) -> int:
    """Let go of those of these that wait for nobody any more; returns how many."""
    still_waiting = Proposal.objects.waiting().values("pk")
    overdue = proposals.filter(state=Proposal.State.OFFERED).exclude(pk__in=still_waiting)
    return sum(expire_one(pk) for pk in list(overdue.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def expire_one(pk: int) -> bool:
    """Let go of one that still stands as offered; whether there was anything to do."""
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "programme__organisation", "learner__person", "guide__person"
    )
    proposal = rows.filter(pk=pk, state=Proposal.State.OFFERED).first()
    if proposal is None:
        return False
    let_go(proposal)
    organisation = proposal.programme.organisation
    record(
        "proposal.expired",
        by=None,
        organisation=organisation,
        subject=proposal,
        tell=_about_expiry(proposal),
    )
    return True


def let_go(proposal: Proposal) -> None:
    """End a suggested match without an answer, inside an action that holds its row."""
    proposal.state = Proposal.State.EXPIRED
    proposal.answered_at = timezone.now()
    proposal.save()


def held_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, with both people's rows and its own held to the transaction's end."""
    hold_people([proposal.learner.person_id, proposal.guide.person_id])
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("programme", "learner__person", "guide__person").get(pk=proposal.pk)


def _refuse_when_over(proposal: Proposal) -> None:
    if proposal.state == Proposal.State.DECLINED:
        raise RuleBroken(_("This suggested match was declined. The programme team will look again."))
    if not proposal.is_waiting:
        raise RuleBroken(_("The time to answer this suggested match has passed. Ask the programme team."))


def _refuse_when_full(proposal: Proposal) -> None:
    """Count again who has a place, now that nobody else can take it."""
    both = Enrolment.objects.filter(pk__in=[proposal.learner_id, proposal.guide_id])
    places = places_left(both.taking_part(), with_waiting=False)
    for enrolment in (proposal.learner, proposal.guide):
        left = places.get(enrolment.pk)
        name = enrolment.person.name
        if left is None:
            raise RuleBroken(_("%(name)s no longer takes part. Ask the programme team.") % {"name": name})
        free = left.as_learner if enrolment.pk == proposal.learner_id else left.as_guide
        if not free:
            message = _("%(name)s has no free place any more. Ask the programme team for another match.")
            raise RuleBroken(message % {"name": name})


def _note_yes(proposal: Proposal, by: Person) -> bool:
    """Write down that this side accepts; whether that is new."""
    if proposal.has_yes_of(by):
        return False
    setattr(proposal, f"{proposal.side_of(by)}_accepted_at", timezone.now())
    return True


def _begin(proposal: Proposal, by: Person) -> None:
    proposal.state = Proposal.State.ACCEPTED
    proposal.answered_at = timezone.now()
    proposal.relationship = begin_relationship(
        proposal.programme,
        learner=proposal.learner,
        guide=proposal.guide,
        reasons=proposal.reasons,
        by=by,
        origin=Relationship.Origin.MATCHING,
    )
    end_chats_of_pair(proposal)
    for asking in (proposal.learner, proposal.guide) if proposal.programme.is_pool else (proposal.learner,):
        _end_other_requests(proposal, asking, by)


def _end_other_requests(accepted: Proposal, learner: Enrolment, by: Person) -> None:
    """Whom else the learner asked need answer no more, once the learner has all the guides they want.

    The learner's row is held, which every answer takes first, so nobody answers meanwhile.
    """
    if places_left(Enrolment.objects.filter(pk=learner.pk), with_waiting=False)[learner.pk].as_learner:
        return
    InLine.objects.filter(learner=learner).delete()
    end_other_chats(accepted, by=by)
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "programme", "guide__person"
    )
    asked = rows.filter(learner=learner, is_request=True, state=Proposal.State.OFFERED).exclude(
        pk=accepted.pk
    )
    for proposal in asked.order_by("pk"):
        let_go(proposal)
        told = [asking_mails.request_over(proposal.programme, proposal.guide.person)]
        record("proposal.ended", by=by, subject=proposal, tell=told)


def _about_yes(proposal: Proposal, by: Person) -> list[Message]:
    """The other side hears of the first yes; of the second, the relationship itself tells both."""
    if proposal.state == Proposal.State.ACCEPTED:
        return []
    text = gettext_lazy(
        "{name} said yes to your suggested match in {programme}. It waits for your answer: {link}"
    )
    return [
        Message(
            to=proposal.other(by),
            subject=format_lazy(gettext_lazy("{name} said yes. Will you?"), name=by.name),
            text=format_lazy(
                text,
                name=by.name,
                programme=proposal.programme.name,
                link=answer_link(proposal.other(by), proposal.programme),
            ),
        )
    ]


def _about_no(proposal: Proposal, by: Person) -> list[Message]:
    """The other side and the programme team learn that it is off; the reason stays on the team's page."""
    if proposal.is_request:
        return asking_mails.about_refusal(proposal, by)
    programme = proposal.programme.name
    subject = format_lazy(gettext_lazy("A suggested match in {programme} was declined"), programme=programme)
    other = gettext_lazy(
        "Your suggested match in {programme} does not go ahead. It says nothing about you. "
        "The programme team looks for another."
    )
    team = gettext_lazy("A suggested match in {programme} was declined. Both places are free again: {link}")
    link = follow_up_address(proposal)
    messages = [
        Message(to=row.person, subject=subject, text=format_lazy(team, programme=programme, link=link))
        for row in proposal.programme.managers.filter(person__left_at=None).select_related("person")
    ]
    told = format_lazy(other, programme=programme)
    return [Message(to=proposal.other(by), subject=subject, text=told), *messages]


def _about_expiry(proposal: Proposal) -> list[Message]:
    if proposal.is_request:
        return asking_mails.about_expiry(proposal)
    programme = proposal.programme.name
    text = gettext_lazy(
        "A suggested match in {programme} has ended without both answers. The team looks again."
    )
    subject = gettext_lazy("A suggested match in {programme} has ended")
    return [
        Message(
            to=enrolment.person,
            subject=format_lazy(subject, programme=programme),
            text=format_lazy(text, programme=programme),
        )
        for enrolment in (proposal.learner, proposal.guide)
    ]


def follow_up_address(proposal: Proposal) -> str:
    """Where the programme team sees the answers, as a whole address for a mail."""
    programme = proposal.programme
    arguments = [programme.organisation.slug, programme.public_id]
    return settings.PUBLIC_URL + reverse("programme_proposals", args=arguments)
