"""Fits of some rows with everybody, a bounded block at a time, and a market as guides see it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.arrays import Integers
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market_input import Fits
from alongside.pairing.markets.vectors import Vectors

BLOCK = 1_000_000  # pairs looked at together; bounds the memory


def turned(fit: Fits) -> Fits:
    """The same fits, with guides as rows."""
    return fit.T if isinstance(fit, np.ndarray) else fit.transposed()


def fits_of(
    fit: NDArray[np.float64] | Vectors, rows: Integers
) -> Iterator[tuple[Integers, NDArray[np.float64]]]:
    """These rows, in ascending order, with their fits to everybody; NaN: not allowed."""
    step = max(1, BLOCK // max(1, fit.shape[1]))
    if isinstance(fit, np.ndarray):
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            yield some, fit[some]
        return
    for start in range(0, fit.shape[0], step):
        some = rows[(rows >= start) & (rows < start + step)]
        if len(some):
            yield some, fit.block(slice(start, start + step))[some - start]


def better_than(fit: Fits, rows: Integers, own: NDArray[np.float64]) -> Integers:
    """For each of these rows, which may come more than once, how many of its fits are above its own number."""
    if isinstance(fit, Edges):
        counts = [(fit.row(row)[1] > least).sum() for row, least in zip(rows.tolist(), own, strict=True)]
        return np.array(counts, dtype=np.int64)
    found = np.zeros(len(rows), np.int64)
    order = np.argsort(rows, kind="stable")
    for some, fits in fits_of(fit, np.unique(rows)):
        here = order[np.searchsorted(rows[order], some[0]) : np.searchsorted(rows[order], some[-1], "right")]
        # Some people come more than once, so the comparisons are bounded by their pairs.
        for part in np.array_split(here, max(1, len(here) * fit.shape[1] // BLOCK)):
            found[part] = (fits[np.searchsorted(some, rows[part])] > own[part, None]).sum(axis=1)
    return found
