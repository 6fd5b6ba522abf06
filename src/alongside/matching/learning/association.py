"""How closely two things go together over pairs that share people: Kendall's tau-b with an interval. Pure.

Several pairs share a mentor, and some a mentee, so they tell less than as many strangers would. Their spread is
taken by leaving out one mentor at a time, one mentee at a time and one pair at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

Numbers = NDArray[np.float64]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Association:
    """tau: -1 to 1. low, high: its 95 % interval. chance: two-sided p-value of a tau of 0."""

    tau: float
    low: float
    high: float
    chance: float


def associate(
    fits: Sequence[float], outcomes: Sequence[int], *, learners: Sequence[int], guides: Sequence[int]
) -> Association | None:
    """Kendall's tau-b (1945) of fit and ordered outcome over pairs; None where it cannot be told.

    fits, outcomes: one of each pair. learners, guides: whom the pair is made of, by any number of theirs.

    The standard error is a jackknife on Fisher's z, clustered both ways: the variance over guides, plus that
    over learners, minus that over single pairs (Cameron, Gelbach and Miller 2011), and never less than any of
    the three. The interval and the p-value take Student's t, its degrees of freedom one fewer than there are
    people on the side that has fewer.
    """
    ordered = _Concordance(np.asarray(fits, dtype=float), np.asarray(outcomes, dtype=float))
    tau = ordered.tau
    of_guides, of_learners = _numbered(guides), _numbered(learners)
    spreads = [ordered.variance(each) for each in (of_guides, of_learners, np.arange(len(fits)))]
    variance = max(spreads[0] + spreads[1] - spreads[2], *spreads)
    fewest = int(min(of_guides.max(initial=0), of_learners.max(initial=0)))
    if not (np.isfinite(tau) and np.isfinite(variance)) or abs(tau) >= 1 or variance <= 0 or fewest < 1:
        return None
    z, error = float(np.arctanh(tau)), float(np.sqrt(variance))
    reach = float(student.ppf((1 + CONFIDENCE) / 2, fewest)) * error
    return Association(
        tau=float(tau),
        low=float(np.tanh(z - reach)),
        high=float(np.tanh(z + reach)),
        chance=float(2 * student.sf(abs(z) / error, fewest)),
    )


def holm(chances: Sequence[float]) -> list[float]:
    """p-values corrected for having looked so often, in the order given (Holm 1979)."""
    corrected = [0.0] * len(chances)
    highest = 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        corrected[place] = highest
    return corrected


class _Concordance:
    """How every two pairs are ordered by fit and by outcome, kept so that some can be left out."""

    def __init__(self, fits: Numbers, outcomes: Numbers) -> None:
        by_fit = np.sign(fits[:, None] - fits[None, :]).astype(np.int8)
        by_outcome = np.sign(outcomes[:, None] - outcomes[None, :]).astype(np.int8)
        self.tables = (by_fit * by_outcome, np.abs(by_fit), np.abs(by_outcome))
        self.rows = [table.sum(axis=1, dtype=np.int64) for table in self.tables]
        self.tau = float(_tau_b(*(np.asarray(rows.sum(), dtype=float) for rows in self.rows)))

    def variance(self, people: NDArray[np.intp]) -> float:
        """The jackknife's, on Fisher's z, leaving out one person with all their pairs at a time."""
        number = int(people.max(initial=0)) + 1
        together = people[:, None] == people[None, :]
        sums = []
        for table, rows in zip(self.tables, self.rows, strict=True):
            within = np.where(together, table, 0).sum(axis=1, dtype=np.int64)
            taken = np.bincount(people, weights=2 * rows - within, minlength=number)
            sums.append(rows.sum() - taken)
        with np.errstate(invalid="ignore", divide="ignore"):
            each = np.arctanh(_tau_b(*sums))
            return float((number - 1) / number * np.sum((each - each.mean()) ** 2))


def _tau_b(concordance: Numbers, by_fit: Numbers, by_outcome: Numbers) -> Numbers:
    """Concordant less discordant, over those that are tied in neither; not a number where all are tied."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(concordance / np.sqrt(by_fit * 1.0 * by_outcome))


def _numbered(people: Sequence[int]) -> NDArray[np.intp]:
    return np.unique(np.asarray(people), return_inverse=True)[1]
