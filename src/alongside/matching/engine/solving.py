"""From scored people to a solved scenario: pairs, who is left and why, and the totals with their proof."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from django.utils.translation import gettext as _

from alongside.activity.actions import RuleBroken
from alongside.matching.engine.auditing import fairness
from alongside.matching.engine.emphasis import gained_by_emphasis
from alongside.matching.engine.pool import in_order, left_alone, peers_for, pool_of
from alongside.matching.engine.private_wishes import private_wishes
from alongside.matching.engine.ranked_wishes import gained, ranks, said_wishes
from alongside.matching.engine.scoring import Pair, Scoring, names_of, score_cohort
from alongside.matching.engine.stability import stability
from alongside.matching.engine.waiting import gained_by_waiting, waiting_since
from alongside.matching.models import Scenario
from alongside.matching.places import can_take_one_more
from alongside.matching.reading import Cohort, Member, cohort_of
from alongside.pairing import (
    BestTotal,
    CannotMatchError,
    Fairest,
    FairMatching,
    Market,
    Matching,
    PairingError,
    PeerMatching,
    Pool,
    Stable,
    StableMatching,
)
from alongside.pairing.arrays import Floats
from alongside.pairing.telling.explain import Unmatched, explain_unmatched

if TYPE_CHECKING:
    from alongside.pairing.proofs.objective import First

Report = Callable[[int], None]
STEPS = 4
"""Reading, scoring, solving, explaining: what a progress bar counts."""


@dataclass(frozen=True)
class Left:
    """Someone without a match: why, and the smallest change that would give them one."""

    member: Member
    reason: dict[str, Any]
    cure: dict[str, Any]


@dataclass(frozen=True)
class Solved:
    """What came of a run: the pairs, who is left, the totals with their proof, and the people it looked at."""

    pairs: list[Pair]
    left: list[Left]
    result: dict[str, Any]
    cohort: Cohort


def solve(scenario: Scenario, report: Report) -> Solved:
    """Work out the best matching of the scenario's programme as its people stand now.

    ``report`` is told after each of ``STEPS`` and may stop the work by raising. Raises ``RuleBroken`` when
    settings, locks and rules cannot be met together; the message says which.
    """
    cohort = cohort_of(scenario)
    report(1)
    scoring = score_cohort(scenario, cohort)
    report(2)
    market, matching = matched(scoring)
    report(3)
    pairs = [scoring.pair(learner, guide) for learner, guide in rows_of(scoring, matching)]
    left = _left(scoring, market, matching)
    report(4)
    result = _result(scoring, matching, left) | {"audit": fairness(scoring, matching)}
    if isinstance(matching, StableMatching) and isinstance(market, Market):
        result |= {"gap": None, "bound": None, "stability": stability(scoring, market, matching)}
    if isinstance(matching, FairMatching):
        result["floor_is_best"] = matching.floor >= matching.floor_bound
    if isinstance(matching, PeerMatching) and scoring.scenario.objective == Scenario.Objective.FAIREST:
        result["floor_is_best"] = matching.floor_is_best
    return Solved(pairs, left, result, cohort)


def matched(scoring: Scoring) -> tuple[Market | Pool, Matching | PeerMatching]:
    """The best matching of scored people. Raises ``RuleBroken`` when locks and rules cannot be met together."""
    if scoring.is_pool and not scoring.scenario.only_id:
        pool = pool_of(scoring)
        return pool, peers_for(scoring).match(pool)
    return matched_sides(scoring)


def matched_sides(scoring: Scoring) -> tuple[Market, Matching]:
    """The best matching where one side seeks and the other helps."""
    if scoring.scenario.objective == Scenario.Objective.STABLE:
        _refuse_apart(scoring)
    market = _market(scoring)
    try:
        return market, solver_of(scoring).match(market)
    except CannotMatchError as problem:
        raise RuleBroken(_conflict(scoring.cohort, problem)) from None
    except PairingError as problem:
        raise RuleBroken(_("The locks and rules cannot all be kept: %(why)s") % {"why": problem}) from None


def solver_of(scoring: Scoring) -> BestTotal | Fairest | Stable:
    """What the run aims for, as a solver."""
    if scoring.scenario.objective == Scenario.Objective.FAIREST:
        return Fairest(then="total")
    if scoring.scenario.objective == Scenario.Objective.STABLE:
        return Stable(proposing="learners")
    return BestTotal(first=cast("First", scoring.scenario.objective))


def _refuse_apart(scoring: Scoring) -> None:
    if scoring.scored.apart:
        raise RuleBroken(
            _(
                "A stable matching cannot keep two people from sharing a mentor. Switch that rule off, or aim for "
                "something else."
            )
        )


def _conflict(cohort: Cohort, problem: CannotMatchError) -> str:
    """The locks that cannot all hold, by the people's names, where the library has found them."""
    locks = [demand.rows for demand in problem.conflict if demand.kind == "fixed"]
    pairs = [
        _("%(learner)s and %(guide)s") % names_of(cohort.learners[learner], cohort.guides[guide])
        for learner, guide in locks
    ]
    if not pairs:
        return _("The locks and the rules cannot all be kept. Release a lock, or ease a rule.")
    message = _(
        "These locks and the rules cannot all be kept: %(pairs)s. Release one of them, or ease a rule."
    )
    return message % {"pairs": "; ".join(pairs)}


