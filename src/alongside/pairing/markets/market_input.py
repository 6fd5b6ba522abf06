"""A market's arrays read and checked, before any work; every message names the array, the row and the cure."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from alongside.pairing.arrays import Floats, Integers
from alongside.pairing.errors import MarketError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.given_arrays import in_rows, numbers
from alongside.pairing.markets.vectors import Vectors

Fits = Floats | Edges | Vectors
Pairs: TypeAlias = ArrayLike | sparse.sparray | sparse.spmatrix | Set[tuple[int, int]]

LARGEST_FIT = 1e12  # where fits are compared they are whole numbers of a grid, which has no room for more
MOST_PLACES = 10**15  # as good as any number


def read_fits(given: ArrayLike | sparse.sparray | sparse.spmatrix | Edges | Vectors) -> Fits:
    """Fits as an n × m array, as listed pairs, or as vectors; what is stored must be finite, or NaN in an array."""
    if isinstance(given, Edges | Vectors):
        return given
    if sparse.issparse(given):
        listed = Edges.of_matrix(in_rows(given, "fit"))
        _check_size(listed.value)
        return listed
    matrix = numbers(given, "fit")
    if matrix.ndim != 2:
        raise MarketError(f"fit must have two dimensions, learners × guides; it has {matrix.ndim}.")
    _check_size(matrix)
    return np.require(matrix, requirements=["C", "W"])


def read_ranks(
    given: ArrayLike | sparse.sparray | Edges | None, shape: tuple[int, int], name: str
) -> Edges | None:
    """Ranks of acceptable pairs, n × m; 0 or absent: not acceptable. Refuses ranks with holes among them.

    Ties are equal numbers; after a tie of two, the next is one further or two further: 1, 1, 2 or 1, 1, 3.
    """
    if given is None or isinstance(given, Edges):
        return given
    listed: sparse.sparray | Floats = given if sparse.issparse(given) else numbers(given, name)
    if listed.shape != shape:
        raise MarketError(f"{name} has shape {listed.shape}, but fit has {shape}.")
    stored = Edges.of_matrix(in_rows(listed if sparse.issparse(listed) else sparse.csr_array(listed), name))
    wrong = ~_are_whole(stored.value) | (stored.value > MOST_PLACES)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise MarketError(
            f"{name} must be whole numbers: 1 is best, 0 is not acceptable; "
            f"[{stored.learner[place]}, {stored.guide[place]}] is {stored.value[place]:g}."
        )
    stored = replace(stored, value=stored.value.astype(np.int64))
    read = stored if stored.value.all() else stored.kept(stored.value > 0)
    _refuse_holes(read, name)
    return read


def read_places(places: ArrayLike | None, count: int, name: str, default: int = 1) -> Integers:
    """Whole numbers of 0 or more for everyone; one number stands for all."""
    given = numbers(default if places is None else places, name)
    if given.ndim == 0:
        given = np.full(count, given)
    if given.shape != (count,):
        raise MarketError(f"{name} has shape {given.shape}, but {count} numbers are needed.")
    wrong = ~_are_whole(given)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise MarketError(f"{name} must be whole numbers of 0 or more; row {row} has {given[row]:g}.")
    return np.minimum(given, MOST_PLACES).astype(np.int64)


def read_minimum(minimum: ArrayLike | None, guide_places: Integers) -> Integers:
    """How many learners each guide must have at least; never more than their places."""
    read = read_places(minimum, len(guide_places), "guide_minimum", default=0)
    if (read > guide_places).any():
        row = int(np.argmax(read > guide_places))
        raise MarketError(
            f"guide_minimum asks for {read[row]} learners of row {row}, who has {guide_places[row]} places: "
            "ask for fewer, or give more places."
        )
    return read


def read_pairs(pairs: Pairs | None, shape: tuple[int, int], name: str) -> Integers:
    """Pairs of row numbers, k × 2, that exist; or where a mask of this shape is true."""
    given = numbers(_as_listed(pairs, shape, name), name)
    if given.size == 0:
        return np.empty((0, 2), np.int64)
    if given.ndim != 2 or given.shape[1] != 2:
        raise MarketError(f"{name} must be pairs of row numbers, k × 2; its shape is {given.shape}.")
    wrong = (~_are_whole(given) | (given >= np.array(shape))).any(axis=1)
    if wrong.any():
        place = int(np.argmax(wrong))
        one, other = given[place]
        raise MarketError(
            f"{name} names a row that does not exist, in pair {place}: {one:g} and {other:g}. "
            f"Rows count from 0, here to {shape[0] - 1} and {shape[1] - 1}."
        )
    return given.astype(np.int64)


def _as_listed(pairs: Any, shape: tuple[int, int], name: str) -> ArrayLike:  # noqa: ANN401  of any kind
    """A mask, whole or sparse, and a set as lists of pairs; anything else as it is."""
    if pairs is None or isinstance(pairs, Set):
        return sorted(pairs or [])
    mask = sparse.coo_array(pairs).astype(np.bool_) if sparse.issparse(pairs) else pairs
    if getattr(mask, "dtype", None) != np.bool_:
        return pairs
    if mask.shape != shape:
        raise MarketError(f"{name} is a mask of shape {mask.shape}, but {shape} is needed.")
    return np.stack(mask.nonzero(), axis=1)


def read_ids(ids: Sequence[str] | None, count: int, name: str) -> tuple[str, ...] | None:
    """An id of their own for everyone, or None where none are given."""
    if ids is None:
        return None
    given = tuple(map(str, _listed(ids, name)))
    if len(given) != count:
        raise MarketError(f"{name} holds {len(given)} ids, but {count} are needed.")
    if len(set(given)) != count:
        twice = Counter(given).most_common(1)[0][0]
        raise MarketError(f"{name} holds {twice!r} twice: every id must be its own.")
    return given


def read_groups(groups: Sequence[object] | None, count: int) -> tuple[str, ...] | None:
    """The group of every learner, or None where none are given."""
    if groups is None:
        return None
    given = tuple(map(str, _listed(groups, "groups")))
    if len(given) != count:
        raise MarketError(f"groups holds {len(given)} names, but {count} are needed.")
    return given


def _listed(names: Sequence[object], name: str) -> Sequence[object]:
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise MarketError(f"{name} must be a list, with an entry for each row.")
    return names


def _check_size(fits: Floats) -> None:
    largest = max(np.nanmax(fits, initial=0.0), -np.nanmin(fits, initial=0.0))
    if np.isinf(largest):
        row, column = np.argwhere(np.isinf(fits))[0]
        raise MarketError(f"fit[{row}, {column}] is infinite: give a finite number, or NaN for not allowed.")
    if largest > LARGEST_FIT:
        raise MarketError(
            f"fit holds {largest:g}: divide all by the same number, so that none is above {LARGEST_FIT:g} in size."
        )


def _are_whole(given: Floats) -> NDArray[np.bool_]:
    """Which numbers are whole, finite, and 0 or more; NaN is not."""
    return (given >= 0) & np.isfinite(given) & (given == np.rint(given))


def _refuse_holes(ranks: Edges, name: str) -> None:
    """A rank may be no higher than one more than how many are ranked better."""
    is_learner = name == "learner_ranks"
    people = ranks.shape[0 if is_learner else 1]
    row, rank, better = _first_hole(ranks.learner if is_learner else ranks.guide, ranks.value, people)
    if row >= 0:
        raise MarketError(
            f"{name}: {'learner' if is_learner else 'guide'} {row} ranks somebody {rank}, but only {better} better: "
            "number without holes, 1 for the best."
        )


@njit(nogil=True, cache=True)
def _first_hole(person: NDArray[np.int32], rank: Integers, people: int) -> tuple[int, int, int]:
    """Who first has a hole among their ranks, the rank after it, and how many are better; -1: nobody has."""
    first = np.zeros(people + 1, np.int64)
    for each in person:
        first[each + 1] += 1
    first = np.cumsum(first)
    times, beyond = np.zeros(len(rank), np.int64), np.zeros(people, np.int64)
    for entry in range(len(rank)):
        who, value = person[entry], rank[entry]
        if value <= first[who + 1] - first[who]:
            times[first[who] + value - 1] += 1
        elif beyond[who] == 0 or value < beyond[who]:
            beyond[who] = value  # more than one could rank in all
    for who in range(people):
        better = 0
        for place in range(first[who + 1] - first[who]):
            if times[first[who] + place] and place > better:
                return who, place + 1, better
            better += times[first[who] + place]
        if beyond[who]:
            return who, beyond[who], better
    return -1, 0, 0
