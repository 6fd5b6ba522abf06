"""The matching library: proved, explained, pure. Arrays in, results out; no Django, no database.

From a matrix of fits:

    import numpy as np
    from alongside.pairing import BestTotal, Market

    fit = np.array([[0.9, 0.4], [0.8, np.nan]])  # learners × guides; NaN: not allowed
    market = Market(fit, guide_places=[1, 2])
    matching = BestTotal(first="places").match(market)
    matching.pairs            # [[0, 1], [1, 0]]
    matching.total            # 1.2
    matching.gap              # 0.0: proved to be the best
    matching.verify(market)   # checks that proof without the solver; raises if it does not hold

Fair to the worst-off, or stable:

    from alongside.pairing import Fairest, Stable

    fair = Fairest().match(market)        # fair.floor is as high as it can be, with as many places filled
    fair.proof_of_floor                   # why no floor is higher; part of what verify checks
    stable = Stable("learners").match(market)
    stable.obtained(market).guides.mean   # the mean rank of what guides obtained
    stable.blocking                       # empty: nobody would rather have each other

Circles around topics:

    from alongside.pairing import Circles, Gathering

    gathering = Gathering(np.random.default_rng(0).random((20, 3)), apart=[(0, 1)])  # learners × topics
    circles = Circles(size=5, smallest=3, largest=7).match(gathering)
    circles.circles[0].members, circles.gap

Peers, from one pool without sides:

    from alongside.pairing import Peers, Pool, Triads

    fit = np.array([[np.nan, 0.4, 0.9], [0.4, np.nan, 0.7], [0.9, 0.7, np.nan]])  # the same both ways
    peers = Peers().match(Pool(fit))
    peers.pairs, peers.unmatched          # [[0, 2]], [1]; proved: peers.gap is 0
    Triads().match(Pool(fit)).groups      # ((0, 1, 2),)

From people, criteria and rules:

    from alongside.pairing import (
        Table, criteria, explain_pair, explain_unmatched, place_prices, rules, score
    )

    learners = Table(["ana", "ben"], {"field": ["Law", "Art"], "level": [1, 2]}, name="mentees")
    guides = Table(["cleo"], {"field": ["Law"], "level": [3]}, name="mentors")
    scored = score(
        learners,
        guides,
        [criteria.from_settings({"kind": "same", "field": "field", "weight": 3})],
        [rules.from_settings({"kind": "level_gap", "field": "level", "minimum": 1})],
    )
    market = scored.market(learner_places=1, guide_places=[1])
    matching = BestTotal().match(market)
    scored.contributions(0, 0)[0].reason.sentence()   # "Both: Law (field)."
    explain_pair(scored, market, matching, 0, 0)      # why ana has cleo, and what else there would be
    explain_unmatched(scored, market, matching)       # why ben has nobody, and the smallest change
    place_prices(market, matching)                    # what one place more of cleo's gains, and one fewer costs
"""

from alongside.pairing import criteria, rules
from alongside.pairing.circles.circles import Circle, Circles, FormedCircles
from alongside.pairing.circles.gathering import Gathering
from alongside.pairing.compiling import share_kernels
from alongside.pairing.errors import (
    AnswerError,
    CannotMatchError,
    CertificateError,
    MarketError,
    PairingError,
    SettingsError,
)
from alongside.pairing.fair.between_groups import GroupFairMatching
from alongside.pairing.fair.fairest import Fairest, FairMatching
from alongside.pairing.markets.market import Market
from alongside.pairing.people.answers import Table
from alongside.pairing.people.reading import read_table, table_of
from alongside.pairing.pool.peers import PeerMatching, Peers
from alongside.pairing.pool.pool import Pool
from alongside.pairing.pool.triads import FormedTriads, Triads
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.reasons import Reason
from alongside.pairing.scoring import Contribution, Scored, score
from alongside.pairing.stable.stable import Stable, StableMatching
from alongside.pairing.telling.audit import Audit, audit
from alongside.pairing.telling.beside import Beside, compare_matchings
from alongside.pairing.telling.changes import Change
from alongside.pairing.telling.effect import Effect
from alongside.pairing.telling.explain import Unmatched, explain_left, explain_unmatched
from alongside.pairing.telling.explain_pair import PairExplained, explain_pair
from alongside.pairing.telling.prices import PlacePrice, RulePrice, place_prices, rule_prices
from alongside.pairing.total.best_total import BestTotal
from alongside.pairing.total.forecast import Forecast, forecast
from alongside.pairing.total.incremental import Rematch, rematch, rows_of
from alongside.pairing.total.late import LateJoiners, Move

share_kernels()

__all__ = [
    "AnswerError",
    "Audit",
    "Beside",
    "BestTotal",
    "CannotMatchError",
    "CertificateError",
    "Change",
    "Circle",
    "Circles",
    "Contribution",
    "Effect",
    "FairMatching",
    "Fairest",
    "Forecast",
    "FormedCircles",
    "FormedTriads",
    "Gathering",
    "GroupFairMatching",
    "LateJoiners",
    "Market",
    "MarketError",
    "Matching",
    "Move",
    "PairExplained",
    "PairingError",
    "PeerMatching",
    "Peers",
    "PlacePrice",
    "Pool",
    "Reason",
    "Rematch",
    "RulePrice",
    "Scored",
    "SettingsError",
    "Stable",
    "StableMatching",
    "Table",
    "Triads",
    "Unmatched",
    "audit",
    "compare_matchings",
    "criteria",
    "explain_left",
    "explain_pair",
    "explain_unmatched",
    "forecast",
    "place_prices",
    "read_table",
    "rematch",
    "rows_of",
    "rule_prices",
    "rules",
    "score",
    "table_of",
]
