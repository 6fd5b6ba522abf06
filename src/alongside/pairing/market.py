"""The market: who may be paired with whom, how well they fit, and how many places each has."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.pairing.errors import MarketError

IndexPairs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Market:
    """Learners and guides with places, and a fit for every pair that is allowed.

    fit: n × m floats, any finite number, usually 0 to 1; NaN means that the pair is not allowed.
    learner_places: how many guides each learner wants, length n, default 1.
    guide_places: how many learners each guide takes, length m, default 1; 0 is allowed.
    fixed: pairs (learner row, guide row) that must be part of every matching.
    forbidden: pairs that must not be, whatever their fit.
    apart: pairs of learner rows who must never share a guide (a manager and their own report).
    learner_ids, guide_ids: what stays the same when rows are reordered; ties are broken by it. Default: the
        row numbers.

    Raises MarketError when shapes, places or pairs contradict each other.
    """

    fit: NDArray[np.float64]
    learner_places: NDArray[np.int64]
    guide_places: NDArray[np.int64]
    fixed: IndexPairs
    apart: IndexPairs
    learner_ids: tuple[str, ...]
    guide_ids: tuple[str, ...]

    def __init__(
        self,
        fit: ArrayLike,
        learner_places: ArrayLike | None = None,
        guide_places: ArrayLike | None = None,
        *,
        fixed: ArrayLike | None = None,
        forbidden: ArrayLike | None = None,
        apart: ArrayLike | None = None,
        learner_ids: Sequence[str] | None = None,
        guide_ids: Sequence[str] | None = None,
    ) -> None:
        checked = _fit_matrix(fit, _index_pairs(forbidden, "forbidden"))
        learners, guides = checked.shape
        settle = object.__setattr__  # the dataclass is frozen once it is checked
        settle(self, "fit", checked)
        settle(self, "learner_places", _places(learner_places, learners, "learner_places"))
        settle(self, "guide_places", _places(guide_places, guides, "guide_places"))
        settle(self, "fixed", _index_pairs(fixed, "fixed"))
        settle(self, "apart", _index_pairs(apart, "apart"))
        settle(self, "learner_ids", _ids(learner_ids, learners, "learner_ids"))
        settle(self, "guide_ids", _ids(guide_ids, guides, "guide_ids"))
        self._check_pairs()

    @property
    def learners(self) -> int:
        """How many learners there are."""
        return int(self.fit.shape[0])

    @property
    def guides(self) -> int:
        """How many guides there are."""
        return int(self.fit.shape[1])

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """Which pairs are allowed, n × m."""
        return ~np.isnan(self.fit)

    def changed(
        self,
        *,
        learner_places: ArrayLike | None = None,
        guide_places: ArrayLike | None = None,
        allow: tuple[int, int, float] | None = None,
        fix: ArrayLike | None = None,
    ) -> "Market":
        """The same market with other places, one pair more allowed at a fit, or pairs more fixed."""
        fit = self.fit.copy() if allow else self.fit
        if allow:
            fit[allow[0], allow[1]] = allow[2]
        fixed = self.fixed if fix is None else np.concatenate([self.fixed, _index_pairs(fix, "fix")])
        return Market(
            fit,
            self.learner_places if learner_places is None else learner_places,
            self.guide_places if guide_places is None else guide_places,
            fixed=fixed,
            apart=self.apart,
            learner_ids=self.learner_ids,
            guide_ids=self.guide_ids,
        )

    def _check_pairs(self) -> None:
        _check_range(self.fixed, (self.learners, self.guides), "fixed")
        _check_range(self.apart, (self.learners, self.learners), "apart")
        if (self.apart[:, 0] == self.apart[:, 1]).any():
            raise MarketError("apart keeps a learner from themselves: name two different learners.")
        if len(np.unique(self.fixed, axis=0)) != len(self.fixed):
            raise MarketError("fixed names the same pair twice: name each pair once.")
        for learner, guide in self.fixed[~self.allowed[self.fixed[:, 0], self.fixed[:, 1]]]:
            raise MarketError(
                f"The fixed pair {self.learner_ids[learner]} and {self.guide_ids[guide]} is not allowed: "
                "unlock it, or allow the pair."
            )
        _check_load(self.fixed[:, 0], self.learner_places, self.learner_ids)
        _check_load(self.fixed[:, 1], self.guide_places, self.guide_ids)


def _fit_matrix(fit: ArrayLike, forbidden: IndexPairs) -> NDArray[np.float64]:
    matrix = np.asarray(fit, dtype=np.float64)
    if matrix.ndim != 2:
        raise MarketError(f"fit must have two dimensions, learners × guides; it has {matrix.ndim}.")
    if np.isinf(matrix).any():
        row, column = np.argwhere(np.isinf(matrix))[0]
        raise MarketError(f"fit[{row}, {column}] is infinite: give a finite number, or NaN for not allowed.")
    _check_range(forbidden, matrix.shape, "forbidden")
    if len(forbidden):
        matrix = matrix.copy()
        matrix[forbidden[:, 0], forbidden[:, 1]] = np.nan
    return matrix


def _places(places: ArrayLike | None, count: int, name: str) -> NDArray[np.int64]:
    given = np.ones(count, np.int64) if places is None else np.asarray(places)
    if given.ndim == 0:
        given = np.full(count, given)
    if given.shape != (count,):
        raise MarketError(f"{name} has shape {given.shape}, but {count} numbers are needed.")
    whole = given.astype(np.int64)
    if (whole != given).any() or (whole < 0).any():
        raise MarketError(f"{name} must be whole numbers of 0 or more.")
    return whole


def _index_pairs(pairs: ArrayLike | None, name: str) -> IndexPairs:
    given = np.asarray([] if pairs is None else pairs)
    if given.size == 0:
        return np.empty((0, 2), np.int64)
    if given.ndim != 2 or given.shape[1] != 2:
        raise MarketError(f"{name} must be pairs of row numbers, k × 2; its shape is {given.shape}.")
    return given.astype(np.int64)


def _check_range(pairs: IndexPairs, shape: tuple[int, ...], name: str) -> None:
    if len(pairs) and ((pairs < 0).any() or (pairs >= np.array(shape[:2])).any()):
        raise MarketError(f"{name} names a row that does not exist: rows count from 0.")


def _check_load(rows: NDArray[np.int64], places: NDArray[np.int64], ids: Sequence[str]) -> None:
    load = np.bincount(rows, minlength=len(places))
    for row in np.flatnonzero(load > places).tolist():
        raise MarketError(
            f"{ids[row]} is fixed in {load[row]} pairs but has {places[row]} places: "
            "give more places, or unlock a pair."
        )


def _ids(ids: Sequence[str] | None, count: int, name: str) -> tuple[str, ...]:
    if ids is None:
        return tuple(str(row) for row in range(count))
    given = tuple(str(each) for each in ids)
    if len(given) != count:
        raise MarketError(f"{name} holds {len(given)} ids, but {count} are needed.")
    if len(set(given)) != count:
        twice = next(each for each in given if given.count(each) > 1)
        raise MarketError(f"{name} holds {twice!r} twice: every id must be its own.")
    return given
