"""Declaring a lottery, drawing it once, withdrawing it; each stands in the ledger that everybody reads."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.programmes.lottery import mails
from alongside.programmes.lottery.drawing import Entry, digest, drawn_in_order, new_seed, written
from alongside.programmes.lottery.models import Lot, Lottery
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme
from alongside.programmes.permissions import can_run_programme


@transaction.atomic
def declare_lottery(programme: Programme, *, by: Person, places: int) -> Lottery:
    """Promise that so many places go by lot to those who seek; nobody is let in past it until it is drawn.

    The seed is made now and its hash published, before it is known who signs up.
    """
    require(can_run_programme(by, programme))
    programme = _held(programme)
    standing = Lottery.objects.declared().filter(programme=programme).first()
    if standing is not None and standing.places == places:
        return standing
    if standing is not None:
        raise RuleBroken(_("A lottery is declared already. Draw or withdraw it first."))
    if programme.state == Programme.State.CLOSED:
        raise RuleBroken(_("This programme is closed. There are no places to draw."))
    seed = new_seed()
    lottery = Lottery.objects.create(
        programme=programme, places=places, seed=seed, commitment=digest(seed), declared_by=by
    )
    told = [mails.declared(programme, each.person) for each in entering(programme)]
    record("lottery.declared", by=by, subject=lottery, tell=told)
    return lottery


def draw_lottery(lottery: Lottery, *, by: Person) -> Lottery:
    """Draw it, once: whoever is drawn takes part, the others wait and go first next time.

    A second attempt changes nothing but the ledger, which counts it.
    """
    require(can_run_programme(by, lottery.programme))
    with transaction.atomic():
        programme = _held(lottery.programme)
        lottery = Lottery.objects.select_related("programme__organisation").get(pk=lottery.pk)
        is_first = lottery.is_declared
        if is_first:
            _draw(lottery, programme, by)
        else:
            # Kept, though what was asked for is refused: nobody draws again unseen.
            Lottery.objects.filter(pk=lottery.pk).update(draws_refused=F("draws_refused") + 1)
            record("lottery.draw_refused", by=by, subject=lottery)
    if not is_first:
        raise RuleBroken(
            _("This lottery is over. It is drawn once; that you asked again stands in its ledger.")
        )
    return lottery


@transaction.atomic
def withdraw_lottery(lottery: Lottery, *, by: Person, because: str) -> Lottery:
    """Take it back before the draw, with a reason that everybody reads; the seed is opened with it."""
    require(can_run_programme(by, lottery.programme))
    programme = _held(lottery.programme)
    lottery = Lottery.objects.get(pk=lottery.pk)
    if lottery.withdrawn_at is not None:
        return lottery
    if not lottery.is_declared:
        raise RuleBroken(_("It has been drawn. What was drawn stays."))
    if not because.strip():
        raise RuleBroken(_("Say why it is withdrawn. Everybody who signed up reads it."))
    lottery.withdrawn_at, lottery.withdrawn_because = timezone.now(), because.strip()
    lottery.save(update_fields=["withdrawn_at", "withdrawn_because"])
    told = [mails.withdrawn(programme, each.person) for each in entering(programme)]
    record("lottery.withdrawn", by=by, subject=lottery, tell=told)
    return lottery


def entering(programme: Programme) -> EnrolmentQuerySet:
    """Who would be in the draw as things stand: those who seek and wait for a decision or a place."""
    sides = [Enrolment.Role.LEARNER, Enrolment.Role.BOTH]
    states = [Enrolment.State.APPLIED, Enrolment.State.WAITING]
    there = programme.enrolments.filter(role__in=sides, state__in=states, person__left_at=None)
    return there.select_related("person").order_by("public_id")


def _held(programme: Programme) -> Programme:
    """The programme, held: whoever signs up or draws meanwhile waits."""
    rows = Programme.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation").get(pk=programme.pk)


def _draw(lottery: Lottery, programme: Programme, by: Person) -> None:
    hold_people(entering(programme).values_list("person", flat=True))
    rows = {each.public_id: each for each in entering(programme).select_for_update(of=("self",), no_key=True)}
    if not rows:
        raise RuleBroken(_("Nobody who seeks somebody has signed up yet. There is nothing to draw."))
    entries = [Entry(key, each.state == Enrolment.State.WAITING) for key, each in rows.items()]
    lottery.drawn_at, lottery.list_hash = timezone.now(), digest(written(entries))
    lottery.save(update_fields=["drawn_at", "list_hash"])
    order = drawn_in_order(lottery.seed, entries)
    Lot.objects.bulk_create(
        Lot(
            lottery=lottery,
            enrolment=rows[entry.number],
            number=entry.number,
            goes_first=entry.goes_first,
            position=position,
            is_drawn=position <= lottery.places,
        )
        for position, entry in enumerate(order, start=1)
    )
    ordered = [rows[entry.number] for entry in order]
    drawn, others = ordered[: lottery.places], ordered[lottery.places :]
    _decide(drawn, Enrolment.State.APPROVED)
    _decide(others, Enrolment.State.WAITING)
    told = [mails.drawn(programme, each.person) for each in drawn]
    told += [mails.not_drawn(programme, each.person) for each in others]
    record("lottery.drawn", by=by, subject=lottery, tell=told)


def _decide(enrolments: Sequence[Enrolment], state: Enrolment.State) -> None:
    chosen = Enrolment.objects.filter(pk__in=[each.pk for each in enrolments])
    chosen.update(state=state, decided_at=timezone.now())
