"""Why two people are a pair: what speaks for it on both sides, and what anything else would cost the whole.

Every cost is exact: a change is one best chain of moves in the residual network (see ``residual``). Where a
chain does not say it all, because people are kept apart or the solver seeks something other than the best
total, the market is solved again without the pair.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.errors import CannotMatchError, PairingError
from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.reasons import Parameter, Reason
from alongside.pairing.scoring import Contribution, Scored
from alongside.pairing.telling.effect import Effect, effect_between
from alongside.pairing.telling.residual import NEVER, Residual, joined
from alongside.pairing.telling.view import Side
from alongside.pairing.total.best_total import BestTotal


@dataclass(frozen=True)
class Standing:
    """How good somebody is for the other: of the others who are allowed, how many fit better or as well."""

    others: int
    better: int
    equal: int


@dataclass(frozen=True)
class Instead:
    """Somebody in place of the partner: the best matching that has this pair and not the one explained.

    side: whose partner is another. effect: what the whole gains by it, never above 0.
    """

    side: Side
    learner: int
    guide: int
    fit: float
    effect: Effect


@dataclass(frozen=True)
class PairExplained:
    """Why a pair is one.

    contributions: what each criterion gives. learner_standing: how good the guide is for the learner;
    guide_standing: how good the learner is for the guide. without: what the whole gains if this pair may not
    be, never above 0; None where it must be. instead: the best other partner of each side, where there is
    one. reasons: all this in sentences, and what would have to change for another result.
    """

    learner: int
    guide: int
    fit: float
    is_fixed: bool
    contributions: tuple[Contribution, ...]
    learner_standing: Standing
    guide_standing: Standing
    without: Effect | None
    instead: tuple[Instead, ...]
    reasons: tuple[Reason, ...]


def explain_pair(
    scored: Scored, market: Market, matching: Matching, learner: int, guide: int
) -> PairExplained:
    """Why this learner and this guide are matched.

    scored, market, matching: as they were computed from one another. Time: two searches over all pairs. Raises
    PairingError when the two are not a pair of the matching.
    """
    if not (matching.pairs == (learner, guide)).all(axis=1).any():
        raise PairingError(
            f"{scored.learners.called(learner)} and {scored.guides.called(guide)} are no pair."
        )
    is_fixed = bool((market.fixed == (learner, guide)).all(axis=1).any())
    without, instead = (None, ()) if is_fixed else _otherwise(market, matching, learner, guide)
    standings = (
        _standing(market.guides_of(learner), guide),
        _standing(market.learners_of(guide), learner),
    )
    explained = PairExplained(
        learner,
        guide,
        float(market.fit_of(learner, guide)),
        is_fixed,
        tuple(scored.contributions(learner, guide)),
        *standings,
        without,
        instead,
        (),
    )
    return replace(explained, reasons=tuple(_reasons(scored, explained)))


def forced(market: Market, matching: Matching, learner: int, guide: int) -> Effect | None:
    """What the whole gains, never above 0, by making a pair that is allowed and not matched; None if it cannot be.

    matching: the best of this market, from BestTotal. Raises PairingError where people are kept apart.
    """
    residual = Residual(market, matching)
    reward = int(joined(residual.rewards(learner, guide), residual.to_learner(learner).guides[guide]))
    return residual.effect(reward)


def _otherwise(
    market: Market, matching: Matching, learner: int, guide: int
) -> tuple[Effect | None, tuple[Instead, ...]]:
    """What the whole gains without the pair, and the best other partner of each side."""
    if len(market.apart) or not isinstance(matching.solver, BestTotal):
        return _solved_without(market, matching, learner, guide)
    residual = Residual(market, matching)
    reached, reaching = residual.from_learner(learner), residual.to_guide(guide)
    held = int(residual.rewards(learner, guide))
    guides = joined(residual.rewards(learner, np.arange(market.guides)), reaching.guides) - held
    learners = joined(residual.rewards(np.arange(market.learners), guide), reached.learners) - held
    guides[matching.pairs[matching.pairs[:, 0] == learner, 1]] = NEVER
    learners[matching.pairs[matching.pairs[:, 1] == guide, 0]] = NEVER
    best: tuple[tuple[Side, tuple[int, int], int], ...] = (
        ("learner", (learner, _best(guides, market.guide_ids)), int(guides.max())),
        ("guide", (_best(learners, market.learner_ids), guide), int(learners.max())),
    )
    instead = [
        Instead(side, *pair, float(market.fit_of(*pair)), effect)
        for side, pair, reward in best
        if (effect := residual.effect(reward))
    ]
    return residual.effect(int(reached.guides[guide]) - held), tuple(instead)


def _best(rewards: Integers, ids: tuple[str, ...]) -> int:
    """The row with the highest reward; of equal ones the first by id."""
    return min(np.flatnonzero(rewards == rewards.max()).tolist(), key=lambda row: ids[row])


def _solved_without(
    market: Market, matching: Matching, learner: int, guide: int
) -> tuple[Effect | None, tuple[Instead, ...]]:
    """The matching that the same solver makes without the pair, and whom the two have there who are new."""
    try:
        after = matching.solver.match(market.changed(forbid=[(learner, guide)]))
    except CannotMatchError:
        return None, ()
    effect = effect_between(market, matching, after)
    before = set(map(tuple, matching.pairs.tolist()))
    new = [(one, other) for one, other in after.pairs.tolist() if (one, other) not in before]
    sides: tuple[tuple[Side, int], ...] = (("learner", learner), ("guide", guide))
    instead = [
        next(
            (Instead(side, *pair, float(market.fit_of(*pair)), effect) for pair in new if pair[own] == row),
            None,
        )
        for own, (side, row) in enumerate(sides)
    ]
    return effect, tuple(each for each in instead if each)


def _standing(allowed: tuple[Integers, NDArray[np.float64]], partner: int) -> Standing:
    rows, fits = allowed
    own = fits[rows == partner]
    return Standing(len(rows) - 1, int((fits > own).sum()), int((fits == own).sum()) - 1)


def _reasons(scored: Scored, pair: PairExplained) -> list[Reason]:
    """Everything about the pair in sentences: both sides, what else there is, and what would change it."""
    learner, guide = scored.learners.called(pair.learner), scored.guides.called(pair.guide)
    told = [
        _standing_told(pair.learner_standing, learner, guide),
        _standing_told(pair.guide_standing, guide, learner),
    ]
    if pair.is_fixed:
        return [*told, Reason("pair_fixed")]
    for instead in pair.instead:
        is_learner = instead.side == "learner"
        person = learner if is_learner else guide
        who = scored.guides.called(instead.guide) if is_learner else scored.learners.called(instead.learner)
        told += [_cost("instead", instead.effect, person=person, who=who), *_would_rise(instead, person, who)]
    if pair.without is None:
        return [*told, Reason("pair_needed")]
    return [*told, _cost("without", pair.without), *_would_fall(pair)]


def _standing_told(standing: Standing, person: str, who: str) -> Reason:
    if not standing.others:
        return Reason("only_one_allowed", {"person": person, "who": who})
    key = "fits_after" if standing.better else "fits_best"
    parameters: dict[str, Parameter] = {"person": person, "who": who, "others": standing.others}
    return Reason(key, {**parameters, "count": standing.better})


def _cost(key: str, effect: Effect, **parameters: Parameter) -> Reason:
    """What the whole loses, told by the first of the objective's aims that loses."""
    people = -(effect.learners or effect.guides)
    if people:
        return Reason(f"{key}_people", {**parameters, "count": people})
    if effect.places:
        return Reason(f"{key}_places", {**parameters, "count": -effect.places})
    if not effect.fit:
        return Reason(f"{key}_equal", parameters)
    return Reason(f"{key}_points", {**parameters, "points": in_points(-effect.fit)})


def _would_rise(instead: Instead, person: str, who: str) -> list[Reason]:
    """How high the other fit would have to be for this result, where a fit alone could bring it."""
    needed = instead.fit - instead.effect.fit
    if not instead.effect.counts_only_fit or not instead.effect.fit or needed > 1:
        return []
    fits: dict[str, Parameter] = {"fit": in_points(instead.fit), "needed": in_points(needed)}
    return [Reason("would_rise", {"person": person, "who": who, **fits})]


def _would_fall(pair: PairExplained) -> list[Reason]:
    """How low the pair's own fit would have to be for it to end, where a fit alone could end it."""
    if pair.without is None or not pair.without.counts_only_fit:
        return [Reason("no_fit_ends_it")]
    needed = pair.fit + pair.without.fit
    if not pair.without.fit or needed < 0:
        return [] if not pair.without.fit else [Reason("no_fit_ends_it")]
    return [Reason("would_fall", {"fit": in_points(pair.fit), "needed": in_points(needed)})]


def in_points(fit: float) -> float:
    """A fit, or a sum of fits, as points of 100, with three digits that count."""
    return float(f"{100 * fit:.3g}")
