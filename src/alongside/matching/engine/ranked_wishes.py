"""Short lists that people have put into order, as the solver reads them. Nothing of it reaches a figure or a reason.

They count once their round is over, so that no run shows what a single answer has changed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.matching.reading import Cohort
from alongside.matching.wishes.models import Shortlist, Wish
from alongside.pairing.arrays import Floats
from alongside.programmes.models import Programme

WORTH = 1.0
"""What a pair gains in which each is the other's first choice: as much as a perfect fit."""

RATHER_NOT = -1
NO_WORD, LAST, FORBIDDEN = 100, 200, 300
"""How far down the line somebody stands: after whoever is in order, after everybody, nowhere."""

ROWS_AT_ONCE = 512
"""Of 10,000 and 10,000 people, all rows at once would need several gigabytes for a while."""

Places = NDArray[np.int16]


@dataclass(frozen=True)
class Said:
    """Where each side puts the other, learners × guides: from 1, RATHER_NOT, or 0 where nothing is said."""

    by_learners: Places
    by_guides: Places

    @property
    def people(self) -> int:
        """How many have answered."""
        return int(self.by_learners.any(axis=1).sum() + self.by_guides.any(axis=0).sum())


def said_wishes(programme: Programme, cohort: Cohort) -> Said | None:
    """The wishes of the newest round that is over; nothing where there is none, or nobody answered. Two queries."""
    if programme.way != Programme.Way.WISHES:
        return None
    newest = programme.wish_rounds.first()
    if newest is None or not newest.is_over:
        return None
    answered = Wish.objects.filter(shortlist__round=newest).exclude(shortlist__answered_at=None)
    rows = answered.values_list(
        "shortlist__side", "shortlist__enrolment", "other", "position", "is_unwanted"
    ).order_by()
    learners = {member.enrolment.pk: row for row, member in enumerate(cohort.learners)}
    guides = {member.enrolment.pk: row for row, member in enumerate(cohort.guides)}
    shape = len(learners), len(guides)
    said = Said(np.zeros(shape, np.int16), np.zeros(shape, np.int16))
    for side, owner, other, position, is_unwanted in rows.iterator(chunk_size=5000):
        is_learner = side == Shortlist.Side.LEARNER
        learner, guide = (owner, other) if is_learner else (other, owner)
        if learner in learners and guide in guides:
            places = said.by_learners if is_learner else said.by_guides
            places[learners[learner], guides[guide]] = RATHER_NOT if is_unwanted else position
    return said if said.by_learners.any() or said.by_guides.any() else None


def gained(said: Said) -> Floats:
    """What each pair gains for the best total, half by each side: from -WORTH to WORTH."""
    return WORTH / 2 * (_worth(said.by_learners) + _worth(said.by_guides.T).T)


def _worth(places: Places) -> Floats:
    """1 for each row's first, less for each further down, 0 where nothing is said, -1 for rather not."""
    last = np.maximum(1, places.max(axis=1, keepdims=True, initial=0))
    in_order = (last + 1.0 - places) / last
    return np.where(places == RATHER_NOT, -1.0, np.where(places > 0, in_order, 0.0))


def ranks(places: Places, fit: Floats) -> NDArray[np.int32] | None:
    """Each row's order of all whom the rules allow: as said, then by fit, then rather not; equals are equal.

    fit: what decides where nothing is said; NaN is no pair. Nothing where nobody of this side has answered.
    """
    if not places.any():
        return None
    found = np.zeros(fit.shape, np.int32)
    for start in range(0, len(fit), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        found[rows] = _ranked(places[rows], fit[rows])
    return found


def _ranked(places: Places, fit: Floats) -> NDArray[np.int32]:
    line = np.where(places > 0, places, np.where(places == RATHER_NOT, LAST, NO_WORD))
    line = np.where(np.isnan(fit), FORBIDDEN, line)
    decides = np.where(places > 0, 0.0, -np.nan_to_num(fit))
    order = np.lexsort((decides, line), axis=1)
    sorted_line, sorted_fit = np.take_along_axis(line, order, 1), np.take_along_axis(decides, order, 1)
    is_next = (np.diff(sorted_line, axis=1) != 0) | (np.diff(sorted_fit, axis=1) != 0)
    found = np.ones(fit.shape, np.int32)
    np.put_along_axis(found, order[:, 1:], 1 + np.cumsum(is_next, axis=1, dtype=np.int32), axis=1)
    return np.where(np.isnan(fit), np.int32(0), found)
