"""The smallest change that gives somebody a match, made with one press and kept by a lock."""

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.accounts.holding import hold_people
from alongside.accounts.models import Person
from alongside.activity.actions import Message, RuleBroken, record, require
from alongside.matching.actions.adjusting import lock_pair
from alongside.matching.actions.drafting import solve_again
from alongside.matching.models import Scenario, ScenarioUnmatched
from alongside.matching.permissions import can_match
from alongside.matching.places import can_take_one_more, places_left
from alongside.programmes.models import Enrolment, Programme


@transaction.atomic
def apply_cure(left: ScenarioUnmatched, *, by: Person) -> Scenario:
    """Make the change that the run proposed for this person, lock the pair, and start a new run.

    One more place is given to the guide within what the programme and their own capacity allow; the guide is
    told. A rule is set aside for this pair alone, which is what a lock does.
    """
    scenario = left.scenario
    require(can_match(by, scenario.programme))
    programme = Programme.objects.select_for_update(no_key=True).get(pk=scenario.programme_id)
    enrolments = programme.enrolments.taking_part().select_related("person__profile")
    guide = enrolments.filter(public_id=left.cure.get("guide", "")).first()
    if guide is None:
        raise RuleBroken(_("There is no such change any more. Run the matching again."))
    already = programme.pair_constraints.filter(learner=left.enrolment, guide=guide, kind="lock").exists()
    if left.cure["one_more_place"] and not already:
        _give_place(programme, guide, by)
    lock_pair(programme, by=by, learner=left.enrolment, guide=guide)
    return solve_again(scenario, by=by)


def _give_place(programme: Programme, guide: Enrolment, by: Person) -> None:
    hold_people([guide.person_id])
    held = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=guide.pk)
    )
    left = places_left(Enrolment.objects.filter(pk=held.pk))[held.pk]
    if not can_take_one_more(held, programme, left):
        message = _(
            "One more place for %(name)s is more than %(programme)s or their own capacity allows. Ask them first, "
            "or raise it in the set-up."
        )
        raise RuleBroken(message % {"name": held.person.name, "programme": programme.name})
    places = "places_as_learner" if programme.is_pool else "places_as_guide"
    setattr(held, places, getattr(held, places) + 1)
    held.save(update_fields=[places])
    text = gettext_lazy(
        "The programme team gave you one more place in {programme}. If that is too much, tell them, or change "
        "it yourself at any time."
    )
    subject = gettext_lazy("You have one more place in {programme}")
    told = Message(
        to=held.person,
        subject=format_lazy(subject, programme=programme.name),
        text=format_lazy(text, programme=programme.name),
    )
    record("places.raised", by=by, subject=held, tell=[told])
