"""The matching library: proved, explained, pure. Arrays in, results out; no Django, no database.

import numpy as np
from alongside.pairing import BestTotal, Market

fit = np.array([[0.9, 0.4], [0.8, np.nan]])  # learners × guides, NaN: not allowed
market = Market(fit, guide_places=[1, 2])
matching = BestTotal(first="places").match(market)
matching.pairs      # [[0, 1], [1, 0]]
matching.total      # 1.2
matching.gap        # 0.0: proved
matching.verify(market)
"""

from alongside.pairing.best_total import BestTotal
from alongside.pairing.errors import CannotMatchError, CertificateError, MarketError, PairingError
from alongside.pairing.market import Market
from alongside.pairing.matching import Matching

__all__ = [
    "BestTotal",
    "CannotMatchError",
    "CertificateError",
    "Market",
    "MarketError",
    "Matching",
    "PairingError",
]
