"""Publishing a matching: every pair is offered to both sides, once, and nobody beyond their places."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.activity.bulk import wrote_in_bulk
from alongside.matching.actions.answering import expire_overdue
from alongside.matching.apart import UNLESS_LOCKED, kept_apart
from alongside.matching.by_link.links import answer_link
from alongside.matching.circles.offering import offer_circles
from alongside.matching.models import Proposal, Scenario, ScenarioPair
from alongside.matching.permissions import can_match
from alongside.matching.places import places_left
from alongside.matching.reasons import for_the_pair
from alongside.programmes.models import Enrolment, EnrolmentQuerySet, Programme

MOST_NAMES = 5


@transaction.atomic
def publish_scenario(scenario: Scenario, *, by: Person) -> Scenario:
    """Offer every pair to both sides and mail them that a suggested match waits; twice is once.

    A run for one person has no groups to compare, and is published without an audit.

    People may have changed since the run: places are counted again while everyone's row is held, and a
    matching that no longer holds is refused with the names.
    """
    require(can_match(by, scenario.programme))
    programme = Programme.objects.select_for_update(no_key=True).get(pk=scenario.programme_id)
    current = Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
    if current.state == Scenario.State.PUBLISHED:
        return current
    if current.state != Scenario.State.SOLVED:
        raise RuleBroken(_("This matching is still being worked out. Wait until it is ready, then publish."))
    if not current.only_id and not current.audit_readers.filter(pk=by.pk).exists():
        raise RuleBroken(_("Read the fairness audit of this run first. Then publish."))
    (offer_circles if current.has_circles else offer_pairs)(programme, current, by=by)
    return current


def offer_pairs(programme: Programme, scenario: Scenario, *, by: Person | None) -> None:
    """Publish a solved run; part of the actions that do, which hold its programme's row. Nobody, for the clock."""
    pairs = list(scenario.pairs.select_related("learner__person", "guide__person"))
    if not pairs:
        raise RuleBroken(_("There is no pair to publish. Change what counts or the rules, and run again."))
    hold_people(_enrolments(scenario).order_by().values_list("person", flat=True))
    _refuse_when_people_changed(programme, pairs, _enrolments(scenario))
    # Two are suggested to each other once at a time: what the clock has not let go of yet, is now.
    expire_overdue(Proposal.objects.filter(programme=programme))
    _offer(programme, scenario, pairs)
    scenario.state, scenario.published_at = Scenario.State.PUBLISHED, timezone.now()
    scenario.save(update_fields=["state", "published_at"])
    record(
        "scenario.published",
        by=by,
        organisation=programme.organisation,
        subject=scenario,
        tell=_invitations(programme, pairs),
    )


@transaction.atomic
def read_audit(scenario: Scenario, *, by: Person) -> Scenario:
    """Say that one has read who fares how in a run, without which one does not publish it."""
    require(can_match(by, scenario.programme))
    scenario = Scenario.objects.select_for_update(no_key=True).get(pk=scenario.pk)
    if scenario.state == Scenario.State.DRAFT:
        raise RuleBroken(_("This matching is still being worked out. Wait until it is ready."))
    if not scenario.audit_readers.filter(pk=by.pk).exists():
        scenario.audit_readers.add(by)
        record("scenario.audit_read", by=by, subject=scenario)
    return scenario


def _enrolments(scenario: Scenario) -> EnrolmentQuerySet:
    learners, guides = scenario.pairs.values("learner"), scenario.pairs.values("guide")
    return Enrolment.objects.filter(Q(pk__in=learners) | Q(pk__in=guides))


def _refuse_when_people_changed(
    programme: Programme, pairs: list[ScenarioPair], enrolments: EnrolmentQuerySet
) -> None:
    names = sorted(set(changed_since(programme, pairs, enrolments)))
    if not names:
        return
    shown = ", ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        message = _(
            "%(names)s and %(more)d more changed since this run. Run the matching again, then publish."
        )
        raise RuleBroken(message % {"names": shown, "more": len(names) - MOST_NAMES})
    message = _("Something changed since this run for %(names)s. Run the matching again, then publish.")
    raise RuleBroken(message % {"names": shown})


def changed_since(
    programme: Programme, pairs: list[ScenarioPair], enrolments: EnrolmentQuerySet
) -> Iterable[str]:
    """Names of people who left, have fewer places than the pairs need, or may not be matched any more."""
    places = places_left(enrolments.taking_part())
    apart = kept_apart(programme)
    needed_of_learners = Counter(pair.learner_id for pair in pairs)
    needed_of_guides = Counter(pair.guide_id for pair in pairs)
    if programme.is_pool:  # one number of places, whichever side a pair names somebody on
        needed_of_learners = needed_of_guides = needed_of_learners + needed_of_guides
    for pair in pairs:
        learner, guide = places.get(pair.learner_id), places.get(pair.guide_id)
        why = apart.get((pair.learner.person_id, pair.guide.person_id), "")
        is_apart = bool(why) and not (pair.is_locked and why in UNLESS_LOCKED)
        if is_apart or learner is None or learner.as_learner < needed_of_learners[pair.learner_id]:
            yield pair.learner.person.name
        if is_apart or guide is None or guide.as_guide < needed_of_guides[pair.guide_id]:
            yield pair.guide.person.name


def _offer(programme: Programme, scenario: Scenario, pairs: list[ScenarioPair]) -> None:
    now = timezone.now()
    Proposal.objects.bulk_create(
        [
            Proposal(
                programme=programme,
                scenario=scenario,
                learner_id=pair.learner_id,
                guide_id=pair.guide_id,
                reasons=for_the_pair(pair.reasons),
                offered_at=now,
                expires_at=now + timedelta(days=programme.answer_within_days),
            )
            for pair in pairs
        ],
        batch_size=500,
    )
    wrote_in_bulk(Proposal)


def _invitations(programme: Programme, pairs: list[ScenarioPair]) -> list[Message]:
    """One mail for each person, however many matches wait: that they wait, never with whom or why."""
    people = {pair.learner.person.pk: pair.learner.person for pair in pairs}
    people |= {pair.guide.person.pk: pair.guide.person for pair in pairs}
    counts = Counter(pair.learner.person.pk for pair in pairs)
    counts.update(pair.guide.person.pk for pair in pairs)
    return [suggested(programme, people[pk], count) for pk, count in sorted(counts.items())]


def suggested(programme: Programme, reader: Person, count: int = 1) -> Message:
    """To who has suggested matches to answer."""
    subject = ngettext_lazy(
        "A suggested match waits for you in %(programme)s",
        "%(count)d suggested matches wait for you in %(programme)s",
        count,
    )
    text = gettext_lazy(
        "See who it is and why, and say yes or no within {days} days, without signing in. Nothing begins unless you "
        "both say yes: {link}"
    )
    return Message(
        to=reader,
        subject=subject % {"programme": programme.name, "count": count},
        text=format_lazy(text, days=programme.answer_within_days, link=answer_link(reader, programme)),
    )
