"""Drafting a matching: a run with its own criteria and rules, worked out in the background."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity import jobs
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.models import Scenario
from alongside.matching.permissions import can_match
from alongside.matching.reading import Settings, programme_criteria, programme_rules
from alongside.programmes.models import Enrolment, Programme


@transaction.atomic
def draft_matching(
    programme: Programme,
    *,
    by: Person,
    objective: str | None = None,
    criteria: Settings | None = None,
    rules: Settings | None = None,
    name: str = "",
    only: Enrolment | None = None,
) -> Scenario:
    """Start a run: the programme's own criteria and rules, or those given, kept with the run as they stood.

    only: look for this one learner, and leave everybody else as they are.

    A run with the same input that is still being worked out is returned instead of a second one.
    """
    require(can_match(by, programme))
    held = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if held.state == Programme.State.CLOSED:
        raise RuleBroken(_("%(name)s is closed, so nobody can be matched in it.") % {"name": held.name})
    if held.is_pool and objective == Scenario.Objective.STABLE:
        raise RuleBroken(
            _(
                "Peers have no sides, and a stable matching need not exist between them. Aim for something else."
            )
        )
    if held.kind == Programme.Kind.FLASH:
        raise RuleBroken(_("In flash mentoring people book a time themselves, so nobody is matched."))
    scenario = Scenario(
        programme=held,
        number=next_number(held),
        objective=objective or held.objective,
        criteria=programme_criteria(held) if criteria is None else criteria,
        rules=programme_rules(held) if rules is None else rules,
        only=only,
        created_by=by,
    )
    same = _already_running(scenario)
    if same:
        return same
    scenario.name = _free_name(scenario, name)
    scenario.save()
    scenario.job = jobs.start("matching.solve", by=by, input={"scenario": scenario.public_id})
    scenario.save(update_fields=["job"])
    record("matching.drafted", by=by, subject=scenario)
    return scenario


def solve_again(scenario: Scenario, *, by: Person) -> Scenario:
    """A new run with the criteria and rules of this one, on the people and the manager's words of today."""
    return draft_matching(
        scenario.programme,
        by=by,
        objective=scenario.objective,
        criteria=scenario.criteria,
        rules=scenario.rules,
        only=scenario.only,
    )


def next_number(programme: Programme) -> int:
    """The number of the programme's next run; its row is held."""
    return (programme.scenarios.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def rename_scenario(scenario: Scenario, *, by: Person, name: str) -> Scenario:
    """Call a run by a name of its own; without one it is the draft of its number again."""
    require(can_match(by, scenario.programme))
    Programme.objects.select_for_update(no_key=True).get(pk=scenario.programme_id)
    held = Scenario.objects.select_related("programme").get(pk=scenario.pk)
    before, held.name = held.name, _free_name(held, name)
    if held.name != before:
        held.save(update_fields=["name"])
        record("matching.renamed", by=by, subject=held)
    return held


@transaction.atomic
def stop_drafting(scenario: Scenario, *, by: Person) -> None:
    """Ask a run that is being worked out to stop; it leaves no pairs."""
    require(can_match(by, scenario.programme))
    if scenario.job and not scenario.job.is_over:
        jobs.cancel(scenario.job, by=by)


def _free_name(scenario: Scenario, wanted: str) -> str:
    """The name without needless spaces, unless another run of the programme, whose row is held, is called so."""
    name = " ".join(wanted.split())
    others = scenario.programme.scenarios.exclude(pk=scenario.pk).only("name", "number")
    if any(other.title.casefold() == name.casefold() for other in others):
        raise RuleBroken(_("Another run is called “%(name)s” already. Choose another name.") % {"name": name})
    return name


def _already_running(wanted: Scenario) -> Scenario | None:
    drafts = wanted.programme.scenarios.filter(state=Scenario.State.DRAFT).select_related("job")
    for draft in drafts:
        is_same = (draft.objective, draft.criteria, draft.rules, draft.only_id) == (
            wanted.objective,
            wanted.criteria,
            wanted.rules,
            wanted.only_id,
        )
        if is_same and draft.job and not draft.job.is_over:
            return draft
    return None
