"""What a session does to credits and budget; the session's own action records the event."""

from django.utils.translation import ngettext

from alongside.accounts.holding import hold_people
from alongside.activity.actions import RuleBroken
from alongside.programmes.coaching.models import CoachTerms
from alongside.programmes.models import Programme
from alongside.relationships.credits.counting import credits_between
from alongside.relationships.credits.models import SessionFee
from alongside.relationships.models import Participant, Relationship, Session


def hold_learners(relationship: Relationship) -> None:
    """Hold whoever's credits are counted, before the relationship: two sessions never use the last one both."""
    programme = relationship.programme
    if programme.kind == Programme.Kind.COACHING and programme.session_credits is not None:
        learners = relationship.participants.exclude(role=Participant.Role.GUIDE)
        hold_people(list(learners.values_list("person", flat=True)))


def check_can_plan(relationship: Relationship) -> None:
    """Raise ``RuleBroken`` where every credit is used or planned."""
    found = credits_between(relationship)
    if found and not found.to_plan:
        raise RuleBroken(_all_used(found.granted))


def check_can_hold(relationship: Relationship) -> None:
    """Raise ``RuleBroken`` where no credit is left for one more held session."""
    found = credits_between(relationship)
    if found and not found.left:
        raise RuleBroken(_all_used(found.granted))


def keep_fee(session: Session) -> None:
    """Write down what a held session cost, where its coach comes from outside; held again, it costs the same."""
    programme = session.relationship.programme
    if programme.kind != Programme.Kind.COACHING:
        return
    terms = CoachTerms.objects.filter(
        enrolment__participations__relationship=session.relationship,
        enrolment__participations__role=Participant.Role.GUIDE,
    )
    fee = terms.exclude(fee=None).values_list("fee", flat=True).first()
    if fee is not None:
        SessionFee.objects.get_or_create(
            session=session, defaults={"amount": fee, "currency": programme.currency}
        )


def forget_fee(session: Session) -> None:
    """A session that did not take place costs nothing."""
    SessionFee.objects.filter(session=session).delete()


def _all_used(granted: int) -> str:
    sentence = ngettext(
        "The %(count)d session of this coaching is used or planned. Ask the programme team for more.",
        "All %(count)d sessions of this coaching are used or planned. Ask the programme team for more.",
        granted,
    )
    return sentence % {"count": granted}
