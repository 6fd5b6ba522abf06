"""What a change does to the whole: places, people and fit, in the order in which the objective ranks them."""

from dataclasses import dataclass

from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.proofs.objective import Objective


@dataclass(frozen=True, order=True)
class Effect:
    """What a change gains in all; negative numbers are losses. Effects are ordered as the objective ranks them.

    learners, guides: people more who have anybody, where the objective puts people first, otherwise 0.
    places: places more that are filled, where it puts places first, otherwise 0. fit: added to the total; where
    places have a price instead, with it.
    """

    learners: int = 0
    guides: int = 0
    places: int = 0
    fit: float = 0.0

    @property
    def counts_only_fit(self) -> bool:
        """Whether as many places and people stay."""
        return not (self.learners or self.guides or self.places)

    def __neg__(self) -> "Effect":
        return Effect(-self.learners, -self.guides, -self.places, -self.fit)


NO_EFFECT = Effect()


def effect_of_reward(objective: Objective, reward: int) -> Effect:
    """A whole-number reward, taken apart into what the objective adds up."""
    if not objective.in_order:
        return Effect(fit=reward / objective.units)
    learners, reward = _nearest(reward, objective.first_guide)
    guides, reward = _nearest(reward, objective.first_learner)
    places, reward = _nearest(reward, objective.pair)
    return Effect(learners, guides, places, reward / objective.units)


def effect_between(market: Market, before: Matching, after: Matching) -> Effect:
    """What one matching gains over another of a market with the same people, by the first one's objective."""
    objective, more = before.objective, len(after) - len(before)
    if not objective.in_order:
        return Effect(fit=after.total - before.total + more * objective.pair / objective.units)
    people = [len(set(each.pairs[:, side].tolist())) for each in (before, after) for side in (0, 1)]
    return Effect(
        learners=people[2] - people[0] if objective.first_guide else 0,
        guides=people[3] - people[1] if objective.first_learner else 0,
        places=more if objective.pair else 0,
        fit=after.total - before.total,
    )


def _nearest(reward: int, unit: int) -> tuple[int, int]:
    """How many units are in a reward, and what is left, which is less than half a unit either way."""
    if not unit:
        return 0, reward
    count = (2 * reward + unit) // (2 * unit)
    return count, reward - count * unit
