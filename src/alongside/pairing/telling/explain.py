"""Why somebody is left without a match, and the smallest change that would match them.

Both are exact. Whoever competes with a person is everyone that alternating paths reach from them: these
people together want more places than the others they may be matched with have (Hall 1935).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.pairing.markets.market import Market
from alongside.pairing.proofs.matching import Matching
from alongside.pairing.reasons import Parameter, Reason
from alongside.pairing.scoring import Scored
from alongside.pairing.stable.stable import StableMatching
from alongside.pairing.telling.changes import Change, smallest_changes
from alongside.pairing.telling.view import Side, View

MOST_NAMES = 5  # in a sentence


@dataclass(frozen=True)
class Unmatched:
    """Somebody with places left: how many, why, and the smallest changes, the best first."""

    side: Side
    row: int
    places_left: int
    places_filled: int
    reason: Reason
    changes: tuple[Change, ...]


def explain_unmatched(
    scored: Scored,
    market: Market,
    matching: Matching,
    *,
    most: int | None = None,
    sides: Sequence[Side] = ("learner", "guide"),
) -> list[Unmatched]:
    """Every learner with places left wanting, and every guide with nobody.

    scored, market, matching: as they were computed from one another. most: so many of each side, the first by
    row; default all. sides: whom to explain. Time: for each of them, a search over the pairs of all with whom
    they compete; where all pairs are held, 64 of them at a time.
    """
    explained: list[Unmatched] = []
    if "learner" in sides:
        learners = View(scored, market, matching, "learner")
        wanting = learners.with_places_left()[:most].tolist()
        explained += [_unmatched(learners, row) for row in wanting]
    if "guide" in sides:
        guides = View(scored, market, matching, "guide")
        left = guides.with_places_left()
        idle = left[guides.filled[left] == 0][:most].tolist()
        explained += [_unmatched(guides, row) for row in idle]
    return explained


def explain_left(
    scored: Scored, market: Market, matching: Matching, side: Side, row: int
) -> Unmatched | None:
    """Why somebody has places left, and the smallest changes; None for somebody who has none."""
    view = View(scored, market, matching, side)
    return _unmatched(view, row) if view.places[row] > view.filled[row] else None


def _unmatched(view: View, row: int) -> Unmatched:
    filled = int(view.filled[row])
    left = int(view.places[row]) - filled
    return Unmatched(view.side, row, left, filled, _reason(view, row), smallest_changes(view, row))


def _reason(view: View, row: int) -> Reason:
    if len(view.open.of(row)):
        return _competition(view, row)
    if view.filled[row]:
        return Reason("all_allowed_matched", {"count": int(view.filled[row])})
    return _nobody_allowed(view, row)


def _competition(view: View, row: int) -> Reason:
    """Too few places for those who want them; or, where a place is free, what keeps it from this person."""
    people, others = view.competition(row)
    if (view.free[others] > 0).any():
        is_apart = view.is_learner and len(view.apart_from(row)) > 0
        if isinstance(view.matching, StableMatching):
            return Reason("costs_stability")
        return Reason("kept_apart" if is_apart else "costs_others")
    places = int(view.other_places[others].sum())
    short = int((view.places - view.filled)[people].sum())
    parameters: dict[str, Parameter] = {
        "people": int(people.sum()),
        "places": places,
        "wanted": places + short,
    }
    wanted = np.flatnonzero(others).tolist()
    if len(wanted) > MOST_NAMES:
        return Reason("competition_of_many", {**parameters, "others": len(wanted)})
    return Reason("competition", {**parameters, "names": [view.other_name(other) for other in wanted]})


def _nobody_allowed(view: View, row: int) -> Reason:
    """The rule that forbids the most."""
    everyone = view.pair(row, slice(None))
    counts = [(int(marks.of(*everyone).sum()), rule) for rule, marks in view.scored.marks()]
    most, rule = max(counts, key=lambda each: each[0], default=(0, None))
    if rule is None or not most:
        return Reason("nobody_there")
    return Reason("nobody_allowed", {"rule": rule.name, "forbidden": most, "others": len(view.free)})
