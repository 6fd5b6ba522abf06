"""Arrays of whatever make, as floats: from numpy, scipy, pandas and polars, or lists; anything else is refused."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from alongside.pairing.arrays import Floats
from alongside.pairing.errors import MarketError

PANDAS_MISSING = "NAType"  # known by its name, for pandas need not be there
NUMBERS = "iuf"  # numpy's kinds: whole numbers, those of 0 or more, and floats


def numbers(given: ArrayLike, name: str) -> Floats:
    """The given numbers as 64-bit floats, not copied where they are so already; masked ones become NaN.

    Raises MarketError for text, dates, complex numbers and True or False.
    """
    if sparse.issparse(given):
        raise MarketError(f"{name} is a sparse matrix: give an array or a list.")
    try:
        array = np.asarray(given)
    except (TypeError, ValueError, OverflowError):
        raise _not_numbers(name) from None
    if array.dtype.kind == "O":
        array = _of_objects(array, name)
    if array.dtype.kind == "b" and array.size:
        raise MarketError(f"{name} holds True or False: give numbers.")
    if array.dtype.kind not in NUMBERS and array.size:
        raise _not_numbers(name)
    read = np.asarray(array, np.float64)
    if np.ma.isMaskedArray(given) and np.ma.getmaskarray(given).any():
        read = np.where(np.ma.getmaskarray(given), np.nan, read)
    return read


def in_rows(given: sparse.sparray | sparse.spmatrix, name: str) -> sparse.csr_array:
    """A sparse matrix in compressed rows, sorted; the given one stays as it is, and is not copied where it is so.

    Raises MarketError where it contradicts itself, lists a pair twice, or stores what is not a finite number.
    """
    if len(given.shape) != 2:
        raise MarketError(f"{name} must have two dimensions, learners × guides; it has {len(given.shape)}.")
    if given.dtype.kind not in NUMBERS:
        raise _not_numbers(name)
    sound = _sound(given, name)
    matrix = _sorted(sound)
    if matrix.nnz != sound.nnz:
        raise MarketError(f"{name} lists a pair twice: list each pair once.")
    if not np.isfinite(matrix.data).all():
        raise MarketError(f"{name} stores a number that is not finite: leave out what is not allowed.")
    return matrix


def _of_objects(array: NDArray[Any], name: str) -> Floats:
    """Numbers among missing values (None, or those of pandas and polars), which become NaN."""
    if any(isinstance(each, str | bytes | complex) for each in array.flat):
        raise _not_numbers(name)
    is_missing = [each is None or type(each).__name__ == PANDAS_MISSING for each in array.flat]
    array = array.copy()
    array[np.reshape(is_missing, array.shape)] = np.nan
    try:
        return array.astype(np.float64)
    except OverflowError:
        raise MarketError(f"{name} holds a number too large to be read: give smaller ones.") from None
    except (TypeError, ValueError):
        raise _not_numbers(name) from None


def _sound(given: sparse.sparray | sparse.spmatrix, name: str) -> sparse.sparray | sparse.spmatrix:
    """The same matrix, checked anew: it may have been changed since scipy looked at it."""
    if given.format not in ("csr", "csc"):
        return given
    try:
        again = type(given)((given.data, given.indices, given.indptr), shape=given.shape)
        again.check_format(full_check=True)
    except ValueError:
        raise MarketError(
            f"{name} names rows or columns that do not exist, or holds fewer numbers than it says: "
            "build the matrix anew."
        ) from None
    return again


def _sorted(sound: sparse.sparray | sparse.spmatrix) -> sparse.csr_array:
    if sound.format == "csr" and sound.has_canonical_format:
        data = sound.data.astype(np.float64, copy=False)
        return sparse.csr_array((data, sound.indices, sound.indptr), shape=sound.shape)
    listed = sparse.coo_array(sound)
    return sparse.csr_array((listed.data.astype(np.float64), listed.coords), shape=listed.shape)


def _not_numbers(name: str) -> MarketError:
    return MarketError(f"{name} must hold numbers only, in rows of one length.")
