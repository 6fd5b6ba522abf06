"""The price of each rule: what a run would come to without it."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from alongside.activity.actions import RuleBroken
from alongside.matching.engine.scoring import score_cohort
from alongside.matching.engine.solving import fits_of, matched, people_matched
from alongside.matching.models import Scenario
from alongside.matching.reading import Cohort

MOST_PRICED = 4_000_000
"""Pairs of people; with more of them a solution for each rule would hold up the runs that wait."""


@dataclass(frozen=True)
class WithoutRule:
    """What the run would come to without the rule at this position; fits from 0 to 1 as people may read them."""

    position: int
    matched: int
    mean: float
    lowest: float


def rule_prices(scenario: Scenario, cohort: Cohort) -> Iterator[WithoutRule]:
    """Every rule of the run that holds, one after the other; the same people, solved again for each.

    A rule without which the locks cannot be kept is left out, and all are where too many people take part.
    """
    if len(cohort.learners) * len(cohort.guides) > MOST_PRICED:
        return
    for position, rule in enumerate(scenario.rules):
        if rule.get("is_on", True):
            try:
                yield _without(scenario, cohort, position)
            except RuleBroken:
                continue


def _without(scenario: Scenario, cohort: Cohort, position: int) -> WithoutRule:
    wanted = copy(scenario)
    wanted.rules = [
        {**rule, "is_on": False} if place == position else rule for place, rule in enumerate(scenario.rules)
    ]
    scoring = score_cohort(wanted, cohort)
    _market, matching = matched(scoring)
    fits = fits_of(scoring, matching)
    found = people_matched(matching)
    if not found:
        return WithoutRule(position, 0, 0.0, 0.0)
    return WithoutRule(position, found, float(fits.mean()), float(fits.min()))
