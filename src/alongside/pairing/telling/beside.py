"""Two matchings of the same people side by side: who gains, who loses, who changes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import PairingError
from alongside.pairing.markets.market import Market

FitOfPairs = Callable[[Integers, Integers], Floats]


@dataclass(frozen=True, eq=False)
class Turn:
    """What the other matching means for each person of one side, by row.

    gain: summed fit in the other matching less the one here. changes: whether anybody's partner is another.
    """

    gain: Floats
    changes: NDArray[np.bool_]
    had_anybody: NDArray[np.bool_]
    has_anybody: NDArray[np.bool_]

    @property
    def gaining(self) -> Integers:
        """Rows of those with a higher summed fit."""
        return np.flatnonzero(self.gain > 0)

    @property
    def losing(self) -> Integers:
        """Rows of those with a lower summed fit."""
        return np.flatnonzero(self.gain < 0)

    @property
    def changing(self) -> Integers:
        """Rows of those with another partner, or one more or fewer."""
        return np.flatnonzero(self.changes)

    @property
    def newly_matched(self) -> Integers:
        """Rows of those who have somebody only in the other matching."""
        return np.flatnonzero(self.has_anybody & ~self.had_anybody)

    @property
    def no_longer_matched(self) -> Integers:
        """Rows of those who have somebody only in this matching."""
        return np.flatnonzero(self.had_anybody & ~self.has_anybody)


@dataclass(frozen=True, eq=False)
class Beside:
    """One matching and another: the pairs of both, of each alone, and what it means for every person.

    forbidden: pairs of the other that are not allowed; k × 2 rows. total: fit that the other has more.
    """

    kept: Integers
    ended: Integers
    made: Integers
    forbidden: Integers
    total: float
    learners: Turn
    guides: Turn


def compare_matchings(
    market: Market, pairs: ArrayLike, others: ArrayLike, *, fit_of: FitOfPairs | None = None
) -> Beside:
    """Lay another matching beside one of the same market.

    pairs, others: k × 2 rows of learner and guide. fit_of: the fit of pairs by rows, for pairs that the market
    does not allow, which count 0 without it. Raises PairingError for rows that do not exist.
    """
    one, other = _checked(market, pairs), _checked(market, others)
    fits = [_fit(market, each, fit_of) for each in (one, other)]
    stays, stood = _among(one, other), _among(other, one)
    return Beside(
        kept=one[stays],
        ended=one[~stays],
        made=other[~stood],
        forbidden=other[~market.allowed[other[:, 0], other[:, 1]]],
        total=float(fits[1].sum() - fits[0].sum()),
        learners=_turn(market.learners, 0, (one, other), fits, one[~stays], other[~stood]),
        guides=_turn(market.guides, 1, (one, other), fits, one[~stays], other[~stood]),
    )


def _turn(
    people: int,
    side: int,
    pairs: tuple[Integers, Integers],
    fits: list[Floats],
    ended: Integers,
    made: Integers,
) -> Turn:
    sums = [
        np.bincount(each[:, side], weights=fit, minlength=people)
        for each, fit in zip(pairs, fits, strict=True)
    ]
    counts = [np.bincount(each[:, side], minlength=people) for each in pairs]
    changes = np.zeros(people, np.bool_)
    changes[ended[:, side]] = True
    changes[made[:, side]] = True
    # Sums of the same fits in another order may differ in the last bits.
    gain = np.where(changes, np.round(sums[1] - sums[0], 12), 0.0)
    return Turn(gain, changes, counts[0] > 0, counts[1] > 0)


def _fit(market: Market, pairs: Integers, fit_of: FitOfPairs | None) -> Floats:
    fit = market.fit_of(pairs[:, 0], pairs[:, 1])
    otherwise = fit_of(pairs[:, 0], pairs[:, 1]) if fit_of else np.zeros(len(pairs))
    return np.where(np.isnan(fit), otherwise, fit)


def _checked(market: Market, pairs: ArrayLike) -> Integers:
    given = np.asarray(pairs)
    rows = given.astype(np.int64).reshape(-1, 2) if given.size else np.empty((0, 2), np.int64)
    if (rows < 0).any() or (rows >= (market.learners, market.guides)).any():
        raise PairingError("A pair names a row that does not exist: rows count from 0.")
    return np.unique(rows, axis=0)


def _among(pairs: Integers, others: Integers) -> NDArray[np.bool_]:
    known = set(map(tuple, others.tolist()))
    return np.array([tuple(pair) in known for pair in pairs.tolist()], dtype=np.bool_)
