"""Comparing the answers of two sides: once for each two different answers, looked up for each two people."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Values = NDArray[Any]
Rows = int | slice | NDArray[np.int64]
Judge = Callable[[list[Any], list[Any]], Values]
Change = Callable[[Values], Values]
Factors = Callable[[Sequence[Any], Sequence[Any]], tuple[sparse.csr_array, sparse.csr_array]]

MOST_JUDGED = 4_000_000  # pairs of different answers; more are judged a block at a time


@dataclass(frozen=True, eq=False)
class Comparison(ABC):
    """What a criterion or rule says of every pair, kept small.

    learner_answers and guide_answers: as read, None if missing.
    """

    learner_answers: Sequence[Any]
    guide_answers: Sequence[Any]

    @abstractmethod
    def block(self, rows: slice) -> Values:
        """Values for these learners and every guide."""

    @abstractmethod
    def of(self, learner: Rows, guide: Rows) -> Values:
        """The value of one pair, or of several: of rows that broadcast, or of all by a slice."""

    @abstractmethod
    def mapped(self, change: Change) -> "Comparison":
        """The same comparison with every value changed."""

    def weighted(self, weight: float, missing: float) -> "Comparison":
        """The same comparison with every value times a weight, and this value where an answer is missing."""
        return self.mapped(lambda values: weight * np.nan_to_num(values, nan=missing))

    @abstractmethod
    def transposed(self) -> "Comparison":
        """The same comparison with the sides exchanged."""


@dataclass(frozen=True, eq=False)
class Tabled(Comparison):
    """Values in a table: a row for each different answer of learners, a column for each of guides.

    learner_codes and guide_codes: each person's row or column in it.
    """

    table: Values
    learner_codes: NDArray[np.int64]
    guide_codes: NDArray[np.int64]

    def block(self, rows: slice) -> Values:
        return self.table[self.learner_codes[rows]][:, self.guide_codes]

    def of(self, learner: Rows, guide: Rows) -> Values:
        return np.asarray(self.table[self.learner_codes[learner], self.guide_codes[guide]])

    def mapped(self, change: Change) -> "Tabled":
        return replace(self, table=change(self.table))

    def transposed(self) -> "Tabled":
        return Tabled(
            self.guide_answers, self.learner_answers, self.table.T, self.guide_codes, self.learner_codes
        )


@dataclass(frozen=True, eq=False)
class Judged(Comparison):
    """Values of so many different answers that they are judged when they are asked for.

    learners and guides: the different answers. The codes say which one is whose; one past the last: missing.
    factors: gives a row of numbers for each different answer, where every value is their inner product times
    `weight`.
    """

    judge: Judge
    learners: Sequence[Any]
    guides: Sequence[Any]
    learner_codes: NDArray[np.int64]
    guide_codes: NDArray[np.int64]
    missing: Values
    factors: Factors | None = None
    weight: float = 1.0

    def block(self, rows: slice) -> Values:
        asked, place = np.unique(self.learner_codes[rows], return_inverse=True)
        return self.table(asked, np.arange(len(self.guides) + 1))[place][:, self.guide_codes]

    def of(self, learner: Rows, guide: Rows) -> Values:
        one, other = np.broadcast_arrays(self.learner_codes[learner], self.guide_codes[guide])
        order = np.argsort(one, axis=None, kind="stable")
        found = np.empty(one.size, self.missing.dtype)
        found[order] = self._of(one.ravel()[order], other.ravel()[order])
        return found.reshape(one.shape)

    def _of(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> Values:
        """Values of pairs of codes in the order of the first, judged all with all or halved until that is few."""
        rows, row = np.unique(one, return_inverse=True)
        columns, column = np.unique(other, return_inverse=True)
        if len(rows) > 1 and len(rows) * len(columns) > MOST_JUDGED:
            half = len(one) // 2
            return np.concatenate([self._of(one[:half], other[:half]), self._of(one[half:], other[half:])])
        return self.table(rows, columns)[row, column]

    def table(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Values:
        """A table for these codes, in their order; a missing answer's code can only be the last."""
        left = [self.learners[row] for row in rows if row < len(self.learners)]
        right = [self.guides[column] for column in columns if column < len(self.guides)]
        table = np.full((len(rows), len(columns)), self.missing)
        table[: len(left), : len(right)] = self.judge(left, right)
        return table

    def mapped(self, change: Change) -> "Judged":
        return replace(
            self,
            judge=lambda left, right: change(self.judge(left, right)),
            missing=np.asarray(change(self.missing)),
            factors=None,
        )

    def weighted(self, weight: float, missing: float) -> "Judged":
        changed = self.mapped(lambda values: weight * np.nan_to_num(values, nan=missing))
        return replace(changed, factors=self.factors, weight=weight * self.weight)

    def transposed(self) -> "Judged":
        return Judged(
            self.guide_answers,
            self.learner_answers,
            lambda left, right: self.judge(right, left).T,
            self.guides,
            self.learners,
            self.guide_codes,
            self.learner_codes,
            self.missing,
        )


