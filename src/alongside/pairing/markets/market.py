"""The market: who may be paired with whom, how well they fit, and how many places each has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market_input import (
    Fits,
    Pairs,
    read_fits,
    read_groups,
    read_ids,
    read_minimum,
    read_pairs,
    read_places,
    read_ranks,
)
from alongside.pairing.markets.vectors import Vectors

Side = Literal["learner", "guide"]

BLOCK = 1_000_000  # pairs looked at together; bounds the memory


@dataclass(frozen=True, eq=False)
class Market:
    """Learners and guides with places, and a fit for every pair that is allowed.

    fit: n × m floats, any finite number, usually 0 to 1; NaN means that the pair is not allowed. Or a sparse
        matrix of scipy, where what is not stored is not allowed. Or Vectors, for which all pairs are never
        held at once.
    learner_places: how many guides each learner wants, length n, default 1.
    guide_places: how many learners each guide takes, length m, default 1; 0 is allowed.
    guide_minimum: how many learners each guide must have at least, length m, default 0.
    fixed: pairs (learner row, guide row) that must be part of every matching.
    forbidden: pairs that must not be, whatever their fit; or a mask, n × m. The same holds for fixed and apart.
    learner_ranks, guide_ranks: n × m whole numbers, an array or sparse: what the learner thinks of the guide,
        and the other way round. 1 is best, equal numbers are a tie, 0 is not acceptable: such a pair is not
        allowed.
    apart: pairs of learner rows who must never share a guide (a manager and their own report).
    groups: the group of each learner, length n, for what is said of groups and for fairness between them.
    learner_ids, guide_ids: what stays the same when rows are reordered; ties are broken by it. Default: the
        row numbers.

    Raises MarketError when shapes, places, ranks or pairs contradict each other or themselves.
    """

    fit: Floats | Edges | Vectors
    learner_places: Integers
    guide_places: Integers
    guide_minimum: Integers
    fixed: Integers
    learner_ranks: Edges | None
    guide_ranks: Edges | None
    apart: Integers
    groups: tuple[str, ...] | None
    learner_ids: tuple[str, ...]
    guide_ids: tuple[str, ...]

    def __init__(  # noqa: PLR0913  what is known of a market, each with a name of its own
        self,
        fit: ArrayLike | sparse.sparray | Edges | Vectors,
        learner_places: ArrayLike | None = None,
        guide_places: ArrayLike | None = None,
        guide_minimum: ArrayLike | None = None,
        fixed: Pairs | None = None,
        forbidden: Pairs | None = None,
        learner_ranks: ArrayLike | sparse.sparray | Edges | None = None,
        guide_ranks: ArrayLike | sparse.sparray | Edges | None = None,
        *,
        apart: Pairs | None = None,
        groups: Sequence[object] | None = None,
        learner_ids: Sequence[str] | None = None,
        guide_ids: Sequence[str] | None = None,
    ) -> None:
        fits = read_fits(fit)
        shape = learners, guides = fits.shape
        settle = object.__setattr__  # the dataclass is frozen once it is checked
        settle(self, "learner_places", read_places(learner_places, learners, "learner_places"))
        settle(self, "guide_places", read_places(guide_places, guides, "guide_places"))
        settle(self, "guide_minimum", read_minimum(guide_minimum, self.guide_places))
        settle(self, "fixed", read_pairs(fixed, shape, "fixed"))
        settle(self, "learner_ranks", read_ranks(learner_ranks, shape, "learner_ranks"))
        settle(self, "guide_ranks", read_ranks(guide_ranks, shape, "guide_ranks"))
        settle(self, "apart", read_pairs(apart, (learners, learners), "apart"))
        settle(self, "groups", read_groups(groups, learners))
        settle(self, "learner_ids", read_ids(learner_ids, learners, "learner_ids") or _row_numbers(learners))
        settle(self, "guide_ids", read_ids(guide_ids, guides, "guide_ids") or _row_numbers(guides))
        acceptable = [ranks for ranks in (self.learner_ranks, self.guide_ranks) if ranks is not None]
        settle(self, "fit", _allowing(fits, read_pairs(forbidden, shape, "forbidden"), acceptable))
        self._check_pairs()

    @property
    def learners(self) -> int:
        """How many learners there are."""
        return len(self.learner_places)

    @property
    def guides(self) -> int:
        """How many guides there are."""
        return len(self.guide_places)

    def name_of(self, side: Side, row: int) -> str:
        """What a message calls somebody: their id, or such as `guide 0` where they were given none."""
        name = (self.learner_ids if side == "learner" else self.guide_ids)[row]
        return f"{side} {row}" if name == str(row) else name

    def fit_of(self, learner: ArrayLike, guide: ArrayLike) -> Floats:
        """The fit of pairs, by rows that broadcast; NaN where the pair is not allowed."""
        if isinstance(self.fit, np.ndarray):
            return np.asarray(self.fit[np.asarray(learner), np.asarray(guide)])
        return self.fit.of(learner, guide)

    def block(self, rows: slice) -> Floats:
        """The fit of these learners with every guide; NaN where the pair is not allowed."""
        return self.fit[rows] if isinstance(self.fit, np.ndarray) else self.fit.block(rows)

    def blocks(self) -> Iterator[slice]:
        """All learners, few enough at a time to keep the memory of a block bounded."""
        step = max(1, BLOCK // max(1, self.guides))
        return (slice(first, min(first + step, self.learners)) for first in range(0, self.learners, step))

    @property
    def pair_count(self) -> int:
        """How many pairs are listed, or could be allowed where none are."""
        return len(self.fit) if isinstance(self.fit, Edges) else self.learners * self.guides

    @cached_property
    def largest_fit(self) -> int:
        """A whole number of 1 or more that no fit exceeds in size."""
        if isinstance(self.fit, Vectors):
            return max(1, ceil(self.fit.largest))
        fits = self.fit if isinstance(self.fit, np.ndarray) else self.fit.value
        return max(1, ceil(np.nanmax(np.abs(fits), initial=1.0)))

    @cached_property
    def edges(self) -> Edges:
        """The allowed pairs, listed learner after learner, with their fit."""
        if isinstance(self.fit, Edges):
            return self.fit
        return Edges.of_blocks((self.learners, self.guides), self.block, max(1, BLOCK // max(1, self.guides)))

    @cached_property
    def matrix(self) -> Floats:
        """The fit of every pair, n × m, NaN where not allowed; for markets small enough to hold every pair."""
        return self.block(slice(None))

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """Which pairs are allowed, n × m; for markets small enough to hold every pair."""
        return ~np.isnan(self.matrix)

    @cached_property
    def _turned(self) -> Edges:
        return self.edges.transposed()

    def guides_of(self, learner: int) -> tuple[Integers, Floats]:
        """The guides whom this learner may have, in order, and the fit with each."""
        if isinstance(self.fit, Edges):
            return self.fit.row(learner)
        return _present(self.block(slice(learner, learner + 1))[0])

    def learners_of(self, guide: int) -> tuple[Integers, Floats]:
        """The learners whom this guide may have, in order, and the fit with each."""
        if isinstance(self.fit, Edges):
            return self._turned.row(guide)
        return _present(self.fit_of(np.arange(self.learners), guide))

    def ranks_of(self, side: Side, learner: ArrayLike, guide: ArrayLike) -> Integers | None:
        """The ranks that this side gives pairs, 0 where not acceptable; None if it ranks nobody."""
        ranks = self.learner_ranks if side == "learner" else self.guide_ranks
        return None if ranks is None else np.nan_to_num(ranks.of(learner, guide)).astype(np.int64)

    def changed(
        self,
        *,
        learner_places: ArrayLike | None = None,
        guide_places: ArrayLike | None = None,
        guide_minimum: ArrayLike | None = None,
        allow: tuple[int, int, float] | None = None,
        fix: ArrayLike | None = None,
        forbid: ArrayLike | None = None,
        fit: ArrayLike | Edges | Vectors | None = None,
    ) -> "Market":
        """The same market with other places or fits, one pair more allowed at a fit, or pairs fixed or forbidden."""
        shape = self.learners, self.guides
        fits = _allowing(self.fit if fit is None else read_fits(fit), read_pairs(forbid, shape, "forbid"), ())
        return Market(
            fits if allow is None else _with_pair(fits, *allow),
            self.learner_places if learner_places is None else learner_places,
            self.guide_places if guide_places is None else guide_places,
            self.guide_minimum if guide_minimum is None else guide_minimum,
            np.concatenate([self.fixed, read_pairs(fix, shape, "fix")]),
            learner_ranks=self.learner_ranks,
            guide_ranks=self.guide_ranks,
            apart=self.apart,
            groups=self.groups,
            learner_ids=self.learner_ids,
            guide_ids=self.guide_ids,
        )

    def _check_pairs(self) -> None:
        if (self.apart[:, 0] == self.apart[:, 1]).any():
            raise MarketError("apart keeps a learner from themselves: name two different learners.")
        if len(np.unique(self.fixed, axis=0)) != len(self.fixed):
            raise MarketError("fixed names the same pair twice: name each pair once.")
        for learner, guide in self.fixed[np.isnan(self.fit_of(self.fixed[:, 0], self.fixed[:, 1]))].tolist():
            raise MarketError(
                f"The fixed pair {self.name_of('learner', learner)} and {self.name_of('guide', guide)} "
                "is not allowed: unlock it, or allow the pair."
            )
        self._check_load("learner", self.fixed[:, 0], self.learner_places)
        self._check_load("guide", self.fixed[:, 1], self.guide_places)

    def _check_load(self, side: Side, rows: Integers, places: Integers) -> None:
        load = np.bincount(rows, minlength=len(places))
        for row in np.flatnonzero(load > places).tolist():
            raise MarketError(
                f"{self.name_of(side, row)} is fixed in {load[row]} pairs but has {places[row]} places: "
                "give more places, or unlock a pair."
            )


def check_market(given: object) -> None:
    """Raise MarketError for what is no market, such as its fit alone."""
    if not isinstance(given, Market):
        raise MarketError(f"This is no market but {type(given).__name__}: match Market(fit, ...).")


def _allowing(fits: Fits, forbidden: Integers, acceptable: Sequence[Edges]) -> Fits:
    """The same fits without forbidden pairs, and with none but those that are acceptable to each side."""
    learner, guide = forbidden.T
    if isinstance(fits, Vectors) and not acceptable:
        return (
            replace(fits, forbidden=np.concatenate([fits.forbidden, forbidden])) if len(forbidden) else fits
        )
    if isinstance(fits, np.ndarray):
        if not len(forbidden) and not acceptable:
            return fits
        fits = fits.copy()  # what is given may be read-only, and is not ours to change
        fits[learner, guide] = np.nan
        for ranks in acceptable:
            fits[np.isnan(ranks.block(slice(None)))] = np.nan
        return fits
    if isinstance(fits, Vectors):
        listed = acceptable[0]
        fits = replace(listed, value=fits.of(listed.learner, listed.guide))
        fits = fits.kept(~np.isnan(fits.value))
    keep = np.ones(len(fits), np.bool_)
    keep[(place := fits.find(learner, guide))[place >= 0]] = False
    for ranks in acceptable:
        if not ranks.same_pairs(fits):
            keep &= ranks.find(fits.learner, fits.guide) >= 0
    return fits if keep.all() else fits.kept(keep)


def _with_pair(fits: Fits, learner: int, guide: int, fit: float) -> Fits:
    if isinstance(fits, np.ndarray):
        changed = fits.copy()
        changed[learner, guide] = fit
        return changed
    if isinstance(fits, Vectors):
        step = max(1, BLOCK // max(1, fits.shape[1]))
        fits = Edges.of_blocks(fits.shape, fits.block, step)
    return fits.with_pair(learner, guide, fit)


def _present(fit: Floats) -> tuple[Integers, Floats]:
    rows = np.flatnonzero(~np.isnan(fit))
    return rows, fit[rows]


def _row_numbers(count: int) -> tuple[str, ...]:
    return tuple(map(str, range(count)))
