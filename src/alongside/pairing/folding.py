"""Criteria and rules folded into vectors, so that fit is an inner product and needs no matrix of all pairs.

A criterion with few different answers on one side becomes a row of its table on the other side and a 1 at the
own answer on this side: the product is the table's entry. One whose values are inner products already, as those of
skills are, brings its own vectors. What does not fold stays a table beside the vectors, or is judged block by
block. Rules with tables are asked only for pairs that come into question.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from alongside.pairing.markets.comparison import Comparison, Judged, Listed, Tabled
from alongside.pairing.markets.vectors import Vectors

MOST_FOLDED = 16  # components of one criterion; beyond it looking up is quicker than multiplying
MOST_MULTIPLIED = 300  # the same where there is no table: beyond it judging is quicker

Sides = tuple[NDArray[np.float64], NDArray[np.float64]]


def folded(shape: tuple[int, int], added: Sequence[Comparison], rules: Sequence[Comparison]) -> Vectors:
    """The sum of comparisons for so many learners and guides, where none of the rules is true."""
    found = [_sides_of(each) for each in added]
    sides = [(np.empty((shape[0], 0)), np.empty((shape[1], 0))), *filter(None, found)]
    pairs = [each.pairs for each in rules if isinstance(each, Listed)]
    return Vectors(
        np.hstack([learners for learners, _ in sides]),
        np.hstack([guides for _, guides in sides]),
        [each for each, its_sides in zip(added, found, strict=True) if its_sides is None],
        [each for each in rules if not isinstance(each, Listed)],
        np.concatenate([np.empty((0, 2), np.int64), *pairs]),
    )


def _sides_of(values: Comparison) -> Sides | None:
    """The vectors of both sides, or None where it does not fold."""
    if isinstance(values, Tabled) and min(values.table.shape) <= MOST_FOLDED:
        return _folded(values)
    return _multiplied(values) if isinstance(values, Judged) else None


def _multiplied(values: Judged) -> Sides | None:
    """Their own factors; two components more tell the pairs of whom both have answered from the others."""
    if values.factors is None:
        return None
    learners, guides = values.factors(values.learners, values.guides)
    if learners.shape[1] > MOST_MULTIPLIED:
        return None
    one, has_one = _in_full(learners, values.learner_codes)
    other, has_other = _in_full(guides, values.guide_codes)
    otherwise = float(values.missing)
    return (
        np.column_stack([one * values.weight, np.ones(len(one)), has_one]),
        np.column_stack([other, np.full(len(other), otherwise), -otherwise * has_other]),
    )


def _in_full(rows: csr_array, codes: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Each person's numbers, zeros where they have not answered, and whether they have."""
    has_answered = codes < rows.shape[0]
    return np.vstack([rows.toarray(), np.zeros(rows.shape[1])])[codes], has_answered


def _folded(values: Tabled) -> Sides:
    if values.table.shape[0] < values.table.shape[1]:
        guides, learners = _folded(values.transposed())
        return learners, guides
    each = np.eye(values.table.shape[1])
    return values.table[values.learner_codes], each[values.guide_codes]
