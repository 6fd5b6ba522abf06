"""Criteria and rules folded into vectors, so that fit is an inner product and needs no matrix of all pairs.

A criterion with few different answers on one side becomes a row of its table on the other side and a 1 at the
own answer on this side: the product is the table's entry. What does not fold stays a table beside the
vectors, or is judged block by block. Rules with tables are asked only for pairs that come into question.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.markets.comparison import Comparison, Listed, Tabled
from alongside.pairing.markets.vectors import Vectors

MOST_FOLDED = 16  # components of one criterion; beyond it looking up is quicker than multiplying

Sides = tuple[NDArray[np.float64], NDArray[np.float64]]


def folded(shape: tuple[int, int], added: Sequence[Comparison], rules: Sequence[Comparison]) -> Vectors:
    """The sum of comparisons for so many learners and guides, where none of the rules is true."""
    few = [each for each in added if isinstance(each, Tabled) and min(each.table.shape) <= MOST_FOLDED]
    sides = [(np.empty((shape[0], 0)), np.empty((shape[1], 0))), *map(_folded, few)]
    pairs = [each.pairs for each in rules if isinstance(each, Listed)]
    return Vectors(
        np.hstack([learners for learners, _ in sides]),
        np.hstack([guides for _, guides in sides]),
        [each for each in added if all(each is not one for one in few)],
        [each for each in rules if not isinstance(each, Listed)],
        np.concatenate([np.empty((0, 2), np.int64), *pairs]),
    )


def _folded(values: Tabled) -> Sides:
    if values.table.shape[0] < values.table.shape[1]:
        guides, learners = _folded(values.transposed())
        return learners, guides
    each = np.eye(values.table.shape[1])
    return values.table[values.learner_codes], each[values.guide_codes]
