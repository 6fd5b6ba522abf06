"""Numbers of whatever make are read alike, and everything else is refused by a named error."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import sparse

from alongside.pairing import BestTotal, Market, MarketError

FIT = np.array([[0.9, 0.25, np.nan], [0.5, 0.75, 0.125]])
PAIRS = {(0, 0): 0.9, (0, 1): 0.25, (1, 0): 0.5, (1, 1): 0.75, (1, 2): 0.125}


def read_only(array: np.ndarray) -> np.ndarray:
    array = array.copy()
    array.setflags(write=False)
    return array


def as_listed() -> sparse.coo_array:
    rows, columns = zip(*PAIRS, strict=True)
    return sparse.coo_array((list(PAIRS.values()), (rows, columns)), shape=FIT.shape)


MAKES = {
    "a list": FIT.tolist(),
    "tuples": tuple(map(tuple, FIT.tolist())),
    "columns first": np.asfortranarray(FIT),
    "every other row": np.repeat(FIT, 2, axis=0)[::2],
    "big-endian": FIT.astype(">f8"),
    "long floats": FIT.astype(np.longdouble),
    "objects": FIT.astype(object),
    "None for not allowed": [[0.9, 0.25, None], [0.5, 0.75, 0.125]],
    "read-only": read_only(FIT),
    "masked": np.ma.array(np.nan_to_num(FIT, nan=7.0), mask=np.isnan(FIT)),
    "pandas": pd.DataFrame(FIT, index=["a", "b"], columns=["x", "y", "z"]),
    "pandas with missing values": pd.DataFrame(FIT).astype("Float64"),
    "polars": pl.DataFrame(FIT),
    "csr_matrix": sparse.csr_matrix(as_listed()),
    "csc": as_listed().tocsc(),
    "coo": as_listed(),
    "lil": as_listed().tolil(),
    "dok": as_listed().todok(),
    "64-bit rows": sparse.csr_array(as_listed()),
}


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES)
def test_fits_of_every_make_are_read_alike(make: object) -> None:
    market = Market(make, forbidden=[[1, 1]])
    expected = FIT.copy()
    expected[1, 1] = np.nan
    assert np.array_equal(market.matrix, expected, equal_nan=True)
    matching = BestTotal().match(Market(make))
    matching.verify(Market(make))
    assert matching.pairs.tolist() == [[0, 0], [1, 1]]
    assert (matching.pairs.dtype.kind, matching.fit.dtype) == ("i", np.float64)


def test_a_stored_zero_is_allowed_in_every_sparse_make_and_what_is_absent_is_not() -> None:
    listed = sparse.coo_array(([0.0, 0.5], ([0, 1], [0, 1])), shape=(2, 2))
    for make in (listed, listed.tocsr(), listed.tocsc(), sparse.csr_matrix(listed), listed.tolil()):
        matching = BestTotal().match(Market(make))
        assert matching.pairs.tolist() == [[0, 0], [1, 1]]
        assert matching.fit.tolist() == [0.0, 0.5]


def test_whole_numbers_and_negative_ones_are_fits_too() -> None:
    matching = BestTotal().match(Market(np.array([[-3, -1], [2, -5]])))
    assert (matching.pairs.tolist(), matching.total) == ([[0, 1], [1, 0]], 1.0)


@pytest.mark.parametrize("make", [tuple, np.array, pd.Series, pl.Series, np.uint8])
def test_places_of_every_make_are_read_alike(make: Callable) -> None:
    assert Market(FIT, guide_places=make([2, 0, 1])).guide_places.tolist() == [2, 0, 1]


def test_forbidden_and_fixed_pairs_may_be_a_mask() -> None:
    market = Market(np.ones((2, 3)), forbidden=np.eye(2, 3, dtype=bool), fixed=np.eye(2, 3, 1, dtype=bool))
    assert market.allowed.tolist() == [[False, True, True], [True, False, True]]
    assert market.fixed.tolist() == [[0, 1], [1, 2]]


NO_NUMBERS = {
    "text": [["good"]],
    "numbers written as text": [["0.5"]],
    "text among objects": np.array([["0.5", 1.0]], object),
    "complex": [[1 + 2j]],
    "complex objects": np.array([[1 + 2j, None]], object),
    "dates": np.array([["2026-01-01"]], "M8[D]"),
    "rows of several lengths": [[1.0], [1.0, 2.0]],
    "a mapping": {"ana": 1.0},
    "a generator": (each for each in [1.0]),
    "a sparse matrix of complex numbers": sparse.csr_array([[1j]]),
    "a sparse matrix of True": sparse.csr_array([[True]]),
}


@pytest.mark.parametrize("given", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_what_is_not_a_number_is_refused(given: object) -> None:
    with pytest.raises(MarketError, match="fit must hold numbers only"):
        Market(given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (np.array([[True]]), "fit holds True or False: give numbers"),
        ([[10**400]], "fit holds a number too large to be read"),
        ([[10**20]], r"fit holds 1e\+20: divide all by the same number"),
        ([[-1e300, 0.5]], r"fit holds 1e\+300: divide"),
        (sparse.csr_array([[-1e13]]), r"fit holds 1e\+13: divide"),
        ([], "two dimensions, learners × guides; it has 1"),
        (0.5, "it has 0"),
        (None, "it has 0"),
        (np.ones((1, 1, 1)), "it has 3"),
        (sparse.coo_array(np.ones(2)), "it has 1"),
        (sparse.csr_array([[-np.inf]]), "stores a number that is not finite"),
    ],
)
def test_numbers_of_no_use_are_refused(given: object, message: str) -> None:
    with pytest.raises(MarketError, match=message):
        Market(given)


def test_places_in_a_sparse_matrix_are_refused() -> None:
    with pytest.raises(MarketError, match="guide_places is a sparse matrix: give an array or a list"):
        Market(np.ones((2, 2)), guide_places=sparse.csr_array(np.eye(2)))


def spoiled(field: str, values: list[float]) -> sparse.csr_array:
    """A matrix whose arrays were changed after scipy had looked at it."""
    matrix = sparse.csr_array(np.array([[1.0, 0.0], [0.25, 0.5]]))
    assert matrix.has_canonical_format
    setattr(matrix, field, np.array(values, getattr(matrix, field).dtype))
    return matrix


@pytest.mark.parametrize(
    "matrix",
    [
        spoiled("indices", [0, 7, 1]),
        spoiled("indices", [0, -1, 1]),
        spoiled("indptr", [0, 9, 3]),
        spoiled("indptr", [0, 2, 1]),
        spoiled("indptr", [0, 1]),
        spoiled("data", [1.0]),
        spoiled("indices", [0]),
    ],
    ids=[
        "beyond",
        "negative",
        "past the end",
        "backwards",
        "too few rows",
        "too few numbers",
        "too few columns",
    ],
)
def test_a_sparse_matrix_that_contradicts_itself_is_refused(matrix: sparse.csr_array) -> None:
    for name in ("fit", "guide_ranks"):
        with pytest.raises(MarketError, match=f"{name} names rows or columns that do not exist"):
            Market(**{"fit": np.ones((2, 2))} | {name: matrix})


def test_a_pair_listed_twice_after_scipy_looked_is_refused_and_order_does_not_matter() -> None:
    with pytest.raises(MarketError, match="lists a pair twice"):
        Market(spoiled("indices", [0, 1, 1]))
    assert Market(spoiled("indices", [0, 1, 0])).matrix[1].tolist() == [0.5, 0.25]
