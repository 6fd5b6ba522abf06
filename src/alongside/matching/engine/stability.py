"""What a stable run is proved to be, and what that costs, in figures that tell nobody's wishes."""

from typing import Any

import numpy as np

from alongside.matching.engine.scoring import Scoring
from alongside.pairing import BestTotal, Market, StableMatching


def stability(scoring: Scoring, market: Market, matching: StableMatching) -> dict[str, Any]:
    """How many pairs and how much fit in all the matching has less than the best total, 1 being one whole fit.

    That nobody would rather swap is checked here once more, from the market alone. The best total is worked out
    without wishes, so that its figures tell none. Raises ``CertificateError`` when the matching is not stable.
    """
    matching.verify(market)
    plain = Market(
        scoring.scored.fit,
        market.learner_places,
        market.guide_places,
        fixed=market.fixed,
        learner_ids=market.learner_ids,
        guide_ids=market.guide_ids,
    )
    best = BestTotal().match(plain)
    total = float(np.sum(scoring.scored.fit[matching.pairs[:, 0], matching.pairs[:, 1]]))
    return {"pairs_fewer": len(best) - len(matching), "fit_fewer": max(0.0, best.total - total)}
