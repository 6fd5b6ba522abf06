"""What makes a match better: each criterion says how good a pair is, from 0 to 1, and why.

A criterion is a frozen set of settings. `compare` reads the two tables and values every pair (NaN: an
answer is missing), `reason` says one pair's value in words. All can be declared as data:

    from_settings({"kind": "same", "field": "profession", "weight": 10})
"""

from alongside.pairing.criteria.base import KINDS, Criterion, FieldCriterion, criterion, from_settings
from alongside.pairing.criteria.custom import Custom, Given, function
from alongside.pairing.criteria.fields import Combination, Different, Same, Wish
from alongside.pairing.criteria.importance import rank_order_centroid, weighted_by_importance
from alongside.pairing.criteria.lists import Languages, Shared, Skills
from alongside.pairing.criteria.numbers import LevelGap, Near, TimeZones
from alongside.pairing.criteria.texts import Meaning
from alongside.pairing.criteria.wishes import RankedWish

__all__ = [
    "KINDS",
    "Combination",
    "Criterion",
    "Custom",
    "Different",
    "FieldCriterion",
    "Given",
    "Languages",
    "LevelGap",
    "Meaning",
    "Near",
    "RankedWish",
    "Same",
    "Shared",
    "Skills",
    "TimeZones",
    "Wish",
    "criterion",
    "from_settings",
    "function",
    "rank_order_centroid",
    "weighted_by_importance",
]
