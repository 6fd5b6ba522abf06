"""Comparing the answers of two sides: once for each two different answers, looked up for each two people."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Values = NDArray[Any]
Rows = int | slice | NDArray[np.int64]
Judge = Callable[[list[Any], list[Any]], Values]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a criterion or rule says of every pair, kept small.

    table: a row for each different answer of learners, a column for each of guides. learner_codes and
    guide_codes: each person's row or column in it. learner_answers and guide_answers: as read, None if
    missing.
    """

    table: Values
    learner_codes: NDArray[np.int64]
    guide_codes: NDArray[np.int64]
    learner_answers: Sequence[Any]
    guide_answers: Sequence[Any]

    def block(self, rows: slice) -> Values:
        """Values for these learners and every guide."""
        return self.table[self.learner_codes[rows]][:, self.guide_codes]

    def of(self, learner: Rows, guide: Rows) -> Values:
        """The value of one pair, or of several: of rows that broadcast, or of all by a slice."""
        return np.asarray(self.table[self.learner_codes[learner], self.guide_codes[guide]])

    def transposed(self) -> "Comparison":
        """The same comparison with the sides exchanged."""
        return Comparison(
            self.table.T, self.guide_codes, self.learner_codes, self.guide_answers, self.learner_answers
        )


def compare(
    learner_answers: Sequence[Hashable | None],
    guide_answers: Sequence[Hashable | None],
    judge: Judge,
    *,
    missing: float | bool,
) -> Comparison:
    """Compare two columns of answers.

    judge: takes the different answers of both sides, returns a matrix of values. missing: the value of pairs
    with an answer missing on either side.
    """
    learner_codes, learners = _coded(learner_answers)
    guide_codes, guides = _coded(guide_answers)
    judged = judge(learners, guides)
    table = np.full((len(learners) + 1, len(guides) + 1), missing, dtype=judged.dtype)
    table[:-1, :-1] = judged
    return Comparison(table, learner_codes, guide_codes, learner_answers, guide_answers)


def pair_by_pair(marked: Values) -> Comparison:
    """A comparison that is given for each pair, learners × guides."""
    learners, guides = marked.shape
    return Comparison(marked, np.arange(learners), np.arange(guides), [None] * learners, [None] * guides)


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
    names = {name: column for column, name in enumerate(sorted(set().union(*learners, *guides)))}
    left, right = _incidence(learners, names), _incidence(guides, names)
    return np.asarray((left @ right.T).todense(), dtype=np.float64)


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
