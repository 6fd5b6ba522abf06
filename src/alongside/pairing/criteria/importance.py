"""Weights from an order of importance, for people who know what matters more but not by how much."""

from collections.abc import Sequence
from dataclasses import replace

from alongside.pairing.criteria.base import Criterion
from alongside.pairing.errors import SettingsError


def rank_order_centroid(ranks: Sequence[int]) -> list[float]:
    """The weights that an order stands for, summing to 1; 1 is the most important, equal numbers are alike.

    Method: the mean of all weights that keep the order (Barron and Barrett 1996): of n criteria the i-th has
    (1/i + 1/(i+1) + … + 1/n) / n. Criteria of equal importance share the weights of their places.
    """
    count = len(ranks)
    centroid = [sum(1 / later for later in range(place, count + 1)) / count for place in range(1, count + 1)]
    weights: dict[int, list[float]] = {}
    for rank, weight in zip(sorted(ranks), centroid, strict=True):
        weights.setdefault(rank, []).append(weight)
    return [sum(weights[rank]) / len(weights[rank]) for rank in ranks]


def weighted_by_importance(
    criteria: Sequence[Criterion], ranks: Sequence[int] | None = None
) -> list[Criterion]:
    """The criteria with the weights of their order; ranks: default 1, 2, 3 … as they are listed.

    Raises SettingsError for ranks that are not as many whole numbers of 1 or more.
    """
    places = list(range(1, len(criteria) + 1)) if ranks is None else list(ranks)
    if len(places) != len(criteria):
        raise SettingsError(f"{len(places)} ranks are given for {len(criteria)} criteria: give one to each.")
    for place in places:
        if isinstance(place, bool) or not isinstance(place, int) or place < 1:
            raise SettingsError(
                f"importance is {place!r}: use 1 for the most important, then 2, 3 and so on."
            )
    weights = rank_order_centroid(places)
    return [replace(each, weight=weight) for each, weight in zip(criteria, weights, strict=True)]
