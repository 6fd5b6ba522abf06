"""Breaking ties among equally good matchings by stable ids, never by the order of rows."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from alongside.pairing.circulation import Integers
from alongside.pairing.market import Market
from alongside.pairing.problem import Gain

# Random gains of 40 bits single out one optimum but for a chance of pairs / 2^40
# (the isolation lemma, Mulmuley, Vazirani and Vazirani 1987).
BITS = 40


def tie_break(market: Market, seed: int) -> Gain:
    """A gain for each pair, drawn from the seed and the two ids alone."""
    learner = _hashes(market.learner_ids, f"learner {seed}")
    guide = _hashes(market.guide_ids, f"guide {seed}")

    def gain(rows: Integers, columns: Integers) -> Integers:
        mixed = _mix(learner[rows] ^ guide[columns])
        return (mixed >> np.uint64(64 - BITS)).astype(np.int64)

    return gain


def _hashes(ids: Sequence[str], salt: str) -> NDArray[np.uint64]:
    key = blake2b(salt.encode(), digest_size=32).digest()
    digests = b"".join(blake2b(each.encode(), digest_size=8, key=key).digest() for each in ids)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread every bit over all others (the finaliser of SplitMix64, Steele, Lea and Flood 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
