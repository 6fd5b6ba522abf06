"""The pool: people without sides, how well any two of them fit, and how many others each meets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.market_input import Pairs, read_pairs


@dataclass(frozen=True, eq=False)
class Links:
    """The k pairs that are allowed, each once: two rows of which the first is the lower, and their fit."""

    one: Integers
    other: Integers
    fit: Floats

    def __len__(self) -> int:
        return len(self.one)

    def within(self, members: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which pairs have both of their people among these members."""
        return np.asarray(members[self.one] & members[self.other])

    def only(self, kept: NDArray[np.bool_]) -> "Links":
        """Only the pairs that are marked, length k."""
        return Links(self.one[kept], self.other[kept], self.fit[kept])


@dataclass(frozen=True, eq=False)
class Pool:
    """People without sides: whoever meets somebody is met by them.

    fit: n × n finite floats, the same both ways, usually 0 to 1; NaN means that the two may not meet, and the
        diagonal is not read.
    places: how many others each meets at most, length n, default 1.
    fixed: pairs of rows that must be part of every matching.
    ids: what stays the same when rows are reordered; ties are broken by it. Default: the row numbers.

    Raises MarketError when shapes, places or pairs contradict each other.
    """

    fit: Floats
    places: Integers
    fixed: Integers
    ids: tuple[str, ...]

    def __init__(
        self,
        fit: ArrayLike,
        places: ArrayLike | None = None,
        fixed: Pairs | None = None,
        *,
        ids: Sequence[str] | None = None,
    ) -> None:
        market = Market(fit, places, places, learner_ids=ids)
        if market.learners != market.guides:
            raise MarketError(
                f"fit has shape {market.learners} × {market.guides}: a pool needs as many rows as columns."
            )
        settle = object.__setattr__  # the dataclass is frozen once it is checked
        settle(self, "fit", _both_ways(market.matrix))
        settle(self, "places", market.learner_places)
        settle(self, "ids", market.learner_ids)
        pairs = np.sort(read_pairs(fixed, self.fit.shape, "fixed"), axis=1)
        settle(self, "fixed", np.unique(pairs, axis=0))
        self._check_fixed()

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.places)

    @cached_property
    def links(self) -> Links:
        """The pairs that are allowed."""
        one, other = np.nonzero(np.triu(~np.isnan(self.fit), 1))
        return Links(one.astype(np.int64), other.astype(np.int64), self.fit[one, other])

    @cached_property
    def worth_of_a_pair(self) -> float:
        """More than all that fits could add up to, so that one pair more outweighs them."""
        lowest = float(self.links.fit.min(initial=0.0))
        highest = float(self.links.fit.max(initial=0.0))
        return 1 + (highest - lowest) * (int(self.places.sum()) // 2) - lowest

    def fit_of(self, one: ArrayLike, other: ArrayLike) -> Floats:
        """The fit of pairs, by rows that broadcast; NaN where they may not meet."""
        return np.asarray(self.fit[np.asarray(one), np.asarray(other)])

    def changed(self, *, fix: ArrayLike | None = None, forbid: ArrayLike | None = None) -> "Pool":
        """The same pool with these pairs fixed or forbidden too."""
        fit = self.fit.copy()
        one, other = read_pairs(forbid, self.fit.shape, "forbid").T
        fit[one, other] = fit[other, one] = np.nan
        fixed = np.concatenate([self.fixed, read_pairs(fix, self.fit.shape, "fix")])
        return Pool(fit, self.places, fixed, ids=self.ids)

    def _check_fixed(self) -> None:
        refused = np.isnan(self.fit_of(*self.fixed.T))
        if refused.any():
            one, other = self.fixed[np.argmax(refused)].tolist()
            raise MarketError(
                f"fixed holds {self.ids[one]} and {self.ids[other]}, who may not meet: allow them, or do not fix them."
            )
        wanted = np.bincount(self.fixed.ravel(), minlength=self.people)
        if (wanted > self.places).any():
            row = int(np.argmax(wanted > self.places))
            raise MarketError(
                f"{wanted[row]} pairs are fixed for {self.ids[row]}, who has {self.places[row]} places: "
                "unlock one of them, or give more places."
            )


def _both_ways(fit: Floats) -> Floats:
    """The fits without those of people with themselves. Raises MarketError unless they are the same both ways."""
    fit = fit.copy()
    np.fill_diagonal(fit, np.nan)
    differ = ~((fit == fit.T) | (np.isnan(fit) & np.isnan(fit.T)))
    if differ.any():
        one, other = np.argwhere(differ)[0].tolist()
        raise MarketError(
            f"fit is {fit[one, other]:g} at [{one}, {other}] and {fit[other, one]:g} at [{other}, {one}]: "
            "people without sides need one fit for each two."
        )
    return fit