@dataclass(frozen=True, eq=False)
class Listed(Comparison):
    """One value for listed pairs of rows, k × 2, and another for all the rest."""

    pairs: NDArray[np.int64]
    value: Values
    otherwise: Values

    def block(self, rows: slice) -> Values:
        start, stop, _step = rows.indices(len(self.learner_answers))
        learner, guide = self.pairs.T
        here = (learner >= start) & (learner < stop)
        values = np.full((stop - start, len(self.guide_answers)), self.otherwise)
        values[learner[here] - start, guide[here]] = self.value
        return values

    def of(self, learner: Rows, guide: Rows) -> Values:
        width = len(self.guide_answers)
        one, other = _rows(learner, self.learner_answers), _rows(guide, self.guide_answers)
        is_listed = np.isin(one * width + other, self.pairs[:, 0] * width + self.pairs[:, 1])
        return np.where(is_listed, self.value, self.otherwise)

    def mapped(self, change: Change) -> "Listed":
        return replace(self, value=change(self.value), otherwise=change(self.otherwise))

    def transposed(self) -> "Listed":
        return Listed(
            self.guide_answers, self.learner_answers, self.pairs[:, ::-1], self.value, self.otherwise
        )


def compare(
    learner_answers: Sequence[Hashable | None],
    guide_answers: Sequence[Hashable | None],
    judge: Judge,
    *,
    missing: float | bool,
    factors: Factors | None = None,
) -> Comparison:
    """Compare two columns of answers.

    judge: takes the different answers of both sides, returns a matrix of values; each depends on its own two
    answers alone. missing: the value of pairs with an answer missing on either side. factors: for values that are
    inner products, see Judged.
    """
    learner_codes, learners = _coded(learner_answers)
    guide_codes, guides = _coded(guide_answers)
    judged = Judged(
        learner_answers,
        guide_answers,
        judge,
        learners,
        guides,
        learner_codes,
        guide_codes,
        np.asarray(missing),
        factors,
    )
    if len(learners) * len(guides) > MOST_JUDGED:
        return judged
    everything = np.arange(len(learners) + 1), np.arange(len(guides) + 1)
    return Tabled(learner_answers, guide_answers, judged.table(*everything), learner_codes, guide_codes)


def pair_by_pair(values: Values) -> Tabled:
    """A comparison that is given for each pair, learners × guides."""
    learners, guides = values.shape
    return Tabled([None] * learners, [None] * guides, values, np.arange(learners), np.arange(guides))


def listed(pairs: NDArray[np.int64], shape: tuple[int, int]) -> Listed:
    """A comparison that is true for these pairs of rows, k × 2, of so many learners and guides."""
    learners, guides = shape
    return Listed([None] * learners, [None] * guides, pairs, np.array(True), np.array(False))  # noqa: FBT003  (values)


def _rows(asked: Rows, people: Sequence[Any] | Values) -> NDArray[np.int64]:
    return np.arange(len(people))[asked] if isinstance(asked, slice) else np.asarray(asked)


def equal(learners: list[str], guides: list[str]) -> NDArray[np.bool_]:
    """Where texts are the same, whatever their capitals."""
    left, right = (np.array([each.casefold() for each in side], dtype=object) for side in (learners, guides))
    return np.equal.outer(left, right).astype(np.bool_)


def shared(learners: list[frozenset[str]], guides: list[frozenset[str]]) -> NDArray[np.float64]:
    """How many names two sets share, whatever their capitals."""
    left = [{name.casefold(): 1.0 for name in names} for names in learners]
    right = [{name.casefold(): 1.0 for name in names} for names in guides]
    return weighted_overlap(left, right)


def weighted_overlap(learners: list[dict[str, float]], guides: list[dict[str, float]]) -> NDArray[np.float64]:
    """Sum over common names of the product of weights: rows of learners by columns of guides."""
    left, right = weights_by_name(learners, guides)
    return np.asarray((left @ right.T).todense(), dtype=np.float64)


def weights_by_name(
    learners: list[dict[str, float]], guides: list[dict[str, float]]
) -> tuple[sparse.csr_array, sparse.csr_array]:
    """The weights of both sides, a column for each name."""
    names = {name: column for column, name in enumerate(sorted(set().union(*learners, *guides)))}
    return _incidence(learners, names), _incidence(guides, names)


def difference(learners: list[float], guides: list[float]) -> NDArray[np.float64]:
    """The guide's number less the learner's."""
    return np.subtract.outer(np.array(guides, float), np.array(learners, float)).T


def in_common(learner: frozenset[str], guide: frozenset[str]) -> list[str]:
    """The names that both hold, as the guide writes them."""
    wanted = {name.casefold() for name in learner}
    return sorted(name for name in guide if name.casefold() in wanted)


def _coded(answers: Sequence[Hashable | None]) -> tuple[NDArray[np.int64], list[Any]]:
    """A code for each answer and the different answers; a missing one has the code after the last."""
    codes: dict[Hashable, int] = {}
    for answer in answers:
        if answer is not None:
            codes.setdefault(answer, len(codes))
    coded = [len(codes) if answer is None else codes[answer] for answer in answers]
    return np.array(coded, dtype=np.int64), list(codes)


def _incidence(sides: list[dict[str, float]], names: dict[str, int]) -> sparse.csr_array:
    rows = [row for row, weights in enumerate(sides) for _ in weights]
    columns = [names[name] for weights in sides for name in weights]
    values = [weight for weights in sides for weight in weights.values()]
    shape = len(sides), max(1, len(names))
    return sparse.csr_array((values, (rows, columns)), shape=shape)
