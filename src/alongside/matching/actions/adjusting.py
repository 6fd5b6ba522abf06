"""The manager's word on pairs: keep together, keep apart, let go, swap. It counts in every later run."""

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.apart import kept_apart
from alongside.matching.models import PairConstraint, Scenario, ScenarioPair
from alongside.matching.permissions import can_match
from alongside.programmes.models import Enrolment, Programme

SAID = {PairConstraint.Kind.LOCK: "pair.locked", PairConstraint.Kind.FORBID: "pair.kept_apart"}
"""The event of each word."""


@transaction.atomic
def lock_pair(programme: Programme, *, by: Person, learner: Enrolment, guide: Enrolment) -> PairConstraint:
    """Keep these two together in every later run of the programme."""
    return _say(programme, by, learner, guide, PairConstraint.Kind.LOCK)


@transaction.atomic
def forbid_pair(programme: Programme, *, by: Person, learner: Enrolment, guide: Enrolment) -> PairConstraint:
    """Keep these two apart in every later run of the programme."""
    return _say(programme, by, learner, guide, PairConstraint.Kind.FORBID)


@transaction.atomic
def keep_people_apart(
    programme: Programme, *, by: Person, one: Enrolment, other: Enrolment
) -> PairConstraint:
    """Keep two apart in every later run of circles, whatever sides they take; twice is once, either way round."""
    return _say_of_two(programme, by, (one, other), PairConstraint.Kind.FORBID)


@transaction.atomic
def keep_people_together(
    programme: Programme, *, by: Person, one: Enrolment, other: Enrolment
) -> PairConstraint:
    """Let two share a circle in every later run, or have none; a member and a mentor, or two members."""
    why = kept_apart(programme)
    pair = one.person_id, other.person_id
    if "conflict" in {why.get(pair), why.get(pair[::-1])}:
        names = {"learner": one.person.name, "guide": other.person.name}
        raise RuleBroken(_("%(learner)s and %(guide)s have a declared conflict.") % names)
    return _say_of_two(programme, by, (one, other), PairConstraint.Kind.LOCK)


@transaction.atomic
def release_pair(programme: Programme, *, by: Person, learner: Enrolment, guide: Enrolment) -> None:
    """Take back the word on these two: a later run decides."""
    require(can_match(by, programme))
    _hold(programme)
    learner, guide = in_one_order(programme, learner, guide)
    word = programme.pair_constraints.filter(learner=learner, guide=guide).first()
    if word is None:
        return
    word.delete()
    _mark_pairs(programme, learner, guide, is_locked=False)
    record("pair.released", by=by, subject=programme)


def in_one_order(programme: Programme, one: Enrolment, other: Enrolment) -> tuple[Enrolment, Enrolment]:
    """Learner and guide as given; of peers, who joined first leads, so that two are never two pairs."""
    return (other, one) if programme.is_pool and other.pk < one.pk else (one, other)


def _say_of_two(
    programme: Programme, by: Person, two: tuple[Enrolment, Enrolment], kind: PairConstraint.Kind
) -> PairConstraint:
    require(can_match(by, programme))
    _hold(programme)
    one, other = two
    if {one.programme_id, other.programme_id} != {programme.pk} or one == other:
        raise RuleBroken(_("Choose two people who take part in this programme."))
    word = programme.pair_constraints.filter(learner=other, guide=one).first()
    is_new = False
    if word is None:
        word, is_new = programme.pair_constraints.get_or_create(
            learner=one, guide=other, defaults={"kind": kind, "created_by": by}
        )
    if is_new or word.kind != kind:
        word.kind, word.created_by = kind, by
        word.save()
        record(SAID[kind], by=by, subject=programme)
    return word


def _say(
    programme: Programme, by: Person, learner: Enrolment, guide: Enrolment, kind: PairConstraint.Kind
) -> PairConstraint:
    require(can_match(by, programme))
    _hold(programme)
    _refuse_wrong_people(programme, learner, guide)
    learner, guide = in_one_order(programme, learner, guide)
    if kind == PairConstraint.Kind.LOCK:
        _refuse_impossible_lock(programme, learner, guide)
    word, is_new = PairConstraint.objects.get_or_create(
        programme=programme, learner=learner, guide=guide, defaults={"kind": kind, "created_by": by}
    )
    if is_new or word.kind != kind:
        word.kind, word.created_by = kind, by
        word.save()
        record(SAID[kind], by=by, subject=programme)
    _mark_pairs(programme, learner, guide, is_locked=kind == PairConstraint.Kind.LOCK)
    return word


def _hold(programme: Programme) -> None:
    """Managers change pairs one after the other, so that no change is lost."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def _refuse_wrong_people(programme: Programme, learner: Enrolment, guide: Enrolment) -> None:
    if {learner.programme_id, guide.programme_id} != {programme.pk}:
        raise RuleBroken(_("Both people have to take part in this programme."))
    if not learner.is_learner:
        raise RuleBroken(
            _("%(name)s does not seek anyone in this programme.") % {"name": learner.person.name}
        )
    if not guide.is_guide:
        raise RuleBroken(_("%(name)s does not help anyone in this programme.") % {"name": guide.person.name})
    if learner.person_id == guide.person_id:
        raise RuleBroken(_("Nobody can be matched with themselves."))


def _refuse_impossible_lock(programme: Programme, learner: Enrolment, guide: Enrolment) -> None:
    """A lock on a pair that can never be: say why at once rather than fail the next run."""
    why = kept_apart(programme).get((learner.person_id, guide.person_id))
    names = {"learner": learner.person.name, "guide": guide.person.name}
    if why == "conflict":
        raise RuleBroken(_("%(learner)s and %(guide)s have a declared conflict.") % names)
    if why == "running":
        raise RuleBroken(_("%(learner)s and %(guide)s are already a pair.") % names)


def _mark_pairs(programme: Programme, learner: Enrolment, guide: Enrolment, *, is_locked: bool) -> None:
    unpublished = programme.scenarios.filter(state=Scenario.State.SOLVED)
    pairs = ScenarioPair.objects.filter(scenario__in=unpublished, learner=learner, guide=guide)
    pairs.update(is_locked=is_locked)
