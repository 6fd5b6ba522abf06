"""One pool without sides: peers as the library pairs them, and who is left alone, with why.

Both lists of the cohort hold the same people in the same rows.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from alongside.activity.actions import RuleBroken
from alongside.matching.engine.emphasis import gained_by_emphasis
from alongside.matching.engine.private_wishes import private_wishes
from alongside.matching.engine.ranked_wishes import gained, said_wishes
from alongside.matching.engine.scoring import Scoring
from alongside.matching.engine.waiting import gained_by_waiting
from alongside.matching.models import Scenario
from alongside.matching.places import can_take_one_more
from alongside.pairing import MarketError, PeerMatching, Peers, Pool
from alongside.pairing.arrays import Floats


def pool_of(scoring: Scoring, *, by_what_is_read: bool = False) -> Pool:
    """The people of a run in one pool, with what moves it: fits, locks, wishes and waiting.

    by_what_is_read: without the last two, which nobody reads. Raises ``RuleBroken`` when locks cannot be kept.
    """
    cohort, fit = scoring.cohort, scoring.scored.fit
    for one_way in () if by_what_is_read else _moves(scoring):
        if one_way is not None:
            whole = np.broadcast_to(one_way, fit.shape)
            fit = fit + (whole + whole.T)
    try:
        return Pool(
            fit,
            [member.places.as_learner for member in cohort.learners],
            sorted({(min(pair), max(pair)) for pair in scoring.locked}),
            ids=[member.enrolment.public_id for member in cohort.learners],
        )
    except MarketError as problem:
        raise RuleBroken(_("The locks cannot all be kept: %(why)s") % {"why": problem}) from None


def _moves(scoring: Scoring) -> list[Floats | None]:
    """What each pair gains beyond its fit by what the one says, or has waited for; the other's comes by turning it."""
    cohort, programme = scoring.cohort, scoring.scenario.programme
    said = said_wishes(programme, cohort)
    waited = gained_by_waiting(scoring.scenario, cohort)
    return [private_wishes(cohort), gained_by_emphasis(scoring), waited, gained(said) if said else None]


def peers_for(scoring: Scoring) -> Peers:
    """What the run aims for, as a solver."""
    return Peers("floor" if scoring.scenario.objective == Scenario.Objective.FAIREST else "total")


def in_order(scoring: Scoring, matching: PeerMatching) -> list[tuple[int, int]]:
    """Rows of each pair in the order in which it is kept, whichever row is the lower one: who joined first leads."""
    people = scoring.cohort.learners
    return [
        (one, other) if people[one].enrolment.pk < people[other].enrolment.pk else (other, one)
        for one, other in matching.pairs.tolist()
    ]


@dataclass(frozen=True)
class Alone:
    """Somebody in no pair: their row, why as a key with parameters, and the smallest change; empty without one."""

    row: int
    reason: dict[str, Any]
    cure: dict[str, Any]


def left_alone(scoring: Scoring, matching: PeerMatching) -> list[Alone]:
    """Everybody in no pair, with why and what would mend it."""
    alone = set(matching.unmatched.tolist())
    return [_alone(scoring, row, alone) for row in sorted(alone)]


def _alone(scoring: Scoring, row: int, alone: set[int]) -> Alone:
    """Kept from everybody by rules, or all whom they may meet have somebody."""
    others = [other for other in range(len(scoring.cohort.learners)) if other != row]
    if not others:
        return Alone(row, {"key": "nobody_there"}, {})
    fits = scoring.scored.fit[row]
    allowed = [other for other in others if not np.isnan(fits[other])]
    if allowed:
        best = max(allowed, key=lambda other: (_can_take_more(scoring, other), fits[other]))
        return Alone(row, {"key": "all_have_somebody"}, _one_more(scoring, best, float(fits[best]), []))
    return _kept_from_all(scoring, row, others, alone)


def _kept_from_all(scoring: Scoring, row: int, others: list[int], alone: set[int]) -> Alone:
    forbidding = {other: scoring.forbidden_by(row, other) for other in others}
    names = Counter(rule for found in forbidding.values() for rule in {each.rule.name for each in found})
    told = {name: count for name, count in names.items() if not scoring.tells_a_secret(name)}
    reason: dict[str, Any] = {"key": "nobody_fits"}
    if told and len(told) == len(names):
        rule, count = max(told.items(), key=lambda each: each[1])
        reason = {"key": "nobody_allowed", "rule": rule, "forbidden": count, "others": len(others)}
    able = [
        other
        for other, found in forbidding.items()
        if all(each.rule.may_be_relaxed and not scoring.tells_a_secret(each.rule.name) for each in found)
    ]
    if not able:
        return Alone(row, reason, {})
    fits: Floats = np.array([scoring.fit_without_rules(row, other) for other in able])
    place = max(range(len(able)), key=lambda at: (able[at] in alone, fits[at]))
    rules = sorted({each.rule.name for each in forbidding[able[place]]})
    if able[place] in alone:
        return Alone(row, reason, _cure(scoring, able[place], float(fits[place]), rules))
    return Alone(row, reason, _one_more(scoring, able[place], float(fits[place]), rules))


def _one_more(scoring: Scoring, other: int, fit: float, rules: list[str]) -> dict[str, Any]:
    """To let somebody who has a peer meet one more."""
    needs_asking = not _can_take_more(scoring, other)
    return {**_cure(scoring, other, fit, rules), "one_more_place": True, "needs_asking": needs_asking}


def _cure(scoring: Scoring, other: int, fit: float, rules: list[str]) -> dict[str, Any]:
    return {
        "guide": scoring.cohort.learners[other].enrolment.public_id,
        "fit": round(fit, 4),
        "one_more_place": False,
        "rules": rules,
        "needs_asking": False,
    }


def _can_take_more(scoring: Scoring, row: int) -> bool:
    member = scoring.cohort.learners[row]
    return can_take_one_more(member.enrolment, scoring.scenario.programme, member.places)
