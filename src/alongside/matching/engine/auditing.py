"""How groups of people fare in a run: figures that are kept with it, and read before it is published."""

from dataclasses import replace
from typing import Any

import numpy as np

from alongside.matching.engine.scoring import Scoring
from alongside.matching.reading import Member
from alongside.matching.reasons import audience_of, fields_of
from alongside.pairing import BestTotal, Market, Matching, PeerMatching
from alongside.pairing.proofs.matching import matching_of
from alongside.pairing.telling.audit import Estimate, Figures, audit, wilson
from alongside.pairing.telling.view import Side
from alongside.questionnaires.models import Question

ALWAYS = ("department", "level", "location")
MOST_FIELDS, MOST_GROUPS = 6, 30
Told = dict[str, Any]


def fairness(scoring: Scoring, matching: Matching | PeerMatching) -> Told:
    """By side and field, how each group fares; the fits are those that people may read.

    A group of fewer than five people is not told, nor what would tell it by subtraction. Peers have no sides,
    and are told once.
    """
    cohort, fit = scoring.cohort, scoring.scored.fit
    market = Market(
        fit,
        [member.places.as_learner for member in cohort.learners],
        [member.places.as_guide for member in cohort.guides],
    )
    if isinstance(matching, PeerMatching):
        both_ways = np.concatenate([matching.pairs, matching.pairs[:, ::-1]])
        everybody = matching_of(Matching, BestTotal(), market, both_ways, most=2 * matching.bound)
        return {"learner": _of_side(scoring, market, everybody, "learner", cohort.learners)}
    read = replace(matching, fit=fit[matching.pairs[:, 0], matching.pairs[:, 1]])
    sides: tuple[tuple[Side, list[Member]], ...] = (("learner", cohort.learners), ("guide", cohort.guides))
    return {side: _of_side(scoring, market, read, side, members) for side, members in sides if members}


def least_share(count: int, of: int) -> float:
    """The lower end of the interval of a share (Wilson 1927), 0 to 1."""
    return wilson(count, of).low


def _of_side(scoring: Scoring, market: Market, matching: Matching, side: Side, members: list[Member]) -> Told:
    fields = {
        name: groups
        for name in _fields(scoring)
        if 1 < len(set(groups := [_group(member, name) for member in members])) <= MOST_GROUPS
    }
    found = {name: audit(market, matching, groups, side=side) for name, groups in fields.items()}
    everyone = audit(market, matching, [""] * len(members), side=side).everyone
    return {
        "everyone": _told(everyone),
        "fields": {
            name: {group: _told(figures) for group, figures in each.groups.items()}
            for name, each in found.items()
        },
    }


def _fields(scoring: Scoring) -> list[str]:
    """Fields that the programme team may read: the usual three, and those that the criteria look at."""
    asked = [
        name
        for row in scoring.scenario.criteria
        if audience_of(row["settings"], scoring.questions) != Question.Reader.NOBODY
        for name in fields_of(row["settings"])
    ]
    return list(dict.fromkeys([*ALWAYS, *asked]))[:MOST_FIELDS]


def _group(member: Member, name: str) -> str:
    value = member.value(name)
    return value.strip() if isinstance(value, str) else ""


def _told(figures: Figures) -> Told:
    if figures.is_suppressed:
        return {}
    told: Told = {"people": figures.people, "matched": figures.matched, "rate": _interval(figures.match_rate)}
    if figures.mean_fit:
        told |= {
            "mean": _interval(figures.mean_fit),
            "worst": round(float(figures.worst_fit or 0.0), 4),
            "rank": _interval(figures.mean_rank),
        }
    return told


def _interval(estimate: Estimate | None) -> list[float] | None:
    """Value, low and high."""
    if estimate is None or not np.isfinite(estimate.value):
        return None
    return [round(each, 4) for each in (estimate.value, estimate.low, estimate.high)]
