"""Compiled code, fetched before anybody waits for it."""

import numpy as np

from alongside.pairing import BestTotal, Fairest, Market, Stable


def warm_up() -> None:
    """Solve next to nothing by each aim, so that the workers that this process begets need not fetch the kernels.

    The first run of each would wait about a second for them.
    """
    market = Market(np.array([[0.5, 0.4], [0.4, 0.5]]))
    for solver in (BestTotal(), Fairest(then="total"), Stable(proposing="learners")):
        solver.match(market)
