"""Which guides each learner is shown, so that nobody is flooded and nobody forgotten. Pure: arrays in, pairs out.

An assignment of many guides to each learner with bounds on both sides (Hitchcock 1941; solved by the library's
``BestTotal``, with its proof). A list of the best for each learner alone would show a few guides to everybody;
here a guide is shown the more often the more places they have free, and never to fewer learners than two thirds
of an equal share. That suffices for nobody to be shown less than half as often as the middle one: with g guides
and s lines in all lists, half of the guides have at least the median and the other half at least 2s/3g, so the
median is at most 2s/g - 2s/3g = 4s/3g.
"""

from collections.abc import Iterator

import numpy as np

from alongside.pairing import BestTotal, CannotMatchError, Market
from alongside.pairing.arrays import Floats, Integers

LEAST, BY_PLACES, SLACK = 2 / 3, 2 / 3, 4 / 3
"""Of an equal share, at least; of a share by places, on top of it at most; room for all lists, and a third more."""

MANY_PAIRS = 100_000
BEST_OF_LEARNER, BEST_OF_GUIDE = 40, 3
"""Of many pairs those are looked at first that are among a learner's best, or a guide's in so many times their most."""


def share_out(fit: Floats, places: Integers, each: int) -> Integers:
    """The pairs to show, as rows (learner, guide), each learner's together and the best fit first.

    fit: learners × guides, 0 to 1, NaN where two must not be matched. places: free places of each guide, 1 or
    more. each: how many guides a learner is shown at most. Where rules leave too few learners to a guide, the
    lower bounds give way.
    """
    allowed = ~np.isnan(fit)
    wanted = np.minimum(each, allowed.sum(axis=1))
    if not wanted.any():
        return np.empty((0, 2), np.int64)
    least, most = bounds(allowed, places, int(wanted.sum()))
    for shown, floor in _attempts(fit, least, most):
        try:
            pairs = BestTotal().match(Market(shown, wanted, most, guide_minimum=floor)).pairs
        except CannotMatchError:
            continue
        return pairs[np.lexsort((pairs[:, 1], -fit[pairs[:, 0], pairs[:, 1]], pairs[:, 0]))]
    raise AssertionError("Without a floor there is always a way.")


def bounds(allowed: np.ndarray, places: Integers, lines: int) -> tuple[Integers, Integers]:
    """How many learners each guide is shown to, at least and at most; ``lines`` is the length of all lists."""
    reached = allowed.sum(axis=0)
    equal, by_places = lines / len(places), lines * places / places.sum()
    least = np.ceil(LEAST * equal)
    most = np.minimum(np.ceil(least + BY_PLACES * by_places), reached)
    while most.sum() < SLACK * lines and (most < reached).any():
        most = np.minimum(np.ceil(1.25 * most) + 1, reached)
    return np.minimum(least, most).astype(np.int64), most.astype(np.int64)


def _attempts(fit: Floats, least: Integers, most: Integers) -> Iterator[tuple[Floats, Integers]]:
    """Fits and floors to try in turn: the pairs that matter, then all, then with lower floors."""
    if fit.size > MANY_PAIRS:
        yield np.where(_worth_looking_at(fit, most), fit, np.nan), least
    yield fit, least
    yield fit, least // 2
    yield fit, 0 * least


def _worth_looking_at(fit: Floats, most: Integers) -> np.ndarray:
    learners, guides = fit.shape
    kept = np.zeros(fit.shape, bool)
    best = min(BEST_OF_LEARNER, guides)
    np.put_along_axis(kept, np.argpartition(-fit, best - 1, axis=1)[:, :best], True, axis=1)  # noqa: FBT003
    for guide, limit in enumerate(np.minimum(BEST_OF_GUIDE * most, learners)):
        if limit:
            kept[np.argpartition(-fit[:, guide], limit - 1)[:limit], guide] = True
    return kept
