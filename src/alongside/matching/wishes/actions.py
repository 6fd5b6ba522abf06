"""Opening a round of wishes, saying them, closing the round; forgetting those of who leaves."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity import jobs
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.permissions import can_match
from alongside.matching.reading import read_counts
from alongside.matching.wishes.models import Shortlist, Wish, WishRound
from alongside.matching.wishes.permissions import can_wish
from alongside.programmes.models import Enrolment, Programme


@transaction.atomic
def open_wishes(programme: Programme, *, by: Person, closes_on: date) -> WishRound:
    """Begin a round: short lists are worked out in the background, and then their owners are told.

    ``closes_on`` is the last day, in the time zone of who opens. A round that is under way is returned
    instead of a second one; one whose short lists could not be worked out is tried again.
    """
    require(can_match(by, programme))
    current = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    closes_at = timezone.make_aware(datetime.combine(closes_on, time.max))
    _refuse_a_round(current, closes_at)
    held = current.wish_rounds.select_related("job").first()
    if held and not held.is_over:
        if held.listed_at is not None or not (held.job and held.job.is_over):
            return held
        held.closes_at, held.opened_by = closes_at, by
    else:
        held = WishRound(programme=current, closes_at=closes_at, opened_by=by)
    held.save()
    held.job = jobs.start("matching.shortlists", by=by, input={"round": held.public_id})
    held.save(update_fields=["job"])
    record("wishes.opened", by=by, subject=held)
    return held


def _refuse_a_round(programme: Programme, closes_at: datetime) -> None:
    if programme.way != Programme.Way.WISHES:
        raise RuleBroken(
            _("In this programme nobody is asked for wishes. Choose that way in the set-up first.")
        )
    if programme.state == Programme.State.CLOSED:
        raise RuleBroken(_("%(name)s is closed, so nobody can be matched in it.") % {"name": programme.name})
    if closes_at <= timezone.now():
        raise RuleBroken(_("The last day has passed. Choose one from today on."))
    counts = read_counts(programme)
    if not (counts["learners"] and counts["guides"]):
        raise RuleBroken(_("Wishes need people with a free place on both sides. Bring them in first."))


@transaction.atomic
def close_wishes(held: WishRound, *, by: Person) -> WishRound:
    """End a round before its last day: the wishes count as they stand."""
    require(can_match(by, held.programme))
    current = WishRound.objects.select_for_update(no_key=True).get(pk=held.pk)
    if current.is_open:
        current.closes_at = timezone.now()
        current.save(update_fields=["closes_at"])
        record("wishes.closed", by=by, subject=current)
    return current


@transaction.atomic
def say_wishes(
    shortlist: Shortlist, *, by: Person, order: Sequence[str], rather_not: Sequence[str] = ()
) -> Shortlist:
    """Put a short list into order: wishes by their public ids, the dearest first, and those one would rather not.

    Everybody on the list stands in exactly one of the two. It can be changed until the round closes.
    """
    require(can_wish(by, shortlist))
    # The round is held too: nobody closes it between this look and what is written.
    held = Shortlist.objects.select_for_update(of=("self", "round"), no_key=True).select_related("round")
    current = held.get(pk=shortlist.pk)
    if not current.round.is_open:
        raise RuleBroken(_("The time for wishes is over. What you said before counts."))
    wishes = {wish.public_id: wish for wish in current.wishes.standing()}
    said = [*order, *rather_not]
    if sorted(said) != sorted(wishes):
        raise RuleBroken(_("The list has changed, or somebody is missing. Put everybody on it into order."))
    for position, public_id in enumerate(said, start=1):
        wishes[public_id].position = position
        wishes[public_id].is_unwanted = position > len(order)
    Wish.objects.bulk_update(wishes.values(), ["position", "is_unwanted"])
    if current.answered_at is None:
        current.answered_at = timezone.now()
        current.save(update_fields=["answered_at"])
        record("wishes.said", by=by, subject=current)
    return current


@transaction.atomic
def forget_wishes_of(enrolment: Enrolment) -> None:
    """Forget what somebody who leaves the programme wished for, and take them off the lists of others."""
    Shortlist.objects.filter(enrolment=enrolment).delete()
    Wish.objects.filter(Q(other=enrolment)).delete()
