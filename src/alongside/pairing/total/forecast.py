"""What a matching will need, told before it begins: time and memory, from the sizes of the market alone.

The rates are measured with `benchmarks/pairing` on one processor of 2026, and are for orders of magnitude: whether
to wait, to come back tomorrow, or to take a larger machine.
"""

import os
from dataclasses import dataclass

from alongside.pairing.errors import PairingError
from alongside.pairing.markets.edges import Edges
from alongside.pairing.markets.market import Market
from alongside.pairing.markets.vectors import Vectors

GIGABYTE = 2**30
AT_REST = GIGABYTE // 4  # what is loaded, compiled code among it
BYTES_A_PERSON = 3_000  # answers as texts, ids, places
BYTES_A_LISTED_PAIR = 60
BYTES_A_HELD_FIT = 24
CONSIDERED_EACH = 90  # pairs of each learner that a search over vectors lists in the end
SECONDS_A_LISTED_PAIR = 1.5e-6
SECONDS_A_SEARCHED_PAIR = 8e-9  # for the best guides of each learner, and once more for what was left out
SEARCHES = 4  # over vectors, until no pair that was left out gains


@dataclass(frozen=True)
class Forecast:
    """About how long a matching takes, and how much memory of this machine."""

    seconds: float
    bytes: float

    def check(self, memory: int | None = None) -> None:
        """Raise PairingError where it cannot fit. memory: in bytes; default: all that this machine has."""
        memory = memory or _memory()
        if memory and self.bytes > memory:
            raise PairingError(
                f"This needs about {self.bytes / GIGABYTE:,.0f} GB of memory, and this machine has "
                f"{memory / GIGABYTE:,.0f} GB. Keep fewer candidates for each person, match parts of the market, "
                "or take a machine with more memory."
            )


def forecast(market: Market, *, keep: int | None = None, processors: int = 1) -> Forecast:
    """What BestTotal will need for a market, or `match_thinned` where `keep` says how many candidates each has.

    processors: how many search at once, here or on a cluster.
    """
    people = AT_REST + BYTES_A_PERSON * (market.learners + market.guides)
    pairs = market.learners * market.guides
    if isinstance(market.fit, Edges):
        return _listed(people, market.pair_count, 0.0)
    if keep is not None:
        listed = market.learners * min(keep, market.guides)
        return _listed(people, listed, pairs * SECONDS_A_SEARCHED_PAIR / processors)
    if isinstance(market.fit, Vectors):
        listed = min(pairs, market.learners * CONSIDERED_EACH)
        return _listed(people, listed, SEARCHES * pairs * SECONDS_A_SEARCHED_PAIR / processors)
    return Forecast(pairs * SECONDS_A_LISTED_PAIR, people + pairs * BYTES_A_HELD_FIT)


def _listed(people: float, pairs: int, searching: float) -> Forecast:
    return Forecast(searching + pairs * SECONDS_A_LISTED_PAIR, people + pairs * BYTES_A_LISTED_PAIR)


def _memory() -> int | None:
    """All the memory of this machine, where it says."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