def rows_of(scoring: Scoring, matching: Matching | PeerMatching) -> list[tuple[int, int]]:
    """Rows of learner and guide of each pair; of peers, in the order in which they are kept."""
    if isinstance(matching, PeerMatching):
        return in_order(scoring, matching)
    return [(learner, guide) for learner, guide in matching.pairs.tolist()]


def people_matched(matching: Matching | PeerMatching) -> int:
    """How many who look for somebody have somebody."""
    return len(np.unique(matching.pairs if isinstance(matching, PeerMatching) else matching.pairs[:, 0]))


def fits_of(scoring: Scoring, matching: Matching | PeerMatching) -> Floats:
    """The fit of each pair as people may read it, 0 to 1: without what private wishes added."""
    return scoring.scored.fit[matching.pairs[:, 0], matching.pairs[:, 1]]


def _market(scoring: Scoring) -> Market:
    cohort, scored = scoring.cohort, scoring.scored
    wishes = private_wishes(cohort)
    said = said_wishes(scoring.scenario.programme, cohort)
    fit = scored.fit if wishes is None else scored.fit + wishes
    emphasised = gained_by_emphasis(scoring)
    if emphasised is not None:
        fit = fit + emphasised
    ranked: dict[str, Any] = {}
    if said and scoring.scenario.objective == Scenario.Objective.STABLE:
        of_guides = ranks(said.by_guides.T, scored.fit.T)
        ranked["learner_ranks"] = ranks(said.by_learners, fit)
        ranked["guide_ranks"] = None if of_guides is None else of_guides.T
    elif said:
        fit = fit + gained(said)
    waited = gained_by_waiting(scoring.scenario, cohort)
    if waited is not None:
        fit = fit + waited
    return Market(
        fit,
        [member.places.as_learner for member in cohort.learners],
        [member.places.as_guide for member in cohort.guides],
        fixed=sorted(scoring.locked) or None,
        apart=scored.apart or None,
        **ranked,
        learner_ids=[member.enrolment.public_id for member in cohort.learners],
        guide_ids=[member.enrolment.public_id for member in cohort.guides],
    )


def _left(scoring: Scoring, market: Market | Pool, matching: Matching | PeerMatching) -> list[Left]:
    """Learners without anybody, each with why and the smallest change that would give them a match."""
    if isinstance(matching, PeerMatching):
        alone = left_alone(scoring, matching)
        return [Left(scoring.cohort.learners[each.row], each.reason, each.cure) for each in alone]
    assert isinstance(market, Market)  # noqa: S101  narrows: a matching of two sides is of a market
    explained = explain_unmatched(scoring.scored, market, matching, sides=["learner"])
    return [
        Left(scoring.cohort.learners[each.row], _why_left(scoring, each), _cure(scoring, each))
        for each in explained
        if each.side == "learner" and not each.places_filled
    ]


def _why_left(scoring: Scoring, unmatched: Unmatched) -> dict[str, Any]:
    """The reason as a key, with counts but without names: people may leave, and their names with them."""
    if scoring.tells_a_secret(str(unmatched.reason.parameters.get("rule", ""))):
        return {"key": "nobody_fits"}
    named = ("people", "places", "wanted", "rule", "forbidden", "others")
    parameters = unmatched.reason.parameters
    return {"key": unmatched.reason.key, **{name: parameters[name] for name in named if name in parameters}}


def _cure(scoring: Scoring, unmatched: Unmatched) -> dict[str, Any]:
    """The smallest change, by the enrolments that it touches; empty when there is none that may be named.

    Of equally small changes one that the programme team can make goes before one that somebody has to be
    asked for, because it is more than their own capacity or the programme allows.
    """
    cures = [
        {
            "guide": scoring.cohort.guides[change.guide].enrolment.public_id,
            "fit": round(change.fit, 4),
            "one_more_place": change.place_for == "guide",
            "rules": [rule.name for rule in change.rules],
            "needs_asking": change.place_for == "guide" and not _can_take_more(scoring, change.guide),
        }
        for change in unmatched.changes
        if not any(scoring.tells_a_secret(rule.name) for rule in change.rules)
    ]
    return min(cures, key=lambda cure: bool(cure["needs_asking"]), default={})


def _can_take_more(scoring: Scoring, guide: int) -> bool:
    member = scoring.cohort.guides[guide]
    return can_take_one_more(member.enrolment, scoring.scenario.programme, member.places)


def _result(scoring: Scoring, matching: Matching | PeerMatching, left: list[Left]) -> dict[str, Any]:
    """Totals of the run as people may read them, and how far the bound that nothing can exceed lies above."""
    cohort, fits = scoring.cohort, fits_of(scoring, matching)
    total = float(fits.sum())
    said = said_wishes(scoring.scenario.programme, cohort)
    quartiles = np.percentile(fits, [25, 75]).tolist() if len(fits) else [0.0, 0.0]
    return {
        "learners": len(cohort.learners),
        "guides": len(cohort.guides),
        "guide_places": sum(member.places.as_guide for member in cohort.guides),
        "matched_learners": len(cohort.learners) - len(left),
        "spare_guides": 0 if isinstance(matching, PeerMatching) else len(matching.unmatched_guides),
        "pairs": len(matching),
        "mean": float(fits.mean()) if len(fits) else 0.0,
        "lowest": float(fits.min()) if len(fits) else 0.0,
        "half_between": quartiles,
        "total": total,
        "bound": total + matching.bound - matching.total,
        "gap": matching.gap,
        "wishes": said.people if said else 0,
        "waiting": waiting_since(scoring.scenario.programme, cohort),
    }
