"""Swapping by hand: the manager saw what it costs, and both new pairs are kept in later runs."""

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.accounts.models import Person
from alongside.activity.actions import RuleBroken, record, require
from alongside.matching.actions.adjusting import lock_pair
from alongside.matching.models import PairConstraint, Scenario, ScenarioPair
from alongside.matching.permissions import can_match
from alongside.matching.solving import pair_row
from alongside.matching.swapping import swaps_for
from alongside.matching.swapping_options import Swap
from alongside.programmes.models import Enrolment, Programme


@transaction.atomic
def swap_pairs(pair: ScenarioPair, *, by: Person, guide: Enrolment) -> list[ScenarioPair]:
    """Give the pair's learner another guide; who held that place takes the one that becomes free.

    What the page showed is looked at again while the programme is held: if another manager was quicker, the
    swap is refused and nothing is lost. The new pairs are locked, so that a later run keeps them.
    """
    require(can_match(by, pair.scenario.programme))
    Programme.objects.select_for_update(no_key=True).get(pk=pair.scenario.programme_id)
    scenario = Scenario.objects.select_related("programme").get(pk=pair.scenario_id)
    current = scenario.pairs.with_people().filter(pk=pair.pk).first()
    if current is None or scenario.state != Scenario.State.SOLVED:
        raise RuleBroken(_("This pair has changed meanwhile. Look at the newest pairs and choose again."))
    current.scenario = scenario
    swap = next((each for each in swaps_for(current) if each.guide.enrolment == guide), None)
    if swap is None:
        raise RuleBroken(_("This swap is not possible any more. Look at the newest pairs and choose again."))
    made = _exchange(scenario, current, swap)
    for new in made:
        lock_pair(scenario.programme, by=by, learner=new.learner, guide=new.guide)
        new.is_locked = True
    record("pair.swapped", by=by, subject=scenario)
    return made


def _exchange(scenario: Scenario, pair: ScenarioPair, swap: Swap) -> list[ScenarioPair]:
    gone = [pair, *([swap.gone] if swap.gone else [])]
    for each in gone:
        words = PairConstraint.objects.filter(programme=scenario.programme, kind=PairConstraint.Kind.LOCK)
        words.filter(learner=each.learner_id, guide=each.guide_id).delete()
        each.delete()
    scenario.result = {**scenario.result, "swaps": scenario.result.get("swaps", 0) + 1}
    scenario.save(update_fields=["result"])
    return ScenarioPair.objects.bulk_create([pair_row(scenario, each) for each in swap.made])
