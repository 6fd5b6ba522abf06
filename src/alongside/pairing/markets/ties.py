"""Breaking ties among equally good matchings by ids or by content, never by the order of rows."""

from collections.abc import Sequence
from hashlib import blake2b
from numbers import Integral
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from alongside.pairing.arrays import Gain, Integers
from alongside.pairing.errors import PairingError
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.vectors import Vectors

# Random gains of 40 bits single out one optimum but for a chance of pairs / 2^40
# (the isolation lemma, Mulmuley, Vazirani and Vazirani 1987).
BITS = 40
ROUNDS = 2  # of telling people without ids apart by those whom they may have

Keys = NDArray[np.uint64]


def tie_break(market: Market, seed: int) -> Gain:
    """A gain for each pair, drawn from the seed and the keys of the two alone."""
    learner, guide = keys(market, seed)

    def gain(rows: Integers, columns: Integers) -> Integers:
        mixed = _mix(learner[rows] ^ guide[columns])
        return (mixed >> np.uint64(64 - BITS)).astype(np.int64)

    return gain


def keys(market: Market, seed: int) -> tuple[Keys, Keys]:
    """A number for each learner and each guide, drawn from the seed and their ids.

    A side that was given no ids is known by its content: places, fits, ranks, and those of whom it may have. Two
    alike in all of it have the same number, and it makes no difference which of them is which. Raises
    PairingError for what is no seed.
    """
    if not isinstance(seed, Integral):
        raise PairingError(f"seed is {seed!r}: use a whole number.")
    sides = (market.learner_ids, "learner"), (market.guide_ids, "guide")
    numbered = any(_is_numbered(ids) for ids, _side in sides) and not isinstance(market.fit, Vectors)
    contents = _contents(market) if numbered else (None, None)
    learner, guide = (
        _mix(content ^ _hashes([side], str(seed)))
        if content is not None and _is_numbered(ids)
        else _hashes(ids, f"{side} {seed}")
        for (ids, side), content in zip(sides, contents, strict=True)
    )
    return learner, guide


def _is_numbered(ids: Sequence[str]) -> bool:
    """Whether these are row numbers, which stand in where no ids were given."""
    return (
        bool(ids)
        and ids[0] == "0"
        and ids[-1] == str(len(ids) - 1)
        and ids == tuple(map(str, range(len(ids))))
    )


def _contents(market: Market) -> tuple[Keys, Keys]:
    """What is known of each person, told apart by neighbours in turn (Weisfeiler and Leman 1968)."""
    edges = market.edges
    pair = _bits(edges.value)
    for factor, ranks in ((3, market.learner_ranks), (5, market.guide_ranks)):
        if ranks is not None:
            same = ranks.same_pairs(edges)
            rank = ranks.value if same else ranks.of(edges.learner, edges.guide)
            pair = _mix(pair + np.uint64(factor) * _bits(rank))
    learner, guide = _mix(_bits(market.learner_places)), _mix(_bits(market.guide_places))
    for _ in range(ROUNDS):
        _tell_apart(edges.start, edges.guide, pair, learner, guide)
    return learner, guide


@njit(nogil=True, cache=True)
def _tell_apart(start: Integers, column: NDArray[np.int32], pair: Keys, learner: Keys, guide: Keys) -> None:
    """Fold into each guide what their learners are, and then into each learner what their guides are, in place."""
    gathered = np.zeros_like(guide)
    for row in range(len(learner)):
        for entry in range(start[row], start[row + 1]):
            gathered[column[entry]] += mixed(pair[entry] ^ learner[row])
    for each in range(len(guide)):
        guide[each] = mixed(guide[each] ^ gathered[each])
    for row in range(len(learner)):
        from_guides = np.zeros(1, np.uint64)
        for entry in range(start[row], start[row + 1]):
            from_guides += mixed(pair[entry] ^ guide[column[entry]])
        learner[row] = mixed(learner[row] ^ from_guides[0])


def _bits(numbers: NDArray[Any]) -> Keys:
    """The same 64 bits for equal numbers."""
    return (np.asarray(numbers, np.float64) + 0.0).view(np.uint64)


def _hashes(ids: Sequence[str], salt: str) -> Keys:
    key = blake2b(salt.encode(), digest_size=32).digest()
    digests = b"".join(blake2b(each.encode(), digest_size=8, key=key).digest() for each in ids)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _mix(values: Keys) -> Keys:
    """Spread every bit over all others (the finaliser of SplitMix64, Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


mixed = njit(nogil=True, cache=True)(_mix)  # the same for one number, in compiled code
