"""What each rule of a run costs: worked out after the run itself, kept with it, and said in a sentence."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.activity import jobs
from alongside.activity.models import Job
from alongside.matching import engine
from alongside.matching.models import Scenario
from alongside.matching.overview import in_points
from alongside.matching.reading import Cohort, cohort_of


def price_rules(scenario: Scenario, cohort: Cohort | None, job: Job, *, done: int, total: int) -> None:
    """Work out and keep what the run would come to without each of its rules, unless that is kept already.

    cohort: the people of the run as it was solved; those of today where it is not at hand any more.
    """
    if scenario.prices is not None:
        return
    prices: dict[str, Any] = {}
    for each in engine.rule_prices(scenario, cohort or cohort_of(scenario)):
        prices[str(each.position)] = {"matched": each.matched, "mean": each.mean, "lowest": each.lowest}
        jobs.report(job, done=done + len(prices), total=total)
    Scenario.objects.filter(pk=scenario.pk, prices__isnull=True).update(prices=prices)


def rule_price(scenario: Scenario, position: int) -> str:
    """What the run would come to without one of its rules, as a sentence; empty where it is not known."""
    price = (scenario.prices or {}).get(str(position))
    if price is None:
        return ""
    more = price["matched"] - scenario.result["matched_learners"]
    figure = "lowest" if scenario.objective == Scenario.Objective.FAIREST else "mean"
    fits = {"fit": in_points(price[figure]), "now": in_points(scenario.result[figure])}
    if not more and fits["fit"] == fits["now"]:
        return _("It costs nothing: without it the figures stay the same.")
    return _sentence(figure, more) % {**fits, "count": abs(more)}


def _sentence(figure: str, more: int) -> str:
    if not more and figure == "mean":
        return _("Without this rule: as many people matched, mean fit %(fit)d instead of %(now)d.")
    if not more:
        return _("Without this rule: as many people matched, lowest fit %(fit)d instead of %(now)d.")
    if more > 0 and figure == "mean":
        return ngettext(
            "Without this rule: %(count)d more person matched, mean fit %(fit)d instead of %(now)d.",
            "Without this rule: %(count)d more people matched, mean fit %(fit)d instead of %(now)d.",
            more,
        )
    if more > 0:
        return ngettext(
            "Without this rule: %(count)d more person matched, lowest fit %(fit)d instead of %(now)d.",
            "Without this rule: %(count)d more people matched, lowest fit %(fit)d instead of %(now)d.",
            more,
        )
    return ngettext(
        "Without this rule: %(count)d person fewer matched, mean fit %(fit)d instead of %(now)d.",
        "Without this rule: %(count)d people fewer matched, mean fit %(fit)d instead of %(now)d.",
        -more,
    )
